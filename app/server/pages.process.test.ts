import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppLoadContext } from '@remix-run/node';
import type { Request as ExpressRequest } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSilentLog } from '#app/core/log.ts';
import * as login from '#app/routes/accounts/login.tsx';
import * as logout from '#app/routes/accounts/logout.tsx';
import * as reset from '#app/routes/accounts/reset.tsx';
import * as setup from '#app/routes/accounts/setup.tsx';
import * as flagPage from '#app/routes/feedback/flag.tsx';
import * as flagsPage from '#app/routes/feedback/flags.tsx';
import * as models from '#app/routes/home/models.tsx';
import * as preview from '#app/routes/preview/preview.tsx';
import * as runPage from '#app/routes/preview/run.tsx';
import { createPageContext } from './page-context.ts';
import { SAMPLES, startTestPortal, type TestPortal } from './testing.ts';

/** Loaders and actions of the pages, called with real requests and a real container. */

const HOST = 'http://127.0.0.1:3000';
const PASSWORD = 'a password of some length';

let portal: TestPortal;
let cookie = '';

// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
type Any = any;

/** The arguments Remix would call a loader or an action with. */
function args(
  path: string,
  given: { params?: Record<string, string>; form?: Record<string, string>; as?: string } = {},
): Any {
  const { params = {}, form, as = cookie } = given;
  const request = new Request(`${HOST}${path}`, {
    headers: { cookie: as },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  const req = { method: request.method, originalUrl: path, ip: '127.0.0.1' } as ExpressRequest;
  const viewer = portal.container.accounts.viewerFromCookie(as)?.viewer ?? null;
  const context = createPageContext(portal.container, { req, viewer, cspNonce: 'n', log: createSilentLog() });
  return { request, params, context: context as AppLoadContext };
}

/** What a loader or an action answered or threw: the data and the status, or the response. */
async function outcome(
  work: () => unknown,
): Promise<{ status: number; location: string | null; data: Any; cookie: string }> {
  const answered: Any = await Promise.resolve()
    .then(work)
    .catch((thrown: unknown) => thrown);
  if (answered instanceof Response) {
    const { headers, status } = answered;
    const isJson = headers.get('content-type')?.includes('json');
    return {
      status,
      location: headers.get('location'),
      data: isJson ? await answered.json() : null,
      cookie: headers.get('set-cookie') ?? '',
    };
  }
  if (answered instanceof Error) throw answered;
  const isWrapped = answered?.type === 'DataWithResponseInit';
  return {
    status: (isWrapped && answered.init?.status) || 200,
    location: null,
    data: isWrapped ? answered.data : answered,
    cookie: '',
  };
}

beforeAll(async () => {
  portal = await startTestPortal();
  const secret = new URL(portal.setupLink ?? '').searchParams.get('token');
  const at = `/setup?token=${secret}`;
  const weak = await outcome(() =>
    setup.action(args(at, { form: { name: 'Ada', email: 'ada@example.org', password: 'short' } })),
  );
  expect(weak).toMatchObject({ status: 422, data: { name: 'Ada', email: 'ada@example.org' } });
  const form = { name: 'Ada', email: 'ada@example.org', password: PASSWORD };
  const done = await outcome(() => setup.action(args(at, { form })));
  expect(done).toMatchObject({ status: 303, location: '/' });
  cookie = done.cookie.split(';')[0] ?? '';
  const body = new FormData();
  body.append('model', new Blob([readFileSync(join(SAMPLES, 'mortgage-approval/1/model.onnx'))]), 'model.onnx');
  body.append('preview', new Blob([readFileSync(join(SAMPLES, 'mortgage-approval/preview.json'))]), 'preview.json');
  expect((await portal.call('POST', '/models/mortgage/versions', { body })).status).toBe(201);
}, 60_000);
afterAll(() => portal.remove());

test('whoever is not signed in is sent to sign in and comes back', async () => {
  const asked = await outcome(() => runPage.loader(args('/r/run_x?a=1', { params: { run: 'run_x' }, as: '' })));
  expect(asked).toMatchObject({ status: 302, location: '/login?next=%2Fr%2Frun_x%3Fa%3D1' });
  expect(await outcome(() => models.loader(args('/', { as: '' })))).toMatchObject({ status: 302, location: '/login' });
});

test('signing in leads to the page asked for, never to another site', async () => {
  const form = { email: 'ADA@example.org', password: PASSWORD };
  for (const [next, location] of [
    ['/r/run_x', '/r/run_x'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['', '/'],
  ]) {
    const at = `/login?next=${encodeURIComponent(next as string)}`;
    const signedIn = await outcome(() => login.action(args(at, { form, as: '' })));
    expect(signedIn).toMatchObject({ status: 303, location });
    expect(signedIn.cookie).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i);
  }
});

test('a wrong password is said at the form, and the mail address stays', async () => {
  const form = { email: 'ada@example.org', password: 'wrong wrong wrong' };
  const tried = await outcome(() => login.action(args('/login', { form, as: '' })));
  expect(tried).toMatchObject({ status: 401, data: { email: form.email, failure: { code: 'FL_AUTH_BAD_LOGIN' } } });
  expect(JSON.stringify(tried.data)).not.toContain('wrong wrong');
});

test('signing out ends the session, and its address alone does nothing', async () => {
  const form = { email: 'ada@example.org', password: PASSWORD };
  const { cookie: set } = await outcome(() => login.action(args('/login', { form, as: '' })));
  const mine = set.split(';')[0] ?? '';
  expect(await outcome(() => logout.loader())).toMatchObject({ location: '/' });
  expect(portal.container.accounts.viewerFromCookie(mine)).not.toBeNull();
  expect(await outcome(() => logout.action(args('/logout', { form: {}, as: mine })))).toMatchObject({ status: 303 });
  expect(portal.container.accounts.viewerFromCookie(mine)).toBeNull();
});

test('a spent set-up link and a made-up reset link say so', async () => {
  expect(await outcome(() => setup.loader(args('/setup?token=spent')))).toMatchObject({ status: 410 });
  expect(await outcome(() => reset.loader(args('/reset/x', { params: { token: 'x' } })))).toMatchObject({
    status: 410,
  });
});

test('home lists the model with its time to preview', async () => {
  const { data } = await outcome(() => models.loader(args('/')));
  expect(data.models).toMatchObject([{ name: 'mortgage', newest: { number: 1 }, timeToFeedbackMs: null }]);
  expect(data.models[0].timeToPreviewMs).toBeGreaterThan(0);
});

test('the preview opens on an answered example and stores nothing', async () => {
  const { data } = await outcome(() => preview.loader(args('/m/mortgage', { params: { model: 'mortgage' } })));
  expect(data).toMatchObject({ number: 1, state: 'announced', first: { ok: true } });
  expect(data.first.value.answer.scores).toHaveLength(2);
  expect(data.fields).toHaveLength(12);
  const events = portal.container.ledger.read({ limit: 200 });
  expect(events.filter(({ kind }) => kind === 'run.stored')).toEqual([]);
});

test.each(['nothing', '../x', '<script>'])('the model %s is a 404', async (model) => {
  expect(await outcome(() => preview.loader(args('/m/x', { params: { model } })))).toMatchObject({ status: 404 });
});

test('a version that is no number is a 404', async () => {
  for (const number of ['0', 'x', '2', '1e9']) {
    const params = { model: 'mortgage', number };
    expect(await outcome(() => preview.loader(args('/m/x', { params })))).toMatchObject({ status: 404 });
  }
});

const params = { model: 'mortgage', number: '1' };

async function askByForm(change: Record<string, string>) {
  const page = await outcome(() => preview.loader(args('/m/mortgage/v/1', { params })));
  const form: Record<string, string> = {};
  for (const field of page.data.fields) {
    form[field.name] = field.value;
    if (field.was !== null) form[`was.${field.key}`] = field.was;
  }
  return outcome(() => preview.action(args('/m/mortgage/v/1', { params, form: { ...form, ...change } })));
}

test('the form runs, and what was not edited is asked exactly', async () => {
  const page = await outcome(() => preview.loader(args('/m/mortgage/v/1', { params })));
  const asked = await askByForm({});
  expect(asked.status).toBe(303);
  const id = asked.location?.replace('/r/', '') ?? '';
  const run = await outcome(() => runPage.loader(args(`/r/${id}`, { params: { run: id } })));
  expect((await portal.call('GET', `/runs/${id}`)).body.inputs).toEqual(page.data.first.value.inputs);
  expect(run.data.asked).toHaveLength(12);
  expect(run.data.asked[0]).toMatchObject({ label: page.data.fields[0].label, value: expect.any(String) });
  expect(run.data.run.answer).toEqual(page.data.first.value.answer);
  expect(run.data.by).toBe('Ada');
});

test('a display value is taken back to the model its own unit', async () => {
  const asked = await askByForm({ 'in.pirat': '41%' });
  const id = asked.location?.replace('/r/', '') ?? '';
  const run = await portal.call('GET', `/runs/${id}`);
  expect(run.body.inputs.pirat).toBeCloseTo(0.41, 12);
});

test('a value that does not fit comes back with its message, and what was typed stays', async () => {
  const tried = await askByForm({ 'in.pirat': 'much', 'in.hirat': '27' });
  expect(tried).toMatchObject({ status: 422, data: { failure: { code: 'FL_INPUT_INVALID' } } });
  expect(Object.keys(tried.data.failure.fields)).toEqual(['pirat']);
  expect(tried.data.values).toMatchObject({ 'in.pirat': 'much', 'in.hirat': '27' });
});

test('a flag by form: once, however often it is sent; then reply and change', async () => {
  const id = (await askByForm({})).location?.replace('/r/', '') ?? '';
  const at = { params: { run: id } };
  const page = await outcome(() => runPage.loader(args(`/r/${id}`, at)));
  const form = {
    intent: 'flag',
    idempotencyKey: page.data.idempotencyKey,
    kind: 'wrong',
    severity: 'minor',
    note: '<script>alert(1)</script>',
  };
  for (let time = 0; time < 2; time += 1) {
    const flagged = await outcome(() => runPage.action(args(`/r/${id}`, { ...at, form })));
    expect(flagged).toMatchObject({ status: 303, location: expect.stringContaining(`/r/${id}#flag-flg_`) });
  }
  const { data } = await outcome(() => runPage.loader(args(`/r/${id}`, at)));
  expect(data.flags).toMatchObject([{ note: form.note, kind: 'wrong', reporter: { name: 'Ada' }, messages: [] }]);

  const flag = data.flags[0].id;
  const flagAt = { params: { flag } };
  const reply = { intent: 'reply', body: 'Which one?' };
  expect(await outcome(() => flagPage.action(args(`/f/${flag}`, { ...flagAt, form: reply })))).toMatchObject({
    status: 303,
    location: `/f/${flag}`,
  });
  const accept = { intent: 'state', state: 'accepted' };
  expect(await outcome(() => flagPage.action(args(`/f/${flag}`, { ...flagAt, form: accept })))).toMatchObject({
    status: 303,
  });
  const thread = await outcome(() => flagPage.loader(args(`/f/${flag}`, flagAt)));
  expect(thread.data.flag).toMatchObject({ state: 'accepted', messages: [{ body: 'Which one?' }] });
  const list = await outcome(() => flagsPage.loader(args('/flags?state=accepted')));
  expect(list.data.flags.map((item: { id: string }) => item.id)).toEqual([flag]);
});

test('a flag form with a made-up kind comes back with what was typed', async () => {
  const id = (await askByForm({})).location?.replace('/r/', '') ?? '';
  const form = { intent: 'flag', idempotencyKey: 'k', kind: 'nonsense', severity: 'minor', note: 'kept' };
  const tried = await outcome(() => runPage.action(args(`/r/${id}`, { params: { run: id }, form })));
  expect(tried.status).toBe(422);
  expect(tried.data.flagged.values.note).toBe('kept');
});

test('a word that is no verdict is refused, not taken for one', async () => {
  const id = (await askByForm({})).location?.replace('/r/', '') ?? '';
  const form = { intent: 'verdict', value: 'great' };
  const tried = await outcome(() => runPage.action(args(`/r/${id}`, { params: { run: id }, form })));
  expect(tried).toMatchObject({ status: 422, data: { given: null, message: expect.stringContaining('looks-right') } });
});

test('a run of nobody is a 404', async () => {
  for (const run of ['run_0000000000000000', 'x', '']) {
    expect(await outcome(() => runPage.loader(args('/r/x', { params: { run } })))).toMatchObject({ status: 404 });
  }
});
