import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishMortgage, SAMPLES, signInTwo, startTestPortal, type TestPortal } from '../testing.ts';

/** The drawer of the data scientist, asked over HTTP: Ada is an admin, Bob a reviewer. */

let portal: TestPortal;
let origin = '';
let ada = '';
let bob = '';
beforeAll(async () => {
  portal = await startTestPortal();
  origin = `http://127.0.0.1:${portal.port}`;
  ({ ada, bob } = await signInTwo(portal));
  await publishMortgage(portal);
}, 60_000);
afterAll(() => portal.remove());

const at = '/m/mortgage/v/1';
const get = (path: string, cookie: string) => fetch(`${origin}${path}`, { headers: { cookie } });
async function post(path: string, body: unknown, cookie = ada) {
  const response = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { origin, cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

describe('details', () => {
  test('of what was asked: the tensors as sent, and of the version what was measured', async () => {
    const { status, body } = await post(`${at}/details`, { inputs: { pirat: 0.41 } });
    expect(status).toBe(200);
    const pirat = body.question.tensors.find(({ name }: { name: string }) => name === 'pirat');
    expect(pirat).toMatchObject({ datatype: 'FP32', shape: [1, 1], count: 1 });
    expect(JSON.parse(pirat.json).data[0]).toBeCloseTo(0.41, 6);
    expect(body.question.portal.curl).toContain('/api/v1/models/mortgage/versions/1/runs');
    expect(body.version.graph.summary.nodeCount).toBeGreaterThan(0);
    expect(body.version.report.answers[0].rows).toBe(1);
    expect(body.version.originals).toEqual([expect.objectContaining({ path: 'model.onnx' })]);
  });

  test('of a run, and of a version nobody asked anything', async () => {
    const { body: kept } = await post(`${at}/runs`, { inputs: { pirat: 0.2 } });
    const ofRun = await post(`${at}/details`, { run: kept.run.id });
    const pirat = ofRun.body.question.tensors.find(({ name }: { name: string }) => name === 'pirat');
    expect(JSON.parse(pirat.json).data[0]).toBeCloseTo(0.2, 6);
    expect((await post(`${at}/details`, {})).body.question).toBeNull();
    expect(await post(`${at}/details`, { run: 'run_0000000000000000' })).toMatchObject({ status: 404 });
  });

  test('say what does not fit, and nothing to whoever is not signed in', async () => {
    const { status, body } = await post(`${at}/details`, { inputs: { pirat: 'much' } });
    expect(status).toBe(422);
    expect(Object.keys(body.error.fields)).toEqual(['pirat']);
    expect(await post(`${at}/details`, {}, '')).toMatchObject({ status: 401 });
    expect(await post('/m/nothing/v/1/details', {})).toMatchObject({ status: 404 });
    expect((await post(`${at}/details`, { inputs: [] })).status).toBe(422);
  });

  test('for a reviewer are everything but the file and the notices', async () => {
    const { status, body } = await post(`${at}/details`, { inputs: {} }, bob);
    expect(status).toBe(200);
    expect(body.version).toMatchObject({ originals: [], notices: [] });
    expect(body.question.tensors.length).toBeGreaterThan(5);
  });
});

describe('files', () => {
  test('the original is the very bytes, for whoever may publish', async () => {
    const response = await get(`${at}/original?path=model.onnx`, ada);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="model.onnx"');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.equals(readFileSync(join(SAMPLES, 'mortgage-approval/1/model.onnx')))).toBe(true);
    expect((await get(`${at}/original?path=model.onnx`, bob)).status).toBe(403);
    expect((await get(`${at}/original?path=model.onnx`, '')).status).toBe(401);
  });

  test.each(['preview.json', '../model.onnx', '/etc/passwd', '', 'model.onnx%00'])(
    'there is no original %j',
    async (path) => {
      expect((await get(`${at}/original?path=${path}`, ada)).status).toBe(404);
    },
  );

  test('the description is for every member', async () => {
    const response = await get(`${at}/preview.json`, bob);
    expect(response.headers.get('content-disposition')).toContain('preview.json');
    expect(await response.json()).toMatchObject({ formatVersion: 1, title: 'Mortgage approval' });
  });
});

test('asking again says the same and stores nothing', async () => {
  const runs = () => portal.container.ledger.read({ limit: 200 }).filter(({ kind }) => kind === 'run.stored').length;
  const before = runs();
  const { body: first } = await post(`${at}/answer`, { inputs: { pirat: 0.3 } });
  const { status, body } = await post(`${at}/again`, { inputs: { pirat: 0.3 } });
  expect(status).toBe(200);
  expect(body.answer.scores).toEqual(first.answer.scores);
  expect(runs()).toBe(before);
});
