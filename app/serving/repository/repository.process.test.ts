import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eventually, makeTestFolder, putVersion, SAMPLES, startTestServing, type TestServing } from '../testing.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CO2 = (version: number) => join(SAMPLES, `co2-forecast/${version}/model.onnx`);
const question = { inputs: [{ name: 'history', shape: [1, 36], datatype: 'FP32', data: Array(36).fill(350) }] };

let folder: ReturnType<typeof makeTestFolder>;
let serving: TestServing;
beforeEach(async () => {
  folder = makeTestFolder();
  putVersion(folder, { model: 'co2', version: 1 }, CO2(1));
  serving = await startTestServing(folder, { workerCount: 1 });
});
afterEach(async () => {
  await serving.stop(0);
  folder.remove();
});

const ask = async (version: number) =>
  (await serving.call('POST', `/v2/models/co2/versions/${version}/infer`, question)).status;
const load = (model: string) => serving.call('POST', `/v2/repository/models/${model}/load`);
const index = async () => (await serving.call('POST', '/v2/repository/index')).body;

test('L1 what lies in the folder at the start is served', async () => {
  expect(await ask(1)).toBe(200);
});

test('L2 L6 a version put there later is served after a load, and the index says so', async () => {
  putVersion(folder, { model: 'co2', version: 2 }, CO2(2));
  expect(await ask(2)).toBe(404);
  expect(await index()).toEqual([
    { name: 'co2', version: '1', state: 'READY', reason: '' },
    { name: 'co2', version: '2', state: 'UNAVAILABLE', reason: 'unloaded' },
  ]);
  expect((await serving.call('POST', '/v2/repository/index', { ready: true })).body).toHaveLength(1);
  expect((await load('co2')).status).toBe(200);
  expect(await ask(2)).toBe(200);
});

test.each([
  ['empty', new Uint8Array(0)],
  ['text', Buffer.from('<html>')],
])('L2 a bad file (%s) is an error of the load and is not served; the others still are', async (_what, bytes) => {
  putVersion(folder, { model: 'co2', version: 2 }, bytes);
  putVersion(folder, { model: 'co2', version: 3 }, CO2(2));
  const reply = await load('co2');
  expect(reply.status).toBe(422);
  expect(reply.body.error).not.toContain(folder.root);
  expect([await ask(1), await ask(2), await ask(3)]).toEqual([200, 404, 200]);
});

test('L2 two loads at once do not undo each other', async () => {
  putVersion(folder, { model: 'co2', version: 2 }, CO2(2));
  const first = load('co2');
  putVersion(folder, { model: 'co2', version: 3 }, CO2(1));
  const replies = await Promise.all([first, load('co2'), load('co2')]);
  expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200]);
  expect([await ask(1), await ask(2), await ask(3)]).toEqual([200, 200, 200]);
});

test('L3 an unloaded model is not served until it is loaded again', async () => {
  expect((await serving.call('POST', '/v2/repository/models/co2/unload')).status).toBe(200);
  expect(await ask(1)).toBe(404);
  expect((await serving.call('POST', '/v2/repository/models/co2/unload')).status).toBe(404);
  await load('co2');
  expect(await ask(1)).toBe(200);
});

test('L4 a version whose folder is removed disappears by itself', async () => {
  expect(await ask(1)).toBe(200);
  rmSync(join(folder.models, 'co2/1'), { recursive: true });
  await eventually(async () => (await ask(1)) === 404, 'the version is gone');
});

test('L4 a file exchanged for another is served after a load', async () => {
  const before = (await serving.call('POST', '/v2/models/co2/versions/1/infer', question)).body.outputs;
  putVersion(folder, { model: 'spare', version: 1 }, CO2(2));
  renameSync(join(folder.models, 'spare/1/model.onnx'), join(folder.models, 'co2/1/model.onnx'));
  await load('co2');
  const after = (await serving.call('POST', '/v2/models/co2/versions/1/infer', question)).body.outputs;
  expect(after).not.toEqual(before);
});
