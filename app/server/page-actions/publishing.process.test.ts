import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goodZip } from '#app/serving/pool/preparing/testing-archives.ts';
import { SAMPLES, startTestPortal, type TestPortal } from '../testing.ts';

/** Publishing as a page does it: with the cookie of whoever is signed in, from our own origin. */

let portal: TestPortal;
let origin: string;
let cookie: string;

beforeAll(async () => {
  portal = await startTestPortal();
  origin = `http://127.0.0.1:${portal.port}`;
  cookie = await member('ada@example.org', 'publisher');
}, 60_000);
afterAll(() => portal.remove());

async function member(email: string, role: 'publisher' | 'reviewer'): Promise<string> {
  const { accounts } = portal.container;
  const added = await portal.call('POST', '/people', { body: { name: email, email, roles: [role] } });
  const secret = new URL(added.body.link).pathname.split('/').at(-1) ?? '';
  const signedIn = await accounts.finishPassword({ secret, password: 'a password of some length' });
  return signedIn.cookie.split(';')[0] ?? '';
}

const sample = (path: string) => new Blob([readFileSync(join(SAMPLES, path))]);

interface Sent {
  form?: FormData;
  headers?: Record<string, string>;
}

function send(path: string, { form, headers = {} }: Sent = {}): Promise<Response> {
  return fetch(`${origin}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { cookie, origin, accept: 'application/json', ...headers },
    ...(form && { body: form }),
  });
}

function formOf(files: Record<string, Blob>, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [path, file] of Object.entries(files)) form.append('files', file, path);
  return form;
}

const mortgage = () => ({
  'mortgage/1/model.onnx': sample('mortgage-approval/1/model.onnx'),
  'mortgage/preview.json': sample('mortgage-approval/preview.json'),
});

/** Reads a stream of events to its end. */
async function told(path: string, headers: Record<string, string> = {}): Promise<string[]> {
  const text = await (await send(path, { headers })).text();
  return [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event, data]) =>
    event === 'step' ? JSON.parse(data ?? '').name : String(event),
  );
}

test('a folder, file by file: accepted at once, then the steps, then the version', { timeout: 60_000 }, async () => {
  const accepted = await send('/publish?model=loans', { form: formOf(mortgage()) });
  expect(accepted.status).toBe(202);
  const { upload, page, events } = (await accepted.json()) as Record<string, string>;
  expect(page).toBe(`/publish/${upload}`);
  expect(await told(events ?? '')).toEqual(['received', 'checked', 'measured', 'described', 'loaded', 'ready', 'done']);
  expect(await told(events ?? '', { 'last-event-id': '5' })).toEqual(['ready', 'done']);
  expect((await send(events ?? '', { headers: { 'last-event-id': '7' } })).status).toBe(204);
  const { body } = await portal.call('GET', '/models/loans/versions/1');
  expect(body).toMatchObject({ state: 'announced', title: 'Mortgage approval' });
  expect(body.inputs).toHaveLength(12);
});

test('the second version waits to be announced, as does a first one that is kept private', {
  timeout: 60_000,
}, async () => {
  const second = sample('mortgage-approval/2/model.onnx');
  const one = (await (await send('/publish?model=waits', { form: formOf(mortgage()) })).json()) as { events: string };
  expect((await told(one.events)).at(-1)).toBe('done');
  const two = (await (await send('/publish?model=waits', { form: formOf({ 'm.onnx': second }) })).json()) as {
    events: string;
  };
  expect((await told(two.events)).at(-1)).toBe('done');
  expect((await portal.call('GET', '/models/waits/versions/2')).body.state).toBe('ready');
  const address = '/publish?model=kept-private&private=1';
  const three = (await (await send(address, { form: formOf(mortgage()) })).json()) as { events: string };
  expect((await told(three.events)).at(-1)).toBe('done');
  expect((await portal.call('GET', '/models/kept-private/versions/1')).body.state).toBe('ready');
});

test('a form without a script leads to the page of the upload, or back with why', { timeout: 60_000 }, async () => {
  const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  const form = formOf(mortgage(), { name: 'plain-form', private: '1' });
  const sent = await send('/publish', { form, headers });
  expect(sent.status).toBe(303);
  expect(sent.headers.get('location')).toMatch(/^\/publish\/upl_[0-9a-z]{16}$/);
  await portal.container.catalog.settle();
  expect((await portal.call('GET', '/models/plain-form/versions/1')).body.state).toBe('ready');
  for (const [fields, code] of [
    [{ name: 'No Such Name' }, 'FL_MODEL_BAD_NAME'],
    [{}, 'FL_MODEL_BAD_NAME'],
    [{ name: 'x', strange: '1' }, 'FL_REQUEST_INVALID'],
  ] as const) {
    const refused = await send('/publish', { form: formOf(mortgage(), fields), headers });
    expect([refused.status, refused.headers.get('location')]).toEqual([303, `/publish?refused=${code}`]);
  }
});

test('a zip is unpacked; its pictures are shown to whoever may see the version, and nothing else', {
  timeout: 60_000,
}, async () => {
  const zip = await goodZip({
    'digits/1/model.onnx': readFileSync(join(SAMPLES, 'digits/1/model.onnx')),
    'digits/preview.json': readFileSync(join(SAMPLES, 'digits/preview.json')),
    'digits/examples/0.png': readFileSync(join(SAMPLES, 'digits/examples/0.png')),
    'digits/examples/secret.png': 'not named by any example',
  });
  const form = formOf({ 'digits.zip': new Blob([new Uint8Array(zip)]) });
  const { events } = (await (await send('/publish?model=digits', { form })).json()) as { events: string };
  expect(await told(events)).toContain('unpacked');
  const picture = await send('/m/digits/v/1/examples/0.png');
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect(picture.headers.get('content-security-policy')).toContain('sandbox');
  expect(picture.headers.get('x-content-type-options')).toBe('nosniff');
  expect(Buffer.from(await picture.arrayBuffer())).toEqual(readFileSync(join(SAMPLES, 'digits/examples/0.png')));
  for (const path of ['secret.png', '9.png', '..%2Fpreview.json', 'x.svg']) {
    expect((await send(`/m/digits/v/1/examples/${path}`)).status, path).toBe(404);
  }
});

test('what is refused ends with its sentence', { timeout: 60_000 }, async () => {
  const form = formOf({ 'a.onnx': new Blob(['<html>']), 'b.onnx': new Blob(['x']) });
  const { events, page } = (await (await send('/publish?model=two', { form })).json()) as Record<string, string>;
  expect(await told(events ?? '')).toEqual(['received', 'refused']);
  const id = page?.split('/').at(-1);
  expect((await portal.call('GET', `/uploads/${id}`)).body.error.code).toBe('FL_UPLOAD_SEVERAL');
});

test('only publishers, only signed in, only from our own pages', { timeout: 60_000 }, async () => {
  const tom = await member('tom@example.org', 'reviewer');
  const accepted = await send('/publish?model=guarded', { form: formOf(mortgage()) });
  const { events } = (await accepted.json()) as { events: string };
  const refused = (headers: Record<string, string>, path = '/publish?model=guarded') =>
    send(path, { form: formOf(mortgage()), headers }).then(({ status }) => status);
  expect(await refused({ cookie: tom })).toBe(403);
  expect(await refused({ cookie: 'nobody' })).toBe(401);
  expect(await refused({ origin: 'https://evil.example' })).toBe(403);
  expect(await refused({}, '/publish')).toBe(422);
  expect((await send(events, { headers: { cookie: tom } })).status).toBe(404);
  expect((await send(events, { headers: { cookie: 'nobody' } })).status).toBe(401);
  await portal.container.catalog.settle();
});

test('a connection cut in the middle of the files leaves nothing but how it ended', { timeout: 60_000 }, async () => {
  const boundary = 'cut';
  const part = `--${boundary}\r\ncontent-disposition: form-data; name="files"; filename="m.onnx"\r\n\r\n`;
  const sending = request(`${origin}/publish?model=cut-short`, {
    method: 'POST',
    headers: {
      cookie,
      origin,
      accept: 'application/json',
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
  });
  sending.on('error', () => undefined);
  sending.write(part);
  sending.write('half a model');
  const found = () => portal.container.catalog.runningUploads(ada())[0]?.id;
  await expect.poll(found).toBeDefined();
  const id = found() ?? '';
  sending.destroy();
  await expect.poll(() => portal.container.catalog.getUpload(ada(), id).state).toBe('refused');
  expect(portal.container.catalog.getUpload(ada(), id).refusal?.code).toBe('FL_UPLOAD_CUT');
});

function ada() {
  const session = portal.container.accounts.viewerFromCookie(cookie);
  if (!session) throw new Error('nobody is signed in');
  return session.viewer;
}
