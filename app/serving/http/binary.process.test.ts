import { join } from 'node:path';
import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { decodeInferAnswer, encodeBinaryQuestion } from '#app/oip/binary-codec.ts';
import { tensorFromValues, tensorValues } from '#app/oip/json-codec.ts';
import type { Datatype, Tensor } from '#app/oip/tensor.ts';
import { buildModel, type ElementType } from '#app/onnx/testing.ts';
import { textModel, wideModel } from '#app/onnx/testing-models.ts';
import { makeTestFolder, putVersion, SAMPLES, startTestServing, type TestServing, TOKEN } from '../testing.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const LIMIT_BYTES = 4 << 20;
const TYPES: readonly [Datatype, ElementType][] = [
  ['BOOL', 'BOOL'],
  ['UINT8', 'UINT8'],
  ['UINT64', 'UINT64'],
  ['INT64', 'INT64'],
  ['FP16', 'FLOAT16'],
  ['FP32', 'FLOAT'],
  ['FP64', 'DOUBLE'],
];

const folder = makeTestFolder();
let serving: TestServing;

/** The same tensor out as in, of any number of rows of two. */
function echoModel(type: ElementType): Uint8Array {
  return buildModel({
    inputs: [{ name: 'x', type, shape: ['N', 2] }],
    outputs: [{ name: 'y', type, shape: ['N', 2] }],
    nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }],
  });
}

beforeAll(async () => {
  for (const [datatype, type] of TYPES) {
    putVersion(folder, { model: datatype.toLowerCase(), version: 1 }, echoModel(type));
  }
  putVersion(folder, { model: 'texts', version: 1 }, textModel());
  putVersion(folder, { model: 'wide', version: 1 }, wideModel(2));
  putVersion(folder, { model: 'co2', version: 1 }, join(SAMPLES, 'co2-forecast/1/model.onnx'));
  serving = await startTestServing(folder, { httpLimits: { bodyBytes: LIMIT_BYTES } });
});
afterAll(async () => {
  await serving.stop(0);
  folder.remove();
});

interface Answer {
  status: number;
  headers: Headers;
  bytes: Buffer;
  header: string | undefined;
}

async function post(model: string, body: Uint8Array | string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${serving.url}/v2/models/${model}/infer`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'accept-encoding': 'identity', ...headers },
    body: body as BodyInit,
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const header = response.headers.get('inference-header-content-length') ?? undefined;
  return { status: response.status, headers: response.headers, bytes, header };
}

const sentence = (answer: Answer): string => JSON.parse(answer.bytes.toString()).error;

async function askBinary(model: string, inputs: Tensor[], changes: object = {}): Promise<Answer> {
  const { body, headerLength } = encodeBinaryQuestion({ inputs, ...changes });
  return post(model, body, { 'inference-header-content-length': String(headerLength) });
}

const x = (datatype: Datatype, values: (number | bigint | boolean)[], shape = [values.length / 2, 2]): Tensor =>
  tensorFromValues({ name: 'x', datatype, shape, values });

/** A body by hand: the JSON, then the bytes as they are. */
// biome-ignore lint/complexity/useMaxParams: reads like a request
async function lie(model: string, json: object, bytes: Uint8Array, header?: string): Promise<Answer> {
  const head = Buffer.from(JSON.stringify(json));
  const headers = { 'inference-header-content-length': header ?? String(head.byteLength) };
  return post(model, Buffer.concat([head, bytes]), headers);
}

describe('binary tensors', () => {
  test.each(TYPES)('P7 P15 P16 P18 %s goes there and back bit by bit', async (datatype) => {
    const size = x(
      datatype,
      [0, 0].map((n) => (datatype.endsWith('64') && datatype !== 'FP64' ? BigInt(n) : n)),
    ).bytes;
    const bytes = new Uint8Array(size.byteLength).map((_, i) => (datatype === 'BOOL' ? i % 2 : 0xff - i));
    const sent: Tensor = { name: 'x', datatype, shape: [1, 2], bytes };
    const answer = await askBinary(datatype.toLowerCase(), [sent], { id: 'q' });
    expect(answer.status, answer.bytes.toString()).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    const { id, outputs } = decodeInferAnswer(answer.bytes, answer.header);
    expect(id).toBe('q');
    expect(outputs).toHaveLength(1);
    expect([...outputs[0]!.bytes]).toEqual([...bytes]);
  });

  test('P7 P13 texts, and tensors without elements', async () => {
    const values = ['', 'ä€😀', 'x'.repeat(5000)];
    const texts = tensorFromValues({ name: 't', datatype: 'BYTES', shape: [3, 1], values });
    const { bytes, header } = await askBinary('texts', [texts]);
    expect(tensorValues(decodeInferAnswer(bytes, header).outputs[0]!)).toEqual(values);
    const none = await askBinary('fp32', [x('FP32', [], [0, 2])]);
    expect(decodeInferAnswer(none.bytes, none.header).outputs[0]).toMatchObject({ shape: [0, 2] });
  });

  test('P7 P15 mixed: one input binary and one JSON, one output binary and the others JSON', async () => {
    const json = {
      inputs: [
        { name: 'x0', datatype: 'FP32', shape: [1, 1], parameters: { binary_data_size: 4 } },
        { name: 'x1', datatype: 'FP32', shape: [1, 1], data: [2] },
      ],
    };
    const plain = await lie('wide', json, new Uint8Array(Float32Array.of(1).buffer));
    expect(JSON.parse(plain.bytes.toString()).outputs[0].data).toEqual([3]);
    expect(plain.header).toBeUndefined();

    const outputs = [{ name: 'upper', parameters: { binary_data: false } }, { name: 'forecast' }];
    const history = { name: 'history', shape: [1, 36], datatype: 'FP32', data: Array(36).fill(350) };
    const parameters = { binary_data_output: true };
    const mixed = await post('co2', JSON.stringify({ inputs: [history], outputs, parameters }));
    const head = JSON.parse(mixed.bytes.subarray(0, Number(mixed.header)).toString());
    expect(head.outputs.map((output: { name: string }) => output.name)).toEqual(['upper', 'forecast']);
    expect(head.outputs[0].data.length).toBeGreaterThan(0);
    expect(head.outputs[1]).toMatchObject({
      parameters: { binary_data_size: mixed.bytes.length - Number(mixed.header) },
    });
  });

  test('P14 a body that is the one input', async () => {
    const headers = { 'inference-header-content-length': '0' };
    const answer = await post('fp32', new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer), headers);
    const { outputs } = decodeInferAnswer(answer.bytes, answer.header);
    expect(outputs[0]).toMatchObject({ shape: [2, 2] });
    expect(tensorValues(outputs[0]!)).toEqual([1, 2, 3, 4]);
    const text = await post('texts', Buffer.from('héllo'), headers);
    expect(tensorValues(decodeInferAnswer(text.bytes, text.header).outputs[0]!)).toEqual(['héllo']);
    for (const [model, size] of [
      ['wide', 8],
      ['fp32', 7],
    ] as const) {
      const refused = await post(model, new Uint8Array(size), headers);
      expect([refused.status, typeof sentence(refused)]).toEqual([400, 'string']);
    }
  });
});

describe('P13 lies over HTTP', () => {
  const input = (changes: object = {}) => ({
    inputs: [{ name: 'x', datatype: 'FP32', shape: [1, 2], parameters: { binary_data_size: 8 }, ...changes }],
  });
  const claim = (binary_data_size: unknown, shape = [1, 2]) => input({ shape, parameters: { binary_data_size } });

  test.each<[string, object, number, string | undefined, RegExp]>([
    ['truncated', input(), 7, undefined, /8, and 7 bytes are left/],
    ['trailing', input(), 9, undefined, /1 bytes that belong to no input/],
    ['more claimed than the shape takes', claim(16), 16, undefined, /has 16 bytes, and its shape takes 8/],
    ['4 GB claimed', claim(2 ** 32, [2 ** 29, 2]), 8, undefined, /4294967296, and 8 bytes are left/],
    ['overflowing dimensions', claim(8, [2 ** 40, 2 ** 40]), 8, undefined, /too large for any machine/],
    ['negative dimensions', claim(8, [-1, 2]), 8, undefined, /whole numbers from 0 on/],
    ['a header longer than the body', input(), 8, '9999', /is 9999, and the body has/],
    ['a negative header', input(), 8, '-5', /not a number of bytes/],
    ['a header that is a word', input(), 8, 'ten', /not a number of bytes/],
    ['a header that cuts the JSON', input(), 8, '10', /not valid JSON/],
  ])('%s', async (...row) => {
    const [, json, size, header, words] = row;
    const answer = await lie('fp32', json, new Uint8Array(size), header);
    expect([answer.status, sentence(answer)]).toEqual([400, expect.stringMatching(words)]);
  });

  test('a BOOL that is neither, and texts that end early', async () => {
    const bool = { name: 'x', datatype: 'BOOL', shape: [1, 2], parameters: { binary_data_size: 2 } };
    expect(sentence(await lie('bool', { inputs: [bool] }, Uint8Array.of(1, 2)))).toMatch(/neither 0 nor 1/);
    const text = { name: 't', datatype: 'BYTES', shape: [1, 1], parameters: { binary_data_size: 5 } };
    expect(sentence(await lie('texts', { inputs: [text] }, Uint8Array.of(9, 0, 0, 0, 65)))).toMatch(/middle of a text/);
  });
});

describe('numbers', () => {
  const json = (datatype: string, data: unknown, extra: object = {}) =>
    post(
      datatype.toLowerCase(),
      `{"inputs":[{"name":"x","datatype":"${datatype}","shape":[1,2],"data":${data}}],"parameters":${JSON.stringify(extra)}}`,
    );

  test('P16 FP16 in JSON is refused, as input and as output', async () => {
    const refused = await json('FP16', '[1,2]');
    expect([refused.status, sentence(refused)]).toEqual([400, expect.stringMatching(/input "x" is FP16/)]);
    const head = { inputs: [{ name: 'x', datatype: 'FP16', shape: [1, 2], parameters: { binary_data_size: 4 } }] };
    const asked = await lie('fp16', head, new Uint8Array(4));
    expect([asked.status, sentence(asked)]).toEqual([400, expect.stringMatching(/output "y" is FP16/)]);
  });

  test.each(['FP32', 'FP64'])('P17 NaN and the infinities are strings in %s, both ways', async (datatype) => {
    const answer = await json(datatype, '["NaN","-Infinity"]');
    expect(JSON.parse(answer.bytes.toString()).outputs[0].data).toEqual(['NaN', '-Infinity']);
    for (const data of ['[NaN,1]', '[Infinity,1]', '["nan",1]', '[1e400,1]']) {
      expect((await json(datatype, data)).status, data).toBe(400);
    }
    expect((await json('INT64', '["NaN",1]')).status).toBe(400);
    const binary = await askBinary(datatype.toLowerCase(), [x(datatype as Datatype, [Number.NaN, -Infinity])]);
    const { outputs } = decodeInferAnswer(binary.bytes, binary.header);
    expect(tensorValues(outputs[0]!)).toEqual([Number.NaN, -Infinity]);
  });

  test.each([
    ['INT64', '9223372036854775807', '-9223372036854775808'],
    ['UINT64', '18446744073709551615', '9007199254740993'],
  ])('P18 %s loses nothing, as numbers and as strings', async (datatype, a, b) => {
    for (const data of [`[${a},${b}]`, `["${a}","${b}"]`]) {
      const text = (await json(datatype, data)).bytes.toString();
      expect(text).toContain(`"data":[${a},${b}]`);
    }
    expect((await json(datatype, `[${a}0,1]`)).status).toBe(400);
    expect((await json(datatype, '[1e17,1]')).status).toBe(400);
  });

  test('P19 priority and timeout steer, other parameters mean nothing', async () => {
    expect(
      (await json('FP32', '[1,2]', { priority: 1, timeout: 5_000_000, triton_x: [1], sequence_id: 3 })).status,
    ).toBe(200);
    expect((await json('FP32', '[1,2]', { priority: 0, timeout: 0 })).status).toBe(200);
    for (const extra of [
      { priority: -1 },
      { priority: 'high' },
      { timeout: 1.5 },
      { timeout: '5' },
      { timeout: true },
    ]) {
      const refused = await json('FP32', '[1,2]', extra);
      expect([refused.status, sentence(refused)]).toEqual([400, expect.stringMatching(/must be a whole number/)]);
    }
  });
});

describe('compression', () => {
  const rows = (count: number) =>
    JSON.stringify({ inputs: [{ name: 'x', datatype: 'FP32', shape: [count, 2], data: Array(count * 2).fill(0.5) }] });
  const PACK = { gzip: gzipSync, deflate: deflateSync };

  test.each(['gzip', 'deflate'] as const)('P20 a %s body is taken, JSON and binary', async (encoding) => {
    expect((await post('fp32', PACK[encoding](rows(10)), { 'content-encoding': encoding })).status).toBe(200);
    const { body, headerLength } = encodeBinaryQuestion({ inputs: [x('FP32', [1, 2])] });
    const headers = {
      'content-encoding': encoding.toUpperCase(),
      'inference-header-content-length': String(headerLength),
    };
    const answer = await post('fp32', PACK[encoding](body), headers);
    expect(tensorValues(decodeInferAnswer(answer.bytes, answer.header).outputs[0]!)).toEqual([1, 2]);
  });

  test('P20 a bomb is refused with 413, damage with 400, other encodings with 501', async () => {
    const bomb = gzipSync(Buffer.alloc(LIMIT_BYTES + 1, 0x20));
    expect(bomb.byteLength).toBeLessThan(10_000);
    expect((await post('fp32', bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
    const full = Buffer.concat([Buffer.from(rows(1)), Buffer.alloc(LIMIT_BYTES - rows(1).length, 0x20)]);
    expect((await post('fp32', gzipSync(full), { 'content-encoding': 'gzip' })).status).toBe(200);
    const cut = gzipSync(rows(100)).subarray(0, 40);
    const damaged = await post('fp32', cut, { 'content-encoding': 'gzip' });
    expect([damaged.status, sentence(damaged)]).toEqual([400, expect.stringMatching(/is not gzip, or is damaged/)]);
    expect((await post('fp32', rows(1), { 'content-encoding': 'deflate' })).status).toBe(400);
    for (const encoding of ['br', 'zstd', 'gzip, gzip', 'x']) {
      const refused = await post('fp32', rows(1), { 'content-encoding': encoding });
      expect([refused.status, refused.headers.get('accept-encoding')]).toEqual([501, 'gzip, deflate']);
    }
  });

  test.each([
    ['gzip', 'gzip'],
    ['deflate', 'deflate'],
    ['gzip;q=0.5, deflate', 'deflate'],
    ['gzip, deflate, br', 'gzip'],
    ['*', 'gzip'],
    ['gzip;q=0', null],
    ['identity', null],
    ['br', null],
    [';;q=,,', null],
  ])('P21 an answer for Accept-Encoding %s comes as %s', async (accepted, expected) => {
    // By hand: fetch would unpack it.
    const { request } = await import('node:http');
    const got = await new Promise<{ encoding: string | undefined; bytes: Buffer }>((resolve, reject) => {
      const headers = { 'accept-encoding': accepted };
      const asking = request(`${serving.url}/v2/models/fp32/infer`, { method: 'POST', headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(chunks) }),
        );
      });
      asking.on('error', reject).end(rows(1000));
    });
    expect(got.encoding ?? null).toBe(expected);
    const unpack = { gzip: gunzipSync, deflate: inflateSync, none: (bytes: Buffer) => bytes };
    const text = unpack[(expected ?? 'none') as keyof typeof unpack](got.bytes).toString();
    expect(JSON.parse(text).outputs[0].data).toHaveLength(2000);
  });

  test('P21 a short answer is not worth it', async () => {
    expect((await post('fp32', rows(1), { 'accept-encoding': 'gzip' })).headers.get('content-encoding')).toBeNull();
  });
});
