import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { DescribedInput, DescribedOutput } from '#app/catalog/description-format.ts';
import type { Answer } from '#app/preview/contract.ts';
import { SAMPLES, startTestPortal, type TestPortal } from './testing.ts';

/** Every sample, published with its preview.json and asked by field key: the answers must be the expected ones. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const EXPECTED = resolve(import.meta.dirname, '../../e2e/fixtures/samples');
const SIDE_FILES = { preview: 'preview.json', labels: 'labels.txt', card: 'card.md' };

interface SentTensor {
  name: string;
  shape: number[];
  datatype: string;
  data: (string | number)[];
}
interface Case {
  version: string;
  name: string;
  rtol?: number;
  atol?: number;
  request?: { inputs: SentTensor[] };
  request_file?: string;
  expected: { outputs: { name: string; datatype: string; data?: (string | number)[] }[] };
}
interface Expected {
  rtol: number;
  atol: number;
  cases: Case[];
}
interface Tolerance {
  rtol: number;
  atol: number;
}

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.remove());

async function publish(model: string, version: string) {
  const form = new FormData();
  form.append('model', new Blob([readFileSync(join(SAMPLES, model, version, 'model.onnx'))]), 'model.onnx');
  for (const [part, file] of Object.entries(SIDE_FILES)) {
    if (readdirSync(join(SAMPLES, model)).includes(file)) {
      form.append(part, new Blob([readFileSync(join(SAMPLES, model, file))]), file);
    }
  }
  const reply = await portal.call('POST', `/models/${model}/versions`, { body: form });
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 201, body: { version: Number(version) } });
}

/** The tensors of one row as values by field key; null for what no single question asks. */
function valuesOf(model: string, one: Case, described: DescribedInput[]): Record<string, unknown> | null {
  const sent = one.request_file
    ? JSON.parse(gunzipSync(readFileSync(join(EXPECTED, model, one.request_file))).toString())
    : one.request;
  if (!sent || sent.inputs.some(({ shape }: SentTensor) => shape[0] !== 1)) return null;
  const tensors = new Map<string, SentTensor>(sent.inputs.map((tensor: SentTensor) => [tensor.name, tensor]));
  return Object.fromEntries(
    described.map(({ key, name, index }) => {
      const { data = [] } = tensors.get(name) ?? {};
      return [key, index !== undefined ? data[index] : data.length === 1 ? data[0] : data];
    }),
  );
}

function expectNumbers(got: unknown, wanted: (string | number)[], { rtol, atol }: Tolerance): void {
  const numbers = [got].flat(8).map(Number);
  expect(numbers).toHaveLength(wanted.length);
  for (const [at, value] of wanted.map(Number).entries()) {
    expect(Math.abs((numbers[at] as number) - value)).toBeLessThanOrEqual(atol + rtol * Math.abs(value));
  }
}

/** Checks one answer against the raw outputs; `classes` in the order of the score columns. */
function expectAnswer(answer: Answer, one: Case, given: { outputs: DescribedOutput[]; tolerance: Tolerance }): void {
  const kindOf = (name: string) => given.outputs.find((output) => output.name === name)?.kind;
  const classes = given.outputs.flatMap((output) => output.classes ?? []).slice(0, answer.scores.length);
  expect(answer.values.map(({ name }) => name)).toEqual(one.expected.outputs.map(({ name }) => name));
  let decided: string | null = null;
  for (const { name, datatype, data = [] } of one.expected.outputs) {
    const { value } = answer.values.find((output) => output.name === name) ?? {};
    if (kindOf(name) === 'class') {
      decided = datatype === 'BYTES' ? String(data[0]) : (classes[Number(data[0])] ?? null);
      expect(value).toBe(decided);
      continue;
    }
    expectNumbers(value, data, given.tolerance);
    if (kindOf(name) !== 'probabilities') continue;
    expectNumbers(
      answer.scores.map(({ score }) => score),
      data,
      given.tolerance,
    );
    expect(answer.scores.map(({ label }) => label)).toEqual(classes);
    const numbers = data.map(Number);
    decided ??= classes[numbers.indexOf(Math.max(...numbers))] ?? null;
    const [first = 0, second = 0] = numbers.toSorted((a, b) => b - a);
    expect(answer.closeCall).toBe(first - second <= 0.1);
    expect(answer.confidence).toBe(first - second >= 0.4 ? 'clear' : first - second <= 0.1 ? 'only-just' : 'leaning');
  }
  expect(answer.decision).toBe(decided);
}

describe('the answers of', () => {
  test.each(readdirSync(EXPECTED).filter((name) => !name.includes('.')))('%s', async (model) => {
    const expected: Expected = JSON.parse(readFileSync(join(EXPECTED, model, 'expected.json'), 'utf8'));
    const versions = readdirSync(join(SAMPLES, model)).filter((name) => /^\d+$/.test(name));
    let asked = 0;
    for (const version of versions) {
      await publish(model, version);
      const { body } = await portal.call('GET', `/models/${model}/versions/${version}`);
      for (const one of expected.cases.filter((other) => other.version === version)) {
        const inputs = valuesOf(model, one, body.inputs);
        if (!inputs) continue;
        const at = `/models/${model}/versions/${version}/runs`;
        const run = await portal.call('POST', at, { body: { inputs } });
        expect(run.status, `${one.name}: ${JSON.stringify(run.body).slice(0, 500)}`).toBe(201);
        const tolerance = { rtol: one.rtol ?? expected.rtol, atol: one.atol ?? expected.atol };
        expectAnswer(run.body.answer, one, { outputs: body.outputs, tolerance });
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThanOrEqual(model === 'doc-orientation' ? 2 : 20 * versions.length);
  });
});
