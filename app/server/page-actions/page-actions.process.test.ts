import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishMortgage, signInTwo, startTestPortal, type TestPortal, untimed } from '../testing.ts';

/** What pages do without leaving them, asked over HTTP as a browser does. */

let portal: TestPortal;
let origin = '';
let ada = '';
let bob = '';

interface Sent {
  cookie?: string;
  headers?: Record<string, string>;
}

async function post(path: string, body: unknown, { cookie = ada, headers = {} }: Sent = {}) {
  const response = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { origin, cookie, 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

const runsStored = () =>
  portal.container.ledger.read({ limit: 200 }).filter(({ kind }) => kind === 'run.stored').length;

beforeAll(async () => {
  portal = await startTestPortal();
  origin = `http://127.0.0.1:${portal.port}`;
  ({ ada, bob } = await signInTwo(portal));
  await publishMortgage(portal);
}, 60_000);
afterAll(() => portal.remove());

const at = '/m/mortgage/v/1';

describe('a live answer', () => {
  test('is answered and not stored; controls are in the display unit', async () => {
    const before = runsStored();
    const { status, body } = await post(`${at}/answer`, { form: { 'in.pirat': '41%', 'was.pirat': '0.33' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: expect.stringMatching(/^lve_/), inputs: { pirat: 0.41 } });
    expect(body.answer.scores).toHaveLength(2);
    expect(runsStored()).toBe(before);
  });

  test('says what does not fit at its field', async () => {
    const { status, body } = await post(`${at}/answer`, { form: { 'in.pirat': 'much' } });
    expect(status).toBe(422);
    expect(Object.keys(body.error.fields)).toEqual(['pirat']);
  });

  test('becomes one run by Run, a verdict and a flag together', async () => {
    const before = runsStored();
    const { body: live } = await post(`${at}/answer`, { inputs: { pirat: 0.5 } });
    const kept = await post(`${at}/runs`, { live: live.id });
    expect(kept).toMatchObject({ status: 201, body: { run: { answer: live.answer, inputs: live.inputs } } });
    const again = await post(`${at}/runs`, { live: live.id });
    expect(again).toMatchObject({ status: 200, body: { run: { id: kept.body.run.id } } });
    const judged = { live: live.id };
    const verdict = await post('/judge/verdict', { judged, value: 'looks-right' });
    expect(verdict).toMatchObject({ status: 201, body: { run: { id: kept.body.run.id } } });
    const flag = await post('/judge/flag', { judged, kind: 'wrong', severity: 'minor', note: 'No.' });
    expect(flag).toMatchObject({ status: 201, body: { run: { id: kept.body.run.id }, flag: { number: 1 } } });
    expect(runsStored()).toBe(before + 1);
  });

  test('of someone else is gone', async () => {
    const { body: live } = await post(`${at}/answer`, { inputs: {} });
    const taken = await post('/judge/verdict', { judged: { live: live.id }, value: 'not-sure' }, { cookie: bob });
    expect(taken).toMatchObject({ status: 410, body: { error: { code: 'FL_RUN_LIVE_GONE' } } });
  });
});

test('an example is stored once, and its form comes along', async () => {
  const first = await post(`${at}/runs`, { example: 1 });
  const second = await post(`${at}/runs`, { example: 1 });
  expect(first).toMatchObject({ status: 201, body: { run: { source: 'example' } } });
  expect(second).toMatchObject({ status: 200, body: { run: { id: first.body.run.id } } });
  expect(first.body.fields).toHaveLength(12);
  expect(await post(`${at}/runs`, { example: 99 })).toMatchObject({ status: 404 });
});

test('a pasted row becomes the form; a cell too many is named', async () => {
  const { body } = await post(`${at}/row`, { text: 'pirat\thirat\n0.41\t0.27' });
  expect(body.read).toEqual(['pirat', 'hirat']);
  expect(body.fields[0]).toMatchObject({ key: 'pirat', value: '41' });
  const wide = await post(`${at}/row`, { text: Array.from({ length: 13 }, () => '1').join('\t') });
  expect(wide).toMatchObject({
    status: 422,
    body: { error: { fields: { 'cell.13': expect.stringContaining('12 values') } } },
  });
});

test('several pasted rows are answered one by one, and none is stored', async () => {
  const before = runsStored();
  const { status, body } = await post(`${at}/rows`, { text: 'pirat\thirat\n0.41\t0.27\nmuch\t0.2\n0.1\t0.1' });
  expect(status).toBe(200);
  expect(body.rows).toMatchObject([
    { text: 'pirat\thirat\n0.41\t0.27', answer: { decision: expect.any(String) }, problem: null },
    { answer: null, problem: expect.stringMatching(/Give a number/) },
    { answer: { scores: [{}, {}] }, problem: null },
  ]);
  const one = await post(`${at}/answer`, { inputs: { pirat: 0.41, hirat: 0.27 } });
  expect(untimed(body.rows[0].answer)).toEqual(untimed(one.body.answer));
  expect(await post(`${at}/rows`, { text: '1\n'.repeat(101) })).toMatchObject({ status: 422 });
  expect(runsStored()).toBe(before);
});

test('a flag is one however often it is sent, and can be taken back', async () => {
  const { body: live } = await post(`${at}/answer`, { inputs: { pirat: 0.6 } });
  const { body: kept } = await post(`${at}/runs`, { live: live.id });
  const flag = { judged: { run: kept.run.id }, kind: 'bias', severity: 'serious', note: '<b>x</b>' };
  const headers = { 'idempotency-key': 'key-1' };
  const sent = await Promise.all([post('/judge/flag', flag, { headers }), post('/judge/flag', flag, { headers })]);
  expect(sent.map(({ status }) => status).sort()).toEqual([200, 201]);
  const { id } = sent[0]?.body.flag ?? {};
  expect(sent[1]?.body.flag.id).toBe(id);
  expect(await post(`/f/${id}/withdraw`, {}, { cookie: bob })).toMatchObject({ status: 403 });
  expect(await post(`/f/${id}/withdraw`, {})).toMatchObject({ status: 200, body: { flag: { state: 'withdrawn' } } });
  expect(await post(`/f/${id}/withdraw`, {})).toMatchObject({ status: 200 });
  const other = await post('/judge/flag', { ...flag, note: 'another' }, { headers });
  expect(other).toMatchObject({ body: { error: { code: 'FL_IDEMPOTENCY_REUSED' } } });
});

test('how many flags are open by now comes with a flag, and with taking it back', async () => {
  const { body: live } = await post(`${at}/answer`, { inputs: { pirat: 0.7 } });
  const flag = { judged: { live: live.id }, kind: 'unclear', severity: 'minor' };
  const { body: sent } = await post('/judge/flag', flag);
  const { count } = sent.openFlags;
  expect(sent.openFlags).toEqual({ model: 'mortgage', count: expect.any(Number), at: expect.any(Number) });
  const { body: undone } = await post(`/f/${sent.flag.id}/withdraw`, {});
  expect(undone.openFlags).toMatchObject({ model: 'mortgage', count: count - 1 });
});

test('a flag that is taken back takes its verdict along', async () => {
  const { body: kept } = await post(`${at}/runs`, { live: (await post(`${at}/answer`, { inputs: {} })).body.id });
  const judged = { run: kept.run.id };
  await post('/judge/verdict', { judged, value: 'looks-right' });
  const { body } = await post('/judge/flag', { judged, kind: 'wrong', severity: 'minor' });
  await post(`/f/${body.flag.id}/withdraw`, {});
  const { accounts, feedback } = portal.container;
  const viewer = accounts.viewerFromCookie(ada)!.viewer;
  expect(feedback.verdictsOf(viewer, kept.run.id)).toMatchObject([{ value: 'looks-right' }]);
});

describe('what is sent', () => {
  test.each<[string, unknown, number]>([
    ['/m/mortgage/v/1/answer', '{', 400],
    ['/m/mortgage/v/1/answer', { form: { a: 1 } }, 422],
    ['/m/mortgage/v/1/answer', { other: 1 }, 422],
    ['/m/mortgage/v/x/answer', {}, 404],
    ['/m/mortgage/v/7/answer', {}, 404],
    ['/m/nothing/v/1/answer', {}, 404],
    ['/m/mortgage/v/1/runs', { live: 'lve_0', example: 1 }, 422],
    ['/m/mortgage/v/1/runs', { live: 'lve_0' }, 410],
    ['/m/mortgage/v/1/row', { text: '' }, 422],
    ['/judge/verdict', { judged: {}, value: 'looks-right' }, 422],
    ['/judge/verdict', { judged: { run: 'run_0', live: 'lve_0' }, value: 'looks-right' }, 422],
    ['/judge/verdict', { judged: { run: 'run_0' }, value: 'great' }, 422],
    ['/judge/verdict', { judged: { run: 'run_0' }, value: 'looks-right' }, 404],
    ['/judge/flag', { judged: { run: 'run_0' }, kind: 'wrong', severity: 'minor', note: 'x'.repeat(20_000) }, 422],
    ['/f/flg_0/withdraw', {}, 404],
  ])('to %s, %j, is refused in words', async (path, body, status) => {
    const answered = await post(path, body);
    expect({ status: answered.status, path }).toEqual({ status, path });
    expect(answered.body.error.message).toMatch(/\w/);
  });

  test('without a session, or from another site, does nothing', async () => {
    const before = runsStored();
    const nobody = await post(`${at}/runs`, { example: 2 }, { cookie: '' });
    expect(nobody).toMatchObject({ status: 401, body: { error: { code: 'FL_AUTH_REQUIRED' } } });
    const elsewhere = await post(`${at}/runs`, { example: 2 }, { headers: { origin: 'https://evil.example' } });
    expect(elsewhere.status).toBe(403);
    expect(runsStored()).toBe(before);
  });
});
