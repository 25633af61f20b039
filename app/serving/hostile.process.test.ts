import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  alwaysSlowModel,
  divisionModel,
  externalDataModel,
  goodModel,
  memoryBombModel,
  wideModel,
} from '#app/onnx/testing-models.ts';
import { makeTestFolder, putVersion, type Reply, SAMPLES, startTestServing, type TestServing } from './testing.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** Models that harm whoever runs them, each beside a neighbour that is asked all the time. */
const folder = makeTestFolder();
let serving: TestServing;

const history = { inputs: [{ name: 'history', shape: [1, 36], datatype: 'FP32', data: Array(36).fill(350) }] };
const row = { inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [0, 0] }] };
const shapeOf = (...dims: number[]) => ({
  inputs: [{ name: 'dims', shape: [dims.length], datatype: 'INT64', data: dims }],
});
const int32 = (name: string, value: number) => ({ name, shape: [1], datatype: 'INT32', data: [value] });
const WIDE = 20_000;

beforeAll(async () => {
  putVersion(folder, { model: 'co2', version: 1 }, join(SAMPLES, 'co2-forecast/1/model.onnx'));
  putVersion(folder, { model: 'endless', version: 1 }, alwaysSlowModel());
  putVersion(folder, { model: 'bomb', version: 1 }, memoryBombModel());
  putVersion(folder, { model: 'divides', version: 1 }, divisionModel());
  const nan = goodModel({ nodes: [{ op: 'Div', inputs: ['x', 'x'], outputs: ['y'] }] });
  putVersion(folder, { model: 'nan', version: 1 }, nan);
  putVersion(folder, { model: 'wide', version: 1 }, wideModel(WIDE));
  serving = await startTestServing(folder, { workerCount: 2, poolLimits: { runMs: 3_000 } });
  expect((await serving.call('POST', '/v2/models/co2/infer', history)).status).toBe(200);
});
afterAll(async () => {
  await serving.stop(0);
  folder.remove();
});

/** Asks the hostile model while its neighbour is asked; every question to that must be answered. */
async function besideNeighbour(model: string, body: unknown): Promise<Reply> {
  const statuses: number[] = [];
  let isOver = false;
  const asking = (async () => {
    do {
      statuses.push((await serving.call('POST', '/v2/models/co2/infer', history)).status);
    } while (!isOver);
  })();
  const reply = await serving.call('POST', `/v2/models/${model}/infer`, body);
  isOver = true;
  await asking;
  expect(new Set(statuses)).toEqual(new Set([200]));
  return reply;
}

describe('K5 the neighbour is answered beside a model that', () => {
  test.each<[string, { model: string; body: unknown; status: number; sentence: RegExp }]>([
    ['loops for ever', { model: 'endless', body: row, status: 504, sentence: /did not answer in time/ }],
    [
      'allocates 50 GB',
      { model: 'bomb', body: shapeOf(12_500_000_000), status: 422, sentence: /could not answer this input|crashed/ },
    ],
    [
      'allocates more than there are addresses',
      { model: 'bomb', body: shapeOf(2 ** 40, 2 ** 40), status: 422, sentence: /could not answer|crashed/ },
    ],
    [
      'returns 4 GB',
      { model: 'bomb', body: shapeOf(1_000_000_000), status: 422, sentence: /could not answer this input|too large/ },
    ],
    [
      'divides the smallest integer by -1',
      {
        model: 'divides',
        body: { inputs: [int32('a', -(2 ** 31)), int32('b', -1)] },
        status: 422,
        sentence: /crashed/,
      },
    ],
    ['takes 20,000 inputs', { model: 'wide', body: row, status: 400, sentence: /"x0" is missing/ }],
  ])('K5 %s', async (_what, { model, body, status, sentence }) => {
    const reply = await besideNeighbour(model, body);
    expect([reply.status, reply.body.error]).toEqual([status, expect.stringMatching(sentence)]);
  });

  test('K5 returns NaN, which is an answer', async () => {
    const reply = await besideNeighbour('nan', row);
    expect([reply.status, reply.body.outputs[0].data]).toEqual([200, ['NaN', 'NaN']]);
  });

  test('K5 takes 20,000 inputs and gets them', async () => {
    const inputs = Array.from({ length: WIDE }, (_, i) => ({
      name: `x${i}`,
      shape: [1, 1],
      datatype: 'FP32',
      data: [1],
    }));
    const reply = await besideNeighbour('wide', { inputs });
    expect([reply.status, reply.body.outputs[0].data]).toEqual([200, [WIDE]]);
  });
});

test('W17 an answer of more than 64 MB is refused in words, one just below is given', async () => {
  const ask = (bytes: number) => besideNeighbour('bomb', { ...shapeOf(bytes / 4), outputs: [{ name: 'y' }] });
  const refused = await ask((64 << 20) + 4);
  expect([refused.status, refused.body.error]).toEqual([422, expect.stringMatching(/too large.*fewer rows/)]);
  expect((await ask(4 << 20)).status).toBe(200);
});

test.each([
  ['a relative path', '../../../secret.bin'],
  ['an absolute path', join(folder.root, 'secret.bin')],
  ['a link beside the model', 'weights.bin'],
])('S6 weights outside the folder of the model, by %s, are not read', async (what, location) => {
  const model = `escape-${what.split(' ')[1]}`;
  writeFileSync(join(folder.root, 'secret.bin'), new Uint8Array(new Float32Array([41, 43]).buffer));
  mkdirSync(join(folder.models, model, '1'), { recursive: true });
  if (location === 'weights.bin')
    symlinkSync(join(folder.root, 'secret.bin'), join(folder.models, model, '1', location));
  putVersion(folder, { model, version: 1 }, externalDataModel(location));
  const load = await serving.call('POST', `/v2/repository/models/${model}/load`);
  expect(load.status).toBe(422);
  const reply = await serving.call('POST', `/v2/models/${model}/infer`, row);
  expect(reply.status).toBe(404);
  expect(JSON.stringify([load.body, reply.body])).not.toMatch(/4[13]|secret/);
});

test('S6 weights inside the folder are read: the refusals above are not for want of reading', async () => {
  mkdirSync(join(folder.models, 'inside/1'), { recursive: true });
  writeFileSync(join(folder.models, 'inside/1/weights.bin'), new Uint8Array(new Float32Array([41, 43]).buffer));
  putVersion(folder, { model: 'inside', version: 1 }, externalDataModel('weights.bin'));
  expect((await serving.call('POST', '/v2/repository/models/inside/load')).status).toBe(200);
  expect((await serving.call('POST', '/v2/models/inside/infer', row)).body.outputs[0].data).toEqual([41, 43]);
});
