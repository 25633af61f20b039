import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { decodeInferAnswer, encodeBinaryQuestion } from '#app/oip/binary-codec.ts';
import { decodeInferRequest, tensorValues } from '#app/oip/json-codec.ts';
import { EXPECTED, makeTestFolder, publish, putBlob, SAMPLES, startTestServing, type TestServing } from './testing.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** What the samples must answer, in the protocol's form. */
interface Expected {
  rtol: number;
  atol: number;
  cases: Case[];
}
interface Case {
  version: string;
  name: string;
  rtol?: number;
  atol?: number;
  request?: unknown;
  request_file?: string;
  expected: { outputs: Output[] };
}
interface Output {
  name: string;
  datatype: string;
  shape?: number[];
  data?: unknown[];
}

const folder = makeTestFolder();
let serving: TestServing;

beforeAll(async () => {
  serving = await startTestServing(folder);
  for (const model of readdirSync(SAMPLES)) {
    for (const version of readdirSync(join(SAMPLES, model)).filter((name) => /^\d+$/.test(name))) {
      const bytes = new Uint8Array(readFileSync(join(SAMPLES, model, version, 'model.onnx')));
      const { body } = await serving.check(bytes);
      publish(folder, { model, version: Number(version) }, body.repaired?.sha256 ?? putBlob(folder, bytes));
    }
    expect((await serving.call('POST', `/v2/repository/models/${model}/load`)).status).toBe(200);
  }
}, 60_000);
afterAll(async () => {
  await serving.stop(0);
  folder.remove();
});

function caseBody(model: string, one: Case): string | null {
  if (one.request_file) return gunzipSync(readFileSync(join(EXPECTED, model, one.request_file))).toString();
  return one.request ? JSON.stringify(one.request) : null;
}

const models = readdirSync(EXPECTED).filter((model) => existsSync(join(EXPECTED, model, 'expected.json')));

let binaryCases = 0;

function readExpected(model: string): Expected {
  return JSON.parse(readFileSync(join(EXPECTED, model, 'expected.json'), 'utf8'));
}

/** Asks what a case asks, every input and every output as bytes; the answer as the case has it. */
async function askBinary(path: string, json: string): Promise<Output[]> {
  const { inputs } = decodeInferRequest(json);
  const { body, headerLength } = encodeBinaryQuestion({ inputs });
  const reply = await fetch(`${serving.url}/v2/models/${path}/infer`, {
    method: 'POST',
    headers: { 'inference-header-content-length': String(headerLength) },
    body: body as string,
  });
  const bytes = Buffer.from(await reply.arrayBuffer());
  expect(reply.status, bytes.toString().slice(0, 300)).toBe(200);
  const header = reply.headers.get('inference-header-content-length');
  const { outputs } = decodeInferAnswer(bytes, header ?? undefined);
  return outputs.map((tensor) => ({ ...tensor, data: tensorValues(tensor) }));
}

type AskCase = (path: string, json: string, name: string) => Promise<Output[]>;

const askJson: AskCase = async (path, json, name) => {
  const reply = await serving.call('POST', `/v2/models/${path}/infer`, json);
  expect(reply.status, `${name}: ${JSON.stringify(reply.body).slice(0, 300)}`).toBe(200);
  return reply.body.outputs;
};

/** Asks every case of a model that has a body and compares each output; answers how many were asked. */
async function expectAnswers(model: string, ask: AskCase): Promise<number> {
  const expected = readExpected(model);
  let asked = 0;
  for (const one of expected.cases) {
    const body = caseBody(model, one);
    if (!body) continue;
    asked += 1;
    const got = await ask(`${model}/versions/${one.version}`, body, one.name);
    const tolerance = { rtol: one.rtol ?? expected.rtol, atol: one.atol ?? expected.atol };
    for (const wanted of one.expected.outputs) {
      const output = got.find(({ name }) => name === wanted.name);
      expect(differs(wanted, output, tolerance), `${one.name}: ${wanted.name}`).toBeNull();
    }
  }
  expect(asked).toBeGreaterThan(0);
  return asked;
}

describe('every answer of the samples', () => {
  test.each(models)(
    'P5 %s answers as it does in the reference runtime',
    async (model) => {
      await expectAnswers(model, askJson);
    },
    60_000,
  );

  test.each(models)(
    'P7 P15 %s answers the same with binary tensors both ways',
    async (model) => {
      binaryCases += await expectAnswers(model, askBinary);
    },
    60_000,
  );

  test('P7 P15 those were all 361 cases', () => {
    expect(binaryCases).toBe(361);
  });

  test('P5 the checking program that comes with the samples agrees', async () => {
    const { stdout } = await promisify(execFile)('python3', [join(EXPECTED, 'check_oip.py'), serving.url]);
    expect(stdout.trim().split('\n').at(-1)).toBe('361 passed, 0 failed, 20 skipped');
  }, 120_000);
});

/** What is different between the output wanted and the one that came; null when it is the same. */
function differs(wanted: Output, got: Output | undefined, tolerance: { rtol: number; atol: number }): string | null {
  if (!got) return 'it is missing';
  if (wanted.shape && JSON.stringify(wanted.shape) !== JSON.stringify(got.shape)) return `shape ${got.shape}`;
  if (!wanted.data) return null;
  if (wanted.data.length !== got.data?.length) return `${got.data?.length} values`;
  const isExact = !wanted.datatype.startsWith('FP');
  for (const [i, value] of wanted.data.entries()) {
    const other = got.data[i];
    if (isExact ? String(value) !== String(other) : !isClose(Number(value), Number(other), tolerance)) {
      return `value ${i} is ${other}, not ${value}`;
    }
  }
  return null;
}

function isClose(a: number, b: number, { rtol, atol }: { rtol: number; atol: number }): boolean {
  return Math.abs(a - b) <= atol + rtol * Math.abs(a);
}
