import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Client, credentials, loadPackageDefinition, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { tensorFromValues, tensorValues } from '#app/oip/json-codec.ts';
import { goodModel, slowModel, textModel } from '#app/onnx/testing-models.ts';
import {
  eventually,
  makeTestFolder,
  putVersion,
  SAMPLES,
  startTestServing,
  type TestServing,
  TOKEN,
} from '../testing.ts';
import { PROTO, PROTO_OPTIONS } from './server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = makeTestFolder();
let serving: TestServing;
let client: Caller;

interface CallOptions {
  metadata?: Record<string, string>;
  deadline?: number;
}
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
type Caller = ((name: string, message?: object, options?: CallOptions) => Promise<any>) & { client: Client };

/** A client of the committed .proto. */
function connect(address: string): Caller {
  // biome-ignore lint/suspicious/noExplicitAny: made from the .proto while running
  const definition = loadPackageDefinition(loadSync(PROTO, PROTO_OPTIONS)) as any;
  const Service = definition.inference.GRPCInferenceService;
  const one = new Service(address, credentials.createInsecure(), { 'grpc.max_send_message_length': -1 });
  const call = (name: string, message: object = {}, { metadata = {}, deadline }: CallOptions = {}) =>
    new Promise((resolve, reject) => {
      const sent = new Metadata();
      for (const [key, value] of Object.entries(metadata)) sent.set(key, value);
      const options = deadline === undefined ? {} : { deadline: Date.now() + deadline };
      one[name](message, sent, options, (error: ServiceError | null, answer: unknown) =>
        error ? reject(error) : resolve(answer),
      );
    });
  return Object.assign(call, { client: one as Client });
}

/** Code and words of a refusal. */
async function refusal(asked: Promise<unknown>): Promise<{ code: string; details: string; retryAfter: unknown }> {
  const error = await asked.then(
    () => Promise.reject(new Error('was not refused')),
    (error: ServiceError) => error,
  );
  return { code: status[error.code], details: error.details, retryAfter: error.metadata.get('retry-after')[0] };
}

beforeAll(async () => {
  for (const version of [1, 2]) putVersion(folder, { model: 'good', version }, goodModel());
  putVersion(folder, { model: 'texts', version: 1 }, textModel());
  putVersion(folder, { model: 'slow', version: 1 }, slowModel());
  putVersion(folder, { model: 'co2', version: 1 }, join(SAMPLES, 'co2-forecast/1/model.onnx'));
  serving = await startTestServing(folder, { workerCount: 1, grpcPort: 0 });
  client = connect(serving.grpcAddress()!);
  await eventually(async () => (await client('ServerReady')).ready, 'the workers are there');
});
afterAll(async () => {
  client.client.close();
  await serving.stop(0);
  folder.remove();
});

const floats = [1, -2.5, 3, 0];
const raw = Buffer.from(Float32Array.from(floats).buffer);
const input = (changes: object = {}) => ({ name: 'x', datatype: 'FP32', shape: [2, 2], ...changes });
const ask = (changes: object, options?: CallOptions) =>
  client('ModelInfer', { model_name: 'good', ...changes }, options);
// biome-ignore lint/suspicious/noExplicitAny: as above
const floatsOf = (answer: any): number[] => [
  ...new Float32Array(Uint8Array.from(answer.raw_output_contents[0]).buffer),
];

describe('what HTTP answers too', () => {
  test('P31 health, metadata, configuration, index and statistics', async () => {
    expect(await client('ServerLive')).toEqual({ live: true });
    expect(await client('ServerMetadata')).toMatchObject({
      name: 'firstlook',
      extensions: expect.arrayContaining(['statistics']),
    });
    expect(await client('ModelReady', { name: 'good', version: '1' })).toEqual({ ready: true });
    const metadata = await client('ModelMetadata', { name: 'co2' });
    expect(metadata.inputs).toEqual([{ name: 'history', datatype: 'FP32', shape: ['-1', '36'] }]);
    const { config } = await client('ModelConfig', { name: 'co2' });
    expect(config).toMatchObject({
      name: 'co2',
      input: [{ data_type: 'TYPE_FP32', dims: ['-1', '36'] }],
      max_batch_size: 0,
    });
    expect((await client('RepositoryIndex', { ready: true })).models).toContainEqual({
      name: 'good',
      version: '2',
      state: 'READY',
      reason: expect.any(String),
    });
    const count = async () => {
      const { model_stats: stats } = await client('ModelStatistics', { name: 'good', version: '2' });
      return Number(stats[0].inference_stats.success.count);
    };
    const before = await count();
    await ask({ inputs: [input()], raw_input_contents: [raw] });
    await serving.call('POST', '/v2/models/good/infer', { inputs: [input({ data: floats })] });
    expect(await count()).toBe(before + 2);
    expect((await client('ModelStatistics')).model_stats).toHaveLength(5);
  });

  test('P31 typed and raw contents, aliases and versions', async () => {
    const typed = await ask({ id: 'q', inputs: [input({ contents: { fp32_contents: floats } })] });
    expect(typed).toMatchObject({ model_name: 'good', model_version: '2', id: 'q' });
    expect(typed.outputs).toEqual([expect.objectContaining({ name: 'y', datatype: 'FP32', shape: ['2', '2'] })]);
    expect(floatsOf(typed)).toEqual([1, 0, 3, 0]);
    const asked = await ask({
      model_name: 'good@live',
      inputs: [input()],
      raw_input_contents: [raw],
      outputs: [{ name: 'y' }],
    });
    expect(floatsOf(asked)).toEqual([1, 0, 3, 0]);
    expect((await ask({ model_version: '1', inputs: [input()], raw_input_contents: [raw] })).model_version).toBe('1');
  });

  test('P31 texts and whole numbers of 64 bits lose nothing', async () => {
    const texts = [Buffer.from('ä€😀'), Buffer.alloc(0)];
    const inputs = [{ name: 't', datatype: 'BYTES', shape: [2, 1], contents: { bytes_contents: texts } }];
    const { raw_output_contents: out, outputs } = await client('ModelInfer', { model_name: 'texts', inputs });
    const { name, datatype } = outputs[0];
    expect(tensorValues({ name, datatype, shape: [2, 1], bytes: out[0] })).toEqual(['ä€😀', '']);
    const n = { name: 'n', datatype: 'INT64', shape: [], contents: { int64_contents: ['3'] } };
    const counted = await client('ModelInfer', { model_name: 'slow', inputs: [n] });
    const { bytes } = tensorFromValues({ name: 'y', datatype: 'INT64', shape: [], values: [3n] });
    expect(Buffer.compare(counted.raw_output_contents[0], bytes)).toBe(0);
  });

  test('P27 P31 a load brings a file, an unload takes it away', async () => {
    const parameters = { config: { string_param: '{}' }, 'file:1/model.onnx': { bytes_param: goodModel() } };
    await client('RepositoryModelLoad', { model_name: 'sent', parameters });
    expect(floatsOf(await ask({ model_name: 'sent', inputs: [input()], raw_input_contents: [raw] }))).toEqual([
      1, 0, 3, 0,
    ]);
    const other = { ...parameters, 'file:1/model.onnx': { bytes_param: textModel() } };
    expect((await refusal(client('RepositoryModelLoad', { model_name: 'sent', parameters: other }))).code).toBe(
      'ALREADY_EXISTS',
    );
    await client('RepositoryModelUnload', {
      model_name: 'sent',
      parameters: { unload_dependents: { bool_param: true } },
    });
    expect((await refusal(client('ModelReady', { name: 'sent' }))).code).toBe('NOT_FOUND');
  });
});

describe('refusals', () => {
  test.each<[string, object, string, RegExp]>([
    ['an unknown model', { model_name: 'nope' }, 'NOT_FOUND', /no model of this name/],
    ['an unknown version', { model_version: '9' }, 'NOT_FOUND', /it has 1, 2/],
    ['a version that is none', { model_version: '1/../2' }, 'NOT_FOUND', /no such version/],
    ['no inputs', {}, 'INVALID_ARGUMENT', /"x" is missing/],
    ['no name', { inputs: [input({ name: '' })] }, 'INVALID_ARGUMENT', /has no name/],
    [
      'twice the same',
      { inputs: [input({ shape: [0, 2] }), input({ shape: [0, 2] })] },
      'INVALID_ARGUMENT',
      /given twice/,
    ],
    ['a datatype that is none', { inputs: [input({ datatype: 'FP8' })] }, 'INVALID_ARGUMENT', /"FP8"/],
    [
      'another datatype',
      { inputs: [input({ datatype: 'INT32', contents: { int_contents: [1, 2, 3, 4] } })] },
      'INVALID_ARGUMENT',
      /takes FP32/,
    ],
    [
      'values in another list',
      { inputs: [input({ contents: { fp64_contents: floats } })] },
      'INVALID_ARGUMENT',
      /has 0 values/,
    ],
    ['too few', { inputs: [input({ contents: { fp32_contents: [1] } })] }, 'INVALID_ARGUMENT', /has 1 values/],
    ['negative dimensions', { inputs: [input({ shape: [-1, 2] })] }, 'INVALID_ARGUMENT', /whole numbers from 0 on/],
    [
      'overflowing dimensions',
      { inputs: [input({ shape: ['1099511627776', '1099511627776'] })] },
      'INVALID_ARGUMENT',
      /too large for any machine/,
    ],
    [
      'raw bytes that are too few',
      { inputs: [input()], raw_input_contents: [raw.subarray(1)] },
      'INVALID_ARGUMENT',
      /has 15 bytes/,
    ],
    [
      'raw bytes for no input',
      { inputs: [input()], raw_input_contents: [raw, raw] },
      'INVALID_ARGUMENT',
      /2 raw_input_contents for 1/,
    ],
    [
      'both forms',
      { inputs: [input({ contents: { fp32_contents: floats } })], raw_input_contents: [raw] },
      'INVALID_ARGUMENT',
      /both contents and raw/,
    ],
    ['FP16 as values', { inputs: [input({ datatype: 'FP16' })] }, 'INVALID_ARGUMENT', /send it raw/],
    [
      'a timeout that is none',
      { inputs: [input()], raw_input_contents: [raw], parameters: { timeout: { string_param: 'x' } } },
      'INVALID_ARGUMENT',
      /"timeout" must be/,
    ],
    [
      'an alias and a version',
      { model_name: 'good@live', model_version: '1' },
      'INVALID_ARGUMENT',
      /Leave one of the two out/,
    ],
  ])('P32 %s', async (...row) => {
    const [, message, code, words] = row;
    expect(await refusal(ask(message))).toMatchObject({ code, details: expect.stringMatching(words) });
  });

  test('P32 a message over the limit is refused, and the server lives on', async () => {
    const huge = { inputs: [input()], raw_input_contents: [Buffer.alloc((64 << 20) + 1)] };
    expect((await refusal(ask(huge))).code).toBe('RESOURCE_EXHAUSTED');
    expect(await client('ServerLive')).toEqual({ live: true });
  });

  test('P10 P32 off loopback a token is asked for', async () => {
    const other = makeTestFolder();
    const open = await startTestServing(other, { host: '0.0.0.0', workerCount: 1, grpcPort: 0 });
    const caller = connect(open.grpcAddress()!.replace('0.0.0.0', '127.0.0.1'));
    try {
      expect((await refusal(caller('ServerLive'))).code).toBe('UNAUTHENTICATED');
      const wrong = { metadata: { authorization: 'Bearer nope' } };
      expect((await refusal(caller('ServerLive', {}, wrong))).code).toBe('UNAUTHENTICATED');
      const right = { metadata: { authorization: `Bearer ${TOKEN}` } };
      expect(await caller('ServerLive', {}, right)).toEqual({ live: true });
    } finally {
      caller.client.close();
      await open.stop(0);
      other.remove();
    }
  });
});

describe('time', () => {
  const slow = (n: number, options?: CallOptions) =>
    client(
      'ModelInfer',
      { model_name: 'slow', inputs: [{ name: 'n', datatype: 'INT64', shape: [], contents: { int64_contents: [n] } }] },
      options,
    );

  test('P33 a deadline ends the call, and the next one is answered', async () => {
    expect((await refusal(slow(2_000_000, { deadline: 50 }))).code).toBe('DEADLINE_EXCEEDED');
    expect(floatsOf(await ask({ inputs: [input()], raw_input_contents: [raw] }))).toEqual([1, 0, 3, 0]);
  });

  test('P33 stopping lets a call under way finish, and refuses the next', async () => {
    const other = makeTestFolder();
    putVersion(other, { model: 'slow', version: 1 }, slowModel());
    const stopping = await startTestServing(other, { workerCount: 1, grpcPort: 0 });
    const caller = connect(stopping.grpcAddress()!);
    const count = (n: number) =>
      caller('ModelInfer', {
        model_name: 'slow',
        inputs: [{ name: 'n', datatype: 'INT64', shape: [], contents: { int64_contents: [n] } }],
      });
    await count(1);
    const running = count(300_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stopped = stopping.stop(30_000);
    expect((await running).raw_output_contents).toHaveLength(1);
    await stopped;
    expect((await refusal(count(1))).code).toBe('UNAVAILABLE');
    caller.client.close();
    other.remove();
  });

  test('P1 P32 what may work later says when', async () => {
    const other = makeTestFolder();
    putVersion(other, { model: 'good', version: 1 }, goodModel());
    const draining = await startTestServing(other, { workerCount: 1, grpcPort: 0 });
    const caller = connect(draining.grpcAddress()!);
    const question = { model_name: 'good', inputs: [input()], raw_input_contents: [raw] };
    expect(floatsOf(await caller('ModelInfer', question))).toEqual([1, 0, 3, 0]);
    await draining.call('POST', '/admin/v1/drain');
    expect(await refusal(caller('ModelInfer', question))).toMatchObject({ code: 'UNAVAILABLE', retryAfter: '5' });
    expect(await caller('ServerReady')).toEqual({ ready: false });
    caller.client.close();
    await draining.stop(0);
    other.remove();
  });

  test('P33 a port that is taken leaves HTTP at work', async () => {
    const other = makeTestFolder();
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const { port } = squatter.address() as { port: number };
    const one = await startTestServing(other, { workerCount: 1, grpcPort: port });
    try {
      expect(one.grpcAddress()).toBeNull();
      expect((await one.call('GET', '/v2')).status).toBe(200);
      await new Promise((resolve) => squatter.close(resolve));
      await eventually(() => one.grpcAddress() !== null, 'gRPC has its port');
      const caller = connect(one.grpcAddress()!);
      expect(await caller('ServerLive')).toEqual({ live: true });
      caller.client.close();
    } finally {
      await one.stop(0);
      other.remove();
    }
  });
});
