import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { goodModel, slowModel } from '#app/onnx/testing-models.ts';
import { eventually, makeTestFolder, putVersion, SAMPLES, startTestServing, type TestServing } from '../testing.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CO2 = (version: number) => join(SAMPLES, `co2-forecast/${version}/model.onnx`);
const question = { inputs: [{ name: 'history', shape: [1, 36], datatype: 'FP32', data: Array(36).fill(350) }] };
const row = { inputs: [{ name: 'x', shape: [3, 2], datatype: 'FP32', data: [1, 2, 3, 4, 5, 6] }] };

let folder: ReturnType<typeof makeTestFolder>;
let serving: TestServing;
beforeEach(async () => {
  folder = makeTestFolder();
  for (const version of [1, 2, 3]) putVersion(folder, { model: 'co2', version }, CO2(version === 1 ? 1 : 2));
  serving = await startTestServing(folder, { workerCount: 1 });
});
afterEach(async () => {
  await serving.stop(0);
  folder.remove();
});

const get = (path: string) => serving.call('GET', `/v2/models/${path}`);
const ask = (path: string, body: object = question) => serving.call('POST', `/v2/models/${path}/infer`, body);
const putRoutes = (table: unknown) => serving.call('PUT', '/admin/v1/routes', table);
const load = (model: string, parameters?: unknown) =>
  serving.call('POST', `/v2/repository/models/${model}/load`, parameters === undefined ? undefined : { parameters });

describe('routes', () => {
  test('P6 alone, every alias is the highest version', async () => {
    for (const path of ['co2', 'co2@live', 'co2@latest', 'co2@preview']) {
      expect((await ask(path)).body.model_version).toBe('3');
    }
  });

  test('P6 P29 a table decides: live, preview and latest, and nothing where nothing is live', async () => {
    const table = { version: 7, models: { co2: { live: 1, preview: 2 } } };
    expect(await putRoutes(table)).toMatchObject({ status: 200, body: { routes: table } });
    expect((await ask('co2')).body).toMatchObject({ model_name: 'co2', model_version: '1' });
    expect((await ask('co2@live')).body.model_version).toBe('1');
    expect((await ask('co2@preview')).body.model_version).toBe('2');
    expect((await ask('co2@latest')).body.model_version).toBe('3');
    expect((await ask('co2/versions/3')).body.model_version).toBe('3');

    await putRoutes({ version: 8, models: { co2: { latest: 2 } } });
    expect((await ask('co2@latest')).body.model_version).toBe('2');
    const refused = await ask('co2');
    expect(refused.status).toBe(404);
    expect(refused.body.error).toBe('No version of this model is live. Name one; it has 1, 2, 3.');
    expect((await get('co2/ready')).status).toBe(404);
    expect((await ask('co2@preview')).status).toBe(404);
    // What a model is can be read all the same.
    expect((await get('co2')).body.versions).toEqual(['1', '2', '3']);
    expect((await get('co2/config')).status).toBe(200);
  });

  test('P6 an alias that leads nowhere, and one beside a version', async () => {
    expect((await ask('co2@nope')).body.error).toBe('There is no alias "nope"; there are live, latest, preview.');
    expect((await ask('co2@')).status).toBe(404);
    expect((await ask('nope@live')).status).toBe(404);
    expect((await ask('@live')).status).toBe(404);
    expect((await ask('co2@live/versions/1')).status).toBe(400);
    await putRoutes({ version: 1, models: { co2: { live: 9 } } });
    expect((await ask('co2')).body.error).toMatch(/no such version; it has 1, 2, 3/);
  });

  test('P29 an older table is refused, the same is taken twice, and a restart keeps it', async () => {
    const table = { version: 5, models: { co2: { live: 2, preview: null } } };
    expect((await putRoutes(table)).status).toBe(200);
    expect((await putRoutes(table)).status).toBe(200);
    for (const other of [
      { ...table, version: 4 },
      { ...table, models: {} },
    ]) {
      expect(await putRoutes(other)).toMatchObject({ status: 409, body: { error: { code: 'FL_ROUTES_STALE' } } });
    }
    await serving.stop(0);
    serving = await startTestServing(folder, { workerCount: 1 });
    expect((await serving.call('GET', '/admin/v1/routes')).body.routes).toEqual(table);
    expect((await ask('co2')).body.model_version).toBe('2');
  });

  test('P29 of two tables at once the newer stays', async () => {
    const put = (version: number) => putRoutes({ version, models: { co2: { live: version } } });
    await Promise.all([put(3), put(1), put(2)]);
    expect((await ask('co2')).body.model_version).toBe('3');
  });

  test.each(['{"version":1', '[]', '', '{"version":"x","models":{}}'])(
    'P29 a damaged table (%s) makes nothing live',
    async (text) => {
      await serving.stop(0);
      writeFileSync(join(folder.serving, 'routes.json'), text);
      serving = await startTestServing(folder, { workerCount: 1 });
      expect((await ask('co2')).status).toBe(404);
      expect((await putRoutes({ version: 0, models: { co2: { live: 1 } } })).status).toBe(200);
      expect((await ask('co2')).body.model_version).toBe('1');
    },
  );

  test.each([
    [{}],
    [{ version: -1, models: {} }],
    [{ version: 1, models: { '../x': { live: 1 } } }],
    [{ version: 1, models: { co2: { live: 0 } } }],
    [{ version: 1, models: { co2: { live: '1' } } }],
    [{ version: 1, models: { co2: { alive: 1 } } }],
    [{ version: 1, models: [] }],
  ])('P29 %j is no table', async (table) => {
    expect((await putRoutes(table)).status).toBe(422);
    expect((await serving.call('GET', '/admin/v1/routes')).body).toEqual({ routes: null });
  });
});

describe('models', () => {
  test('P24 a model that is not loaded is ready, an unknown one is not', async () => {
    await eventually(async () => (await serving.call('GET', '/readyz')).status === 200, 'the workers are there');
    for (const path of ['co2/ready', 'co2/versions/2/ready', 'co2@live/ready']) {
      expect(await get(path)).toMatchObject({ status: 200, body: { name: 'co2', ready: true } });
    }
    for (const path of ['nope/ready', 'co2/versions/9/ready']) expect((await get(path)).status).toBe(404);
    await serving.call('POST', '/admin/v1/drain');
    expect(await get('co2/ready')).toMatchObject({ status: 503, body: { error: expect.any(String) } });
  });

  test('P26 the configuration is made from the graph', async () => {
    const { body } = await get('co2/versions/1/config');
    expect(body).toMatchObject({
      name: 'co2',
      platform: 'onnxruntime_onnx',
      backend: 'onnxruntime',
      max_batch_size: 0,
    });
    expect(body.input).toEqual([{ name: 'history', data_type: 'TYPE_FP32', dims: [-1, 36] }]);
    expect(body.output).toHaveLength(3);
  });

  test('P25 statistics count questions, rows and failures by version', async () => {
    putVersion(folder, { model: 'rows', version: 1 }, goodModel());
    await load('rows');
    await ask('rows', row);
    await ask('rows', row);
    await ask('rows', { inputs: [{ ...row.inputs[0], shape: [1, 2], data: [1, 2] }] });
    await ask('rows', { inputs: [] });
    const [stats] = (await get('rows/versions/1/stats')).body.model_stats;
    expect(stats).toMatchObject({ name: 'rows', version: '1', inference_count: 7, execution_count: 3 });
    expect(stats.inference_stats.success.count).toBe(3);
    expect(stats.inference_stats.fail.count).toBe(1);
    expect(stats.inference_stats.compute_infer.ns).toBeGreaterThan(0);
    expect(stats.inference_stats.success.ns).toBeGreaterThanOrEqual(stats.inference_stats.compute_infer.ns);
    expect(stats.batch_stats.map((one: { batch_size: number }) => one.batch_size)).toEqual([1, 3]);
    expect(stats.last_inference).toBeGreaterThan(0);
    expect((await get('co2/stats')).body.model_stats.map((one: { version: string }) => one.version)).toEqual([
      '1',
      '2',
      '3',
    ]);
    expect((await get('stats')).body.model_stats).toHaveLength(4);
    expect((await get('co2/versions/9/stats')).status).toBe(404);
  });

  test('P19 a timeout shortens the deadline and ends in 504, and nobody else waits for it', async () => {
    putVersion(folder, { model: 'slow', version: 1 }, slowModel());
    await load('slow');
    const slow = (n: number, parameters: object) =>
      ask('slow', { parameters, inputs: [{ name: 'n', shape: [], datatype: 'INT64', data: [n] }] });
    expect((await slow(1, { timeout: 10_000_000 })).status).toBe(200);
    const late = await slow(2_000_000, { timeout: 20_000 });
    expect([late.status, late.body.error]).toEqual([504, expect.stringMatching(/./)]);
    expect((await ask('co2')).status).toBe(200);
  });
});

describe('files of a load', () => {
  const file = (bytes: Uint8Array, version = 1) => ({
    config: '{}',
    [`file:${version}/model.onnx`]: Buffer.from(bytes).toString('base64'),
  });

  test('P27 a model that comes with the load is served, and a second version beside it', async () => {
    expect((await load('sent', file(goodModel()))).status).toBe(200);
    expect((await ask('sent', row)).body.outputs[0].data).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await load('sent', { ...file(readFileSync(CO2(1)), 2) })).status).toBe(200);
    expect((await ask('sent/versions/2')).status).toBe(200);
    expect((await load('sent', file(goodModel()))).status).toBe(200);
  });

  test('P27 a version that is there with other bytes is not replaced', async () => {
    const before = readFileSync(join(folder.models, 'co2/1/model.onnx'));
    const refused = await load('co2', file(goodModel()));
    expect([refused.status, refused.body.error]).toEqual([409, expect.stringMatching(/there already/)]);
    expect(readFileSync(join(folder.models, 'co2/1/model.onnx')).equals(before)).toBe(true);
    expect((await ask('co2/versions/1')).status).toBe(200);
  });

  test('P27 a file that does not load is taken away again, and what was there is served on', async () => {
    const refused = await load('co2', file(Buffer.from('<html>'), 9));
    expect([refused.status, refused.body.error]).toEqual([422, expect.not.stringContaining(folder.root)]);
    expect(existsSync(join(folder.models, 'co2/9'))).toBe(false);
    expect((await ask('co2')).body.model_version).toBe('3');
    expect((await load('co2')).status).toBe(200);
  });

  test('P27 two loads of the same file at once, and of two different ones', async () => {
    const same = await Promise.all([load('twice', file(goodModel())), load('twice', file(goodModel()))]);
    expect(same.map(({ status }) => status)).toEqual([200, 200]);
    const other = await Promise.all([load('race', file(goodModel())), load('race', file(readFileSync(CO2(1))))]);
    expect(other.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(readdirSync(folder.models).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test.each<[string, unknown, number]>([
    ['a name that leads away', { config: '{}', 'file:../../x/model.onnx': 'AAAA' }, 400],
    ['a version that is none', { config: '{}', 'file:0/model.onnx': 'AAAA' }, 400],
    ['another file of the version', { config: '{}', 'file:1/labels.txt': 'AAAA' }, 400],
    ['a version too long', { config: '{}', 'file:9999999999/model.onnx': 'AAAA' }, 400],
    ['no base64', { config: '{}', 'file:1/model.onnx': 'A-_A' }, 400],
    ['half of base64', { config: '{}', 'file:1/model.onnx': 'AAA' }, 400],
    ['a number', { config: '{}', 'file:1/model.onnx': 7 }, 400],
    ['nothing', { config: '{}', 'file:1/model.onnx': '' }, 400],
    ['no config', { 'file:1/model.onnx': 'AAAA' }, 400],
    ['a config that is no text', { config: {} }, 400],
    ['a config that is no JSON', { config: '{' }, 400],
    ['a config that is a list', { config: '[]' }, 400],
    ['a config for another model', { config: '{"name":"other"}' }, 400],
    ['a config for another platform', { config: '{"platform":"tensorrt_plan"}' }, 400],
    ['a config for another backend', { config: '{"backend":"python"}' }, 400],
    ['parameters that are a list', [], 400],
    ['parameters that are a text', 'x', 400],
  ])('P27 %s is refused with a sentence and leaves nothing', async (_what, parameters, status) => {
    const refused = await load('sent', parameters);
    expect([refused.status, refused.body.error]).toEqual([status, expect.stringMatching(/\.$/)]);
    expect(readdirSync(folder.models)).toEqual(['co2']);
  });

  test('P27 names that are none, and links, lead nowhere', async () => {
    for (const name of ['..%2f..%2fx', '.hidden', 'Ü', 'a'.repeat(90)]) {
      expect((await load(name, file(goodModel()))).status, name).toBe(422);
    }
    const outside = join(folder.root, 'outside');
    mkdirSync(outside);
    symlinkSync(outside, join(folder.models, 'linked'));
    expect((await load('linked', file(goodModel()))).status).toBe(422);
    expect(readdirSync(outside)).toEqual([]);
  });

  test('P27 what a killed serving left half-written is gone after the next start', async () => {
    await serving.stop(0);
    mkdirSync(join(folder.models, '.incoming-x'));
    writeFileSync(join(folder.models, '.incoming-x/model.onnx'), 'half');
    serving = await startTestServing(folder, { workerCount: 1 });
    expect(readdirSync(folder.models)).toEqual(['co2']);
  });

  test('P27 a config that fits changes nothing', async () => {
    const config = JSON.stringify({
      name: 'co2',
      backend: 'onnxruntime',
      platform: 'onnxruntime_onnx',
      max_batch_size: 8,
    });
    expect((await load('co2', { config })).status).toBe(200);
    expect((await get('co2/config')).body.max_batch_size).toBe(0);
  });

  test('P28 unload_dependents is taken, another repository is not', async () => {
    const unload = (body: object) => serving.call('POST', '/v2/repository/models/co2/unload', body);
    expect((await unload({ parameters: { unload_dependents: 'yes' } })).status).toBe(400);
    expect((await unload({ repository_name: 'other' })).status).toBe(501);
    expect((await unload({ parameters: { unload_dependents: true } })).status).toBe(200);
    expect((await ask('co2')).status).toBe(404);
    expect((await serving.call('POST', '/v2/repository/index', { ready: true })).body).toEqual([]);
  });
});
