import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Reply, SAMPLES, startTestPortal, type TestPortal } from '../testing.ts';

/** The API over real HTTP, with real serving behind it. */

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
}, 60_000);
afterAll(() => portal.remove());

const sample = (path: string) => new Blob([readFileSync(join(SAMPLES, path))]);

function formOf(version: number, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  form.append('model', sample(`mortgage-approval/${version}/model.onnx`), 'model.onnx');
  form.append('preview', sample('mortgage-approval/preview.json'), 'preview.json');
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

const publish = (name: string, version: number, fields: Record<string, string> = {}): Promise<Reply> =>
  portal.call('POST', `/models/${name}/versions`, { body: formOf(version, fields) });

const ask = (inputs: unknown, model = 'mortgage') =>
  portal.call('POST', `/models/${model}/versions/newest/runs`, { body: { inputs } });

test('file, question, answer, flag: the whole thin line', { timeout: 60_000 }, async () => {
  const published = await publish('mortgage', 1, { fixes: '[1, 2]', hotfix: '1' });
  expect(published).toMatchObject({
    status: 201,
    body: { model: 'mortgage', version: 1, state: 'announced', cases: { fixed: 0, unchanged: 0 } },
  });
  expect(published.body.timings.totalMs).toBeGreaterThan(0);
  expect(published.body.inputs).toHaveLength(12);
  expect(published.body.url).toMatch(/\/m\/mortgage\/v\/1$/);

  const answered = await ask({ pirat: 0.41 });
  expect(answered.status).toBe(201);
  expect(answered.body).toMatchObject({ model: 'mortgage', version: 1, inputs: { pirat: 0.41 } });
  expect(answered.body.answer.scores).toHaveLength(2);
  const run = answered.body.id;
  expect((await portal.call('GET', `/runs/${run}`)).body).toEqual(answered.body);

  const flag = { kind: 'boundary', severity: 'serious', note: 'Too strict <b>here</b>' };
  const headers = { 'idempotency-key': 'k1' };
  const first = await portal.call('POST', `/runs/${run}/flags`, { headers, body: flag });
  expect(first).toMatchObject({ status: 201, body: { ...flag, state: 'open', number: 1, version: 1 } });
  const again = await portal.call('POST', `/runs/${run}/flags`, { headers, body: flag });
  expect(again).toMatchObject({ status: 200, body: { id: first.body.id } });
  const other = await portal.call('POST', `/runs/${run}/flags`, { headers, body: { ...flag, kind: 'bias' } });
  expect(other).toMatchObject({ status: 409, body: { error: { code: 'FL_IDEMPOTENCY_REUSED' } } });
  const tooLong = { headers: { 'idempotency-key': 'k'.repeat(201) }, body: flag };
  const refused = await portal.call('POST', `/runs/${run}/flags`, tooLong);
  expect(refused).toMatchObject({
    status: 422,
    body: { error: { message: expect.stringContaining('Idempotency-Key') } },
  });

  const id = first.body.id;
  const replied = await portal.call('POST', `/flags/${id}/replies`, { body: { body: 'Which deposit?' } });
  expect(replied).toMatchObject({ status: 201, body: { messages: [{ body: 'Which deposit?' }] } });
  const changed = await portal.call('PATCH', `/flags/${id}`, { body: { state: 'accepted' } });
  expect(changed).toMatchObject({ status: 200, body: { state: 'accepted' } });
  const listed = await portal.call('GET', '/flags?model=mortgage&state=accepted');
  expect(listed.body).toMatchObject({ items: [{ id }], next: null });
  const verdict = await portal.call('POST', `/runs/${run}/verdicts`, { body: { value: 'not-sure' } });
  expect(verdict).toMatchObject({ status: 201, body: { run, value: 'not-sure' } });
});

test('the same bytes again are the same version; ?again=1 makes a new one', { timeout: 60_000 }, async () => {
  const first = await publish('twice', 1);
  const second = await publish('twice', 1);
  expect(second).toMatchObject({ status: 200, body: { version: 1, digest: first.body.digest } });
  const again = await portal.call('POST', '/models/twice/versions?again=1', { body: formOf(1) });
  expect(again).toMatchObject({ status: 201, body: { version: 2 } });
});

test('of two publishing the same name at once both succeed', { timeout: 60_000 }, async () => {
  const both = await Promise.all([publish('race', 1), publish('race', 2)]);
  expect(both.map(({ status }) => status)).toEqual([201, 201]);
  expect(both.map(({ body }) => body.version).toSorted()).toEqual([1, 2]);
});

test.each(['🙂', '<script>', 'Big', 'a b', '.x', '-x', 'x'.repeat(64), '%00'])('%s is no model name', async (name) => {
  const reply = await publish(encodeURIComponent(name), 1);
  expect(reply).toMatchObject({ status: 422, body: { error: { code: 'FL_MODEL_BAD_NAME' } } });
});

test.each([
  ['an empty file', '', 'FL_UPLOAD_EMPTY'],
  ['HTML', '<!doctype html><title>Not found</title>', 'FL_CHECK_NOT_ONNX'],
])('%s named .onnx is refused with a sentence', { timeout: 60_000 }, async (_name, content, code) => {
  const form = new FormData();
  form.append('model', new Blob([content]), 'model.onnx');
  const reply = await portal.call('POST', '/models/refused/versions', { body: form });
  expect(reply).toMatchObject({ status: 422, body: { error: { code, message: expect.stringMatching(/\.$/) } } });
  expect((await portal.call('GET', '/models/refused')).status).toBe(404);
});

test('a form without a model is refused', async () => {
  const form = new FormData();
  form.append('labels', new Blob(['a']), 'labels.txt');
  const reply = await portal.call('POST', '/models/none/versions', { body: form });
  expect(reply).toMatchObject({ status: 422, body: { error: { code: 'FL_UPLOAD_NO_MODEL' } } });
});

test('a connection cut during an upload leaves nothing', async () => {
  const blobsBefore = filesUnder(join(portal.dataDir, 'blobs'));
  const { hostname, port } = new URL(portal.api);
  const socket = connect(Number(port), hostname);
  socket.write(
    'POST /api/v1/models/cut/versions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer admin-token-of-the-test\r\n' +
      'content-type: multipart/form-data; boundary=x\r\ncontent-length: 1000000\r\n\r\n' +
      `--x\r\ncontent-disposition: form-data; name="model"; filename="m"\r\n\r\n${'a'.repeat(200_000)}`,
  );
  await expect.poll(() => filesUnder(join(portal.dataDir, 'blobs')).length).toBeGreaterThan(blobsBefore.length);
  socket.destroy();
  await expect.poll(() => filesUnder(join(portal.dataDir, 'blobs'))).toEqual(blobsBefore);
  expect((await portal.call('GET', '/models/cut')).status).toBe(404);
});

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

const text = (megabytes: number) => JSON.stringify({ inputs: { phist: 'x'.repeat(megabytes * 1024 ** 2) } });

test.each([
  { what: 'no object', body: '[1]', status: 400, code: 'FL_REQUEST_NOT_OBJECT' },
  { what: 'NaN', body: '{"inputs":{"pirat":NaN}}', status: 400, code: 'FL_REQUEST_BAD_JSON' },
  { what: '1e400', body: '{"inputs":{"pirat":1e400}}', status: 422, code: 'FL_REQUEST_INVALID' },
  { what: 'inputs that are a list', body: '{"inputs":[1]}', status: 422, code: 'FL_REQUEST_INVALID' },
  { what: 'a field of its own', body: '{"inputs":{},"isAdmin":true}', status: 422, code: 'FL_REQUEST_INVALID' },
  { what: '10 MB of text', body: text(10), status: 422, code: 'FL_INPUT_INVALID' },
  { what: '20 MB of text', body: text(20), status: 413, code: 'FL_REQUEST_TOO_LARGE' },
])('a question with $what is refused', async ({ body, status, code }) => {
  const reply = await portal.call('POST', '/models/mortgage/versions/1/runs', { body });
  expect(reply).toMatchObject({ status, body: { error: { code } } });
  expect(JSON.stringify(reply.body).length).toBeLessThan(5_000);
});

test('what is wrong with an input is said at its key', async () => {
  const reply = await ask({ pirat: 'much' });
  expect(reply).toMatchObject({ status: 422, body: { error: { code: 'FL_INPUT_INVALID' } } });
  expect(Object.keys(reply.body.error.fields)).toEqual(['pirat']);
});

test.each(['2', '0', '-1', '1.0', 'x', '1e3', '999999999999'])('there is no version %s', async (number) => {
  const reply = await portal.call('GET', `/models/mortgage/versions/${number}`);
  expect(reply).toMatchObject({ status: 404, body: { error: { code: 'FL_VERSION_NOT_FOUND' } } });
});

test('models are listed page by page', async () => {
  const first = await portal.call('GET', '/models?limit=1');
  expect(first.body.items).toHaveLength(1);
  expect(first.body.items[0]).toMatchObject({ name: 'mortgage', project: 'default' });
  const second = await portal.call('GET', `/models?limit=200&cursor=${first.body.next}`);
  expect(second.body.items.map(({ name }: { name: string }) => name)).toEqual(['race', 'twice']);
  expect(second.body.next).toBeNull();
});

test.each(['/models?limit=0', '/models?limit=201', '/models?limit=x', '/flags?state=broken', '/ledger?after=-1'])(
  'the query %s is refused',
  async (path) => {
    expect(await portal.call('GET', path)).toMatchObject({
      status: 422,
      body: { error: { code: 'FL_REQUEST_INVALID' } },
    });
  },
);

test('a cursor nobody gave out is refused', async () => {
  for (const path of ['/models?cursor=zzz', '/flags?cursor=zzz']) {
    expect(await portal.call('GET', path)).toMatchObject({
      status: 400,
      body: { error: { code: 'FL_REQUEST_BAD_CURSOR' } },
    });
  }
});

test('the ledger is told in order, and its chain holds', async () => {
  const { body } = await portal.call('GET', '/ledger?limit=3');
  expect(body.items.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2, 3]);
  const after = await portal.call('GET', `/ledger?after=${body.next}&limit=1`);
  expect(after.body.items[0]).toMatchObject({ seq: 4, at: expect.stringMatching(/Z$/) });
  expect(portal.container.ledger.verify()).toMatchObject({ ok: true });
});

test('retired versions answer no more', { timeout: 60_000 }, async () => {
  await publish('old', 1);
  expect((await portal.call('POST', '/models/old/versions/1/retire')).body.state).toBe('retired');
  const reply = await portal.call('POST', '/models/old/versions/1/runs', { body: {} });
  expect(reply).toMatchObject({ status: 410, body: { error: { code: 'FL_VERSION_RETIRED' } } });
});
