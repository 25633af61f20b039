import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goodTarGz, goodZip } from '#app/serving/pool/preparing/testing-archives.ts';
import { ADMIN_TOKEN, type Reply, SAMPLES, startTestPortal, type TestPortal } from '../testing.ts';

/** Archives and uploads that answer before they are done, with real serving behind them. */

let portal: TestPortal;
beforeAll(async () => {
  portal = await startTestPortal();
}, 60_000);
afterAll(() => portal.remove());

const sample = (path: string) => readFileSync(join(SAMPLES, path));

function digits(): Record<string, Buffer> {
  const pictures = readdirSync(join(SAMPLES, 'digits/examples'));
  return {
    'digits/1/model.onnx': sample('digits/1/model.onnx'),
    'digits/preview.json': sample('digits/preview.json'),
    ...Object.fromEntries(
      pictures.map((name) => [`digits/examples/${name}`, sample(`digits/examples/${name}`)] as const),
    ),
  };
}

function publish(model: string, part: string, file: Buffer): Promise<Reply> {
  return portal.call('POST', `/models/${model}/versions`, { body: formOf(part, file) });
}

function publishLater(model: string, file: Buffer): Promise<Reply> {
  const headers = { prefer: 'wait=5, respond-async' };
  return portal.call('POST', `/models/${model}/versions`, { body: formOf('model', file), headers });
}

function formOf(part: string, file: Buffer): FormData {
  const body = new FormData();
  body.append(part, new Blob([new Uint8Array(file)]), part === 'bundle' ? 'digits.zip' : 'model.onnx');
  return body;
}

interface Read {
  id: number;
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  data: any;
}

/** Reads a stream of events to its end. */
async function read(url: string, lastEventId?: number): Promise<{ status: number; type: string; events: Read[] }> {
  const response = await fetch(url.replace(/^.*\/api\/v1/, portal.api), {
    headers: {
      authorization: `Bearer ${ADMIN_TOKEN}`,
      ...(lastEventId !== undefined && { 'last-event-id': String(lastEventId) }),
    },
  });
  const events = (await response.text())
    .split('\n\n')
    .map((block) => Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2))))
    .filter(({ event }) => event !== undefined)
    .map(({ id, event, data }) => ({ id: Number(id), event, data: JSON.parse(data) }));
  return { status: response.status, type: response.headers.get('content-type') ?? '', events };
}

const told = ({ events }: { events: Read[] }) =>
  events.map(({ event, data }) => (event === 'step' ? data.name : event));

test.each([
  ['zip', goodZip],
  ['tar.gz', goodTarGz],
])('a folder as %s becomes a version with its pictures', { timeout: 60_000 }, async (kind, packed) => {
  const model = `digits-${kind.replace('.', '-')}`;
  const published = await publish(model, 'bundle', await packed(digits()));
  expect(published).toMatchObject({ status: 201, body: { model, version: 1, state: 'announced' } });
  const version = await portal.call('GET', `/models/${model}/versions/1`);
  expect(version.body.title).toBe('Handwritten digits');
  expect(version.body.examples).toHaveLength(5);
  expect(version.body.examples[0]).toMatchObject({ image: 'examples/0.png' });
});

test('an archive that leads out of its folder is refused in one sentence', { timeout: 60_000 }, async () => {
  const zip = await goodZip({ 'aa/evil.txt': 'x', 'model.onnx': sample('digits/1/model.onnx') });
  const evil = Buffer.from(zip.toString('latin1').replaceAll('aa/evil.txt', '../evil.txt'), 'latin1');
  const refused = await publish('evil', 'bundle', evil);
  expect(refused).toMatchObject({ status: 422, body: { error: { code: 'FL_ARCHIVE_PATH' } } });
  expect((await portal.call('GET', '/models/evil')).status).toBe(404);
});

test('respond-async answers at once; the events tell the rest, as often as one asks', { timeout: 60_000 }, async () => {
  const file = sample('mortgage-flat/1/model.onnx');
  const accepted = await publishLater('later', file);
  expect(accepted).toMatchObject({ status: 202, body: { upload: expect.stringMatching(/^upl_/) } });
  expect(accepted.headers.get('preference-applied')).toBe('respond-async');
  const { upload, events: url } = accepted.body;
  const all = await read(url);
  expect(all).toMatchObject({ status: 200, type: expect.stringContaining('text/event-stream') });
  expect(told(all)).toEqual(['received', 'checked', 'repaired', 'measured', 'described', 'loaded', 'ready', 'done']);
  expect(all.events.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(all.events.at(-1)?.data).toMatchObject({ model: 'later', version: 1 });
  expect(told(await read(url, 6))).toEqual(['ready', 'done']);
  expect(await read(url, 8)).toMatchObject({ status: 204, events: [] });
  expect(told(await read(url))).toEqual(told(all));
  expect((await portal.call('GET', `/uploads/${upload}`)).body).toMatchObject({
    state: 'done',
    version: 1,
    error: null,
  });
  expect((await portal.call('GET', '/models/later/versions/1')).status).toBe(200);
});

test('what is refused later is told by the events, and to nobody else', { timeout: 60_000 }, async () => {
  const accepted = await publishLater('nonsense', Buffer.from('<html>'));
  expect(accepted.status).toBe(202);
  const all = await read(accepted.body.events);
  expect(told(all)).toEqual(['received', 'refused']);
  expect(all.events[1]?.data).toMatchObject({ code: 'FL_CHECK_NOT_ONNX', message: expect.stringMatching(/\.$/) });
  const { body } = await portal.call('GET', `/uploads/${accepted.body.upload}`);
  expect(body).toMatchObject({ state: 'refused', version: null, error: { code: 'FL_CHECK_NOT_ONNX' } });
  expect((await portal.call('GET', `/uploads/${accepted.body.upload}`, { token: 'nobody' })).status).toBe(401);
  expect((await portal.call('GET', '/uploads/upl_0000000000000000/events')).status).toBe(404);
});
