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
import * as home from '#app/routes/home/home.tsx';
import * as models from '#app/routes/home/models.tsx';
import * as searchPage from '#app/routes/home/search.tsx';
import * as preview from '#app/routes/preview/preview.tsx';
import * as runPage from '#app/routes/preview/run.tsx';
import { createPageContext } from './page-context.ts';
import { publishMortgage, startTestPortal, type TestPortal, untimed } from './testing.ts';

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

const adminViewer = () => portal.container.accounts.viewerFromCookie(cookie)?.viewer ?? null!;

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
  await publishMortgage(portal);
}, 60_000);
afterAll(() => portal.remove());

test('whoever is not signed in is sent to sign in and comes back', async () => {
  const asked = await outcome(() => runPage.loader(args('/r/run_x?a=1', { params: { run: 'run_x' }, as: '' })));
  expect(asked).toMatchObject({ status: 302, location: '/login?next=%2Fr%2Frun_x%3Fa%3D1' });
  expect(await outcome(() => home.loader(args('/', { as: '' })))).toMatchObject({ status: 302, location: '/login' });
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

test('home and the list of models show the model with its time to preview', async () => {
  const { data } = await outcome(() => home.loader(args('/')));
  const row = { name: 'mortgage', newest: { number: 1, timeToFeedbackMs: null, triedBy: { count: 0 } }, openFlags: 0 };
  expect(data).toMatchObject({ models: [row], waiting: { items: [], total: 0 }, canPublish: true, zone: null });
  expect(data.models[0].newest.timeToPreviewMs).toBeGreaterThan(0);
  for (const [query, count] of [
    ['', 1],
    ['?q=MORT&sort=-flags', 1],
    ['?q=none', 0],
  ] as const) {
    const listed = await outcome(() => models.loader(args(`/models${query}`)));
    expect(listed.data.models, query).toHaveLength(count);
    expect(listed.data.total).toBe(1);
  }
});

test('the search finds the model, for the page and for the dialog', async () => {
  const { data } = await outcome(() => searchPage.loader(args('/search?q=mort')));
  expect(data).toMatchObject({ query: 'mort', found: { models: [{ name: 'mortgage' }] } });
  expect(data.hits).toMatchObject([{ kind: 'Model', to: '/m/mortgage', detail: 'mortgage, v1' }]);
  for (const query of ['', '?q=', '?q=%00%22%27*', `?q=${'x'.repeat(5000)}`]) {
    expect((await outcome(() => searchPage.loader(args(`/search${query}`)))).data.hits, query).toEqual([]);
  }
  expect(await outcome(() => searchPage.loader(args('/search?q=a', { as: '' })))).toMatchObject({ status: 302 });
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
  const { view, by, verdicts, flags, newerVersion } = run.data;
  expect(view.rows).toHaveLength(12);
  expect(view.rows[0]).toMatchObject({ label: page.data.fields[0].label, value: expect.any(String), inExample: null });
  expect(untimed(view.run.answer)).toEqual(untimed(page.data.first.value.answer));
  expect({ by, verdicts, flags, newerVersion }).toEqual({ by: 'Ada', verdicts: [], flags: [], newerVersion: null });
});

test('a run says where it differs from its example, and leads back into the form', async () => {
  const id = (await askByForm({ 'in.pirat': '41%' })).location?.replace('/r/', '') ?? '';
  const { data } = await outcome(() => runPage.loader(args(`/r/${id}`, { params: { run: id } })));
  const changed = data.view.rows.filter(({ inExample }: Any) => inExample !== null);
  expect(changed).toMatchObject([{ key: 'pirat' }]);
  expect(data.view.exampleName).toEqual(expect.any(String));
  expect(Number(new URLSearchParams(data.view.values).get('pirat'))).toBeCloseTo(0.41, 12);
});

test('a verdict by form, the newest of each person', async () => {
  const id = (await askByForm({})).location?.replace('/r/', '') ?? '';
  const at = { params: { run: id } };
  for (const intent of ['not-sure', 'looks-right', 'looks-right']) {
    const given = await outcome(() => runPage.action(args(`/r/${id}`, { ...at, form: { intent, live: '' } })));
    expect(given).toMatchObject({ status: 303, location: `/r/${id}` });
  }
  const { data } = await outcome(() => runPage.loader(args(`/r/${id}`, at)));
  expect(data.verdicts).toMatchObject([{ value: 'looks-right', actor: { name: 'Ada' } }]);
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
  expect(data.flags).toMatchObject([{ note: form.note, kind: 'wrong', reporter: { name: 'Ada' } }]);

  const flag = data.flags[0].id;
  const flagAt = { params: { flag } };
  const send = (given: Record<string, string>, query = '') =>
    outcome(() => flagPage.action(args(`/f/${flag}${query}`, { ...flagAt, form: given })));
  expect(await send({ state: '', body: 'Which one?' }, '?list=all')).toMatchObject({
    ...{ status: 303, location: `/f/${flag}?list=all` },
  });
  // What a form holds for other states does not count.
  const accept = { state: 'accepted', body: 'In the next one', version: '1', duplicateOf: '7' };
  expect(await send(accept)).toMatchObject({ status: 303 });
  const thread = await outcome(() => flagPage.loader(args(`/f/${flag}`, flagAt)));
  expect(thread.data).toMatchObject({
    thread: {
      flag: { id: flag, state: 'accepted', waitsOn: { isYou: true } },
      entries: [{ type: 'opened' }, { body: 'Which one?' }, { to: 'accepted', reason: 'In the next one' }],
    },
    cases: [{ run: { id } }],
    address: { model: 'mortgage' },
    openCount: 1,
  });
  expect(thread.data.list.items.map((item: Any) => item.id)).toContain(flag);
  const list = await outcome(() => flagsPage.loader(args('/flags?state=accepted&model=mortgage')));
  expect(list.data).toMatchObject({
    items: [{ id: flag }],
    counts: { all: 1, waitingOnYou: 1 },
    model: { name: 'mortgage' },
  });
  expect(await send({ state: 'looks-fixed', version: '1', back: '/' })).toMatchObject({ status: 303, location: '/' });
});

test('a reply that is refused comes back with what was typed, at its field', async () => {
  const { items } = portal.container.feedback.listFlags(adminViewer(), { limit: 1, cursor: undefined });
  const flag = items[0]?.id ?? '';
  for (const [form, field] of [
    [{ state: '', body: ' ' }, 'body'],
    [{ state: '', body: 'x'.repeat(10_001) }, 'body'],
    [{ state: 'wont-fix', body: '' }, 'reason'],
    [{ state: 'duplicate', body: 'See', duplicateOf: '999' }, 'duplicateOf'],
    [{ state: 'nonsense', body: 'See' }, 'state'],
  ] as const) {
    const tried = await outcome(() =>
      flagPage.action(args(`/f/${flag}`, { params: { flag }, form: { version: '', ...form } })),
    );
    expect(tried, JSON.stringify(form).slice(0, 80)).toMatchObject({ status: expect.any(Number) });
    if (field !== 'reason' && field !== 'duplicateOf') expect(tried.status).toBe(422);
    expect(tried.data.values.body).toBe(form.body.trim());
  }
});

test('whoever is signed out while replying comes back to the thread', async () => {
  const sent = await outcome(() =>
    flagPage.action(args('/f/flg_x?list=all', { params: { flag: 'flg_x' }, form: { body: 'a' }, as: '' })),
  );
  expect(sent).toMatchObject({ status: 303, location: '/login?next=%2Ff%2Fflg_x%3Flist%3Dall' });
});

test('a flag of nobody is a 404, also to reply to', async () => {
  const at = { params: { flag: 'flg_0000000000000000' } };
  expect(await outcome(() => flagPage.loader(args('/f/x', at)))).toMatchObject({ status: 404 });
  expect(await outcome(() => flagPage.action(args('/f/x', { ...at, form: { body: 'a' } })))).toMatchObject({
    status: 404,
  });
});

test('a flag form with a made-up kind comes back with what was typed', async () => {
  const id = (await askByForm({})).location?.replace('/r/', '') ?? '';
  const form = { intent: 'flag', idempotencyKey: 'k', kind: 'nonsense', severity: 'minor', note: 'kept' };
  const tried = await outcome(() => runPage.action(args(`/r/${id}`, { params: { run: id }, form })));
  expect(tried.status).toBe(422);
  expect(tried.data.values.note).toBe('kept');
});

test('without a script the button of the answer leads to the form, and nothing is flagged yet', async () => {
  const id = (await askByForm({})).location?.replace('/r/', '') ?? '';
  const at = { params: { run: id } };
  const tried = await outcome(() => runPage.action(args(`/r/${id}`, { ...at, form: { intent: 'flag', live: '' } })));
  expect(tried).toMatchObject({ status: 200, data: { message: 'Say what is wrong.', fields: {} } });
  expect((await outcome(() => runPage.loader(args(`/r/${id}`, at)))).data.flags).toEqual([]);
});

test('a word that is no verdict is refused, not taken for one', async () => {
  const id = (await askByForm({})).location?.replace('/r/', '') ?? '';
  for (const intent of ['great', '']) {
    const tried = await outcome(() => runPage.action(args(`/r/${id}`, { params: { run: id }, form: { intent } })));
    expect(tried).toMatchObject({ status: 422, data: { error: { code: 'FL_REQUEST_INVALID' } } });
  }
});

test('a run of nobody is a 404', async () => {
  for (const run of ['run_0000000000000000', 'x', '']) {
    expect(await outcome(() => runPage.loader(args('/r/x', { params: { run } })))).toMatchObject({ status: 404 });
  }
});
