import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestPortal, type TestPortal } from '../testing.ts';
import { API_ENDPOINTS } from './table.ts';

/** Who may call what, and what every answer has in common; needs no serving. */

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal({ hasServing: false });
});
afterAll(() => portal.remove());

const filled = (path: string) => path.replace('{model}', 'some-model').replace('{n}', '1').replace('{id}', 'x');

test.each(API_ENDPOINTS.filter(({ action }) => action !== 'open').map(({ method, path }) => [method, path]))(
  '%s %s needs a token',
  async (method, path) => {
    for (const token of [null, 'wrong', '']) {
      const reply = await portal.call(method, filled(path), { token });
      expect(reply).toMatchObject({ status: 401, body: { error: { code: 'FL_AUTH_REQUIRED' } } });
      expect(reply.headers.get('www-authenticate')).toBe('Bearer');
    }
  },
);

test('a session cookie opens no call', async () => {
  const { setupLink, container } = portal;
  const secret = new URL(setupLink ?? '').searchParams.get('token') ?? '';
  const { cookie } = await container.accounts.finishSetup({
    secret,
    name: 'Ada',
    email: 'ada@example.org',
    password: 'a password of some length',
  });
  const pair = cookie.split(';')[0] ?? '';
  expect(container.accounts.viewerFromCookie(pair)?.viewer.isAdmin).toBe(true);
  expect((await portal.call('GET', '/models', { token: null, headers: { cookie: pair } })).status).toBe(401);
});

test('a token does what its roles say and nothing more', async () => {
  const issued = await portal.call('POST', '/tokens', { body: { name: 'reader', roles: ['reviewer'] } });
  expect(issued.status).toBe(201);
  const token = issued.body.secret;
  expect((await portal.call('GET', '/models', { token })).status).toBe(200);
  for (const path of ['/people', '/tokens']) {
    const reply = await portal.call('POST', path, { token, body: {} });
    expect(reply).toMatchObject({ status: 403, body: { error: { code: 'FL_AUTH_FORBIDDEN' } } });
  }
  const form = new FormData();
  form.append('model', new Blob(['x']), 'model.onnx');
  expect((await portal.call('POST', '/models/m/versions', { token, body: form })).status).toBe(403);
  expect((await portal.call('DELETE', `/tokens/${issued.body.id}`)).status).toBe(204);
  expect((await portal.call('GET', '/models', { token })).status).toBe(401);
});

test('an added person sets a password by the link, once', async () => {
  const person = { name: 'Tom', email: 'Tom@example.org', project: 'default', roles: ['reviewer'] };
  const added = await portal.call('POST', '/people', { body: person });
  expect(added).toMatchObject({ status: 201, body: { name: 'Tom', admin: false } });
  const secret = String(added.body.link).split('/reset/')[1] ?? '';
  const { accounts } = portal.container;
  await accounts.finishPassword({ secret, password: 'another long password' });
  const start = await accounts.signIn({
    email: 'tom@example.org',
    password: 'another long password',
    clientAddress: '127.0.0.1',
  });
  expect(start.personId).toBe(added.body.id);
  expect(accounts.peekLink(secret)).toBeNull();
  expect(await portal.call('POST', '/people', { body: person })).toMatchObject({
    status: 409,
    body: { error: { code: 'FL_PERSON_EXISTS' } },
  });
});

test.each([
  [{ name: '', email: 'a@example.org' }, 'name'],
  [{ name: 'A', email: 'nobody' }, 'email'],
  [{ name: 'A', email: 'a@example.org', roles: ['boss'] }, 'roles.0'],
  [{ name: 'A', email: 'a@example.org', password: 'x' }, 'password'],
])('the person %j is refused at %s', async (body, field) => {
  const reply = await portal.call('POST', '/people', { body });
  expect(reply).toMatchObject({ status: 422, body: { error: { code: 'FL_REQUEST_INVALID' } } });
  expect(Object.keys(reply.body.error.fields)).toEqual([field]);
});

test('a method an address does not take is answered with those it takes', async () => {
  const reply = await portal.call('PUT', '/flags/x');
  expect(reply).toMatchObject({ status: 405, body: { error: { code: 'FL_METHOD_NOT_ALLOWED' } } });
  expect(reply.headers.get('allow')).toBe('GET, PATCH');
});

test.each(['/nothing', '/models/', '/Models/x/y', '/models/%E0%A4'])('%s is a 404 in JSON', async (path) => {
  expect((await portal.call('GET', path)).status).toBe(path === '/models/' ? 200 : 404);
});

test('every answer has an id, is not cached and says nothing about what runs here', async () => {
  const given = await portal.call('GET', '/models', { headers: { 'x-request-id': 'my-id.1' } });
  expect(given.headers.get('x-request-id')).toBe('my-id.1');
  expect(given.headers.get('cache-control')).toBe('no-store');
  expect(given.headers.get('x-powered-by')).toBeNull();
  expect(given.headers.get('x-content-type-options')).toBe('nosniff');
  const made = await portal.call('GET', '/nothing', { headers: { 'x-request-id': 'bad id <script>' } });
  expect(made.headers.get('x-request-id')).toMatch(/^req_[0-9a-z]{16}$/);
});

test('without serving the portal is alive but not ready, and a question is refused', async () => {
  const root = portal.api.replace('/api/v1', '');
  expect(await (await fetch(`${root}/healthz`)).json()).toEqual({ status: 'ok' });
  const ready = await fetch(`${root}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ status: 'not-ready', database: 'ok', engine: 'unavailable' });
});

test('the OpenAPI document needs no token', async () => {
  const reply = await portal.call('GET', '/openapi.json', { token: null });
  expect(reply).toMatchObject({ status: 200, body: { openapi: '3.1.0' } });
});
