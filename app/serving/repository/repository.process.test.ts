import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eventually, makeTestFolder, putVersion, SAMPLES, startTestServing, type TestServing } from '../testing.ts';
import { readRunDeadlineMs } from './author-limits.ts';

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

test('L2 L6 L7 a version put there later is served after a load, and the index says so', async () => {
  putVersion(folder, { model: 'co2', version: 2 }, CO2(2));
  expect(await ask(2)).toBe(404);
  expect(await index()).toEqual([
    { name: 'co2', version: '1', state: 'READY', reason: 'not in memory, loaded by the first question' },
    { name: 'co2', version: '2', state: 'UNAVAILABLE', reason: 'unloaded' },
  ]);
  expect(await ask(1)).toBe(200);
  expect((await index())[0]).toMatchObject({ state: 'READY', reason: '' });
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

/** Puts another file into a version's place, at once. */
function exchange(version: number, file: string | Uint8Array): void {
  putVersion(folder, { model: 'spare', version: 1 }, file);
  renameSync(join(folder.models, 'spare/1/model.onnx'), join(folder.models, `co2/${version}/model.onnx`));
  rmSync(join(folder.models, 'spare'), { recursive: true });
}

/** Asks without a break until `act` is over; answers the statuses. */
async function askMeanwhile(path: string, act: () => Promise<unknown>): Promise<number[]> {
  const statuses: number[] = [];
  let isOver = false;
  const asking = Promise.all(
    Array.from({ length: 3 }, async () => {
      while (!isOver) statuses.push((await serving.call('POST', path, question)).status);
    }),
  );
  await act();
  isOver = true;
  await asking;
  return statuses;
}

test('L10 a new version swaps in while the model is asked, and no question fails', async () => {
  expect(await ask(1)).toBe(200);
  const statuses = await askMeanwhile('/v2/models/co2/infer', async () => {
    for (const version of [2, 3, 4]) {
      putVersion(folder, { model: 'co2', version }, CO2(2));
      expect((await load('co2')).status).toBe(200);
    }
  });
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect((await serving.call('POST', '/v2/models/co2/infer', question)).body.model_version).toBe('4');
});

test('L10 L4 a file put in the place of another swaps in by itself, and no question fails', async () => {
  const answer = async () => (await serving.call('POST', '/v2/models/co2/versions/1/infer', question)).body.outputs;
  const before = JSON.stringify(await answer());
  const statuses = await askMeanwhile('/v2/models/co2/versions/1/infer', async () => {
    exchange(1, CO2(2));
    await eventually(async () => JSON.stringify(await answer()) !== before, 'the new file answers');
  });
  expect(new Set(statuses)).toEqual(new Set([200]));
});

async function restart(): Promise<void> {
  await serving.stop(0);
  serving = await startTestServing(folder, { workerCount: 1 });
}
const stateOf = async (version: string) =>
  (await index()).find((entry: { version: string }) => entry.version === version);

test('L11 what was loaded before a restart is loaded after it, without being asked', async () => {
  putVersion(folder, { model: 'co2', version: 2 }, CO2(2));
  await restart();
  expect(await ask(2)).toBe(200);
  await restart();
  await eventually(async () => (await stateOf('2')).reason === '', 'version 2 is in memory');
  expect((await stateOf('1')).reason).toMatch(/not in memory/);
});

test('L11 what was unloaded by name stays unloaded after a restart, until it is loaded by name', async () => {
  await serving.call('POST', '/v2/repository/models/co2/unload');
  await restart();
  expect(await ask(1)).toBe(404);
  await load('co2');
  await restart();
  expect(await ask(1)).toBe(200);
});

test.each(['', '{', '{"loaded": 7}', '[]'])(
  'L11 a file of what was loaded that holds %j does no harm',
  async (text) => {
    await serving.stop(0);
    writeFileSync(join(folder.serving, 'repository.json'), text);
    serving = await startTestServing(folder, { workerCount: 1 });
    expect(await ask(1)).toBe(200);
  },
);

test('L12 the report of a version is what its check measured, also after a restart', async () => {
  const bytes = new Uint8Array(readFileSync(CO2(2)));
  const { body: checked } = await serving.check(bytes);
  putVersion(folder, { model: 'co2', version: 2 }, bytes);
  await load('co2');
  const report = () => serving.call('GET', '/v2/models/co2/versions/2/report');
  const first = await report();
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({ name: 'co2', version: '2', ...checked.report, inputs: checked.facts.inputs });
  await restart();
  expect((await report()).body).toEqual(first.body);
});

test('L12 a version no check has seen has no report, and says so', async () => {
  const reply = await serving.call('GET', '/v2/models/co2/versions/1/report');
  expect([reply.status, reply.body.error]).toEqual([404, expect.stringMatching(/not measured here/)]);
  expect((await serving.call('GET', '/v2/models/co2/versions/9/report')).status).toBe(404);
});

test('W16 the log of a version asks for the token, on loopback too', async () => {
  const path = '/v2/models/co2/versions/1/log';
  expect((await serving.call('GET', path)).body).toEqual({ name: 'co2', version: '1', entries: [] });
  expect((await serving.call('GET', path, undefined, { authorization: '' })).status).toBe(401);
  expect((await serving.call('GET', '/v2/models/co2/versions/7/log')).status).toBe(404);
});

test('D8 the author may raise the run deadline in config.pbtxt, read with each load', async () => {
  const config = (seconds: string) =>
    `name: "co2" # key: "run_deadline_s" value { string_value: "1" }\nparameters { key: "run_deadline_s" value: { string_value: "${seconds}" } }`;
  const path = join(folder.models, 'co2/1/model.onnx');
  expect(await readRunDeadlineMs(path)).toBeUndefined();
  writeFileSync(join(folder.models, 'co2/config.pbtxt'), config('120'));
  expect(await readRunDeadlineMs(path)).toBe(120_000);
  writeFileSync(join(folder.models, 'co2/1/config.pbtxt'), config('7'));
  expect(await readRunDeadlineMs(path)).toBe(7_000);
  writeFileSync(join(folder.models, 'co2/1/config.pbtxt'), config('soon'));
  expect(await readRunDeadlineMs(path)).toBe(120_000);
  rmSync(join(folder.models, 'co2/config.pbtxt'));
  symlinkSync(join(folder.models, 'co2/1/config.pbtxt'), join(folder.models, 'co2/config.pbtxt'));
  writeFileSync(join(folder.models, 'co2/1/config.pbtxt'), `${'#'.repeat(70_000)}\n${config('7')}`);
  expect(await readRunDeadlineMs(path)).toBeUndefined();
  expect((await load('co2')).status).toBe(200);
});

test('L4 a file exchanged for another is served after a load', async () => {
  const before = (await serving.call('POST', '/v2/models/co2/versions/1/infer', question)).body.outputs;
  exchange(1, CO2(2));
  await load('co2');
  const after = (await serving.call('POST', '/v2/models/co2/versions/1/infer', question)).body.outputs;
  expect(after).not.toEqual(before);
});
