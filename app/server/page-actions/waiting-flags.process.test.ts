import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { findDraft, keepDraft, keepWaiting, waitingFlags } from '#app/components/judging/draft-store.ts';
import { type FlagDraft, type JudgedAnswer, startDraft } from '#app/components/judging/flag-draft.ts';
import { type FlagNews, onFlagNews } from '#app/components/judging/flag-news.ts';
import { sendWaiting } from '#app/components/judging/send-waiting.ts';
import { waitingPlaces } from '#app/components/judging/waiting-places.ts';
import { closeToast, shownToasts } from '#app/components/ui/toast-queue.ts';
import { publishMortgage, signInTwo, startTestPortal, type TestPortal } from '../testing.ts';

/** Flags that waited in a browser, sent to a real portal. The browser's part here: its storage, its cookie, its origin. */

let portal: TestPortal;
let origin = '';
const cookies = { ada: '', bob: '', nobody: '' };
const ids = { ada: '', bob: '' };
/** Whose session the browser has. */
let signedIn: keyof typeof cookies;
let isConnected: boolean;
const { fetch } = globalThis;

beforeAll(async () => {
  portal = await startTestPortal();
  origin = `http://127.0.0.1:${portal.port}`;
  Object.assign(cookies, await signInTwo(portal));
  const { accounts } = portal.container;
  ids.ada = accounts.viewerFromCookie(cookies.ada)!.viewer.actor.id;
  ids.bob = accounts.viewerFromCookie(cookies.bob)!.viewer.actor.id;
  await publishMortgage(portal);
}, 60_000);
afterAll(() => portal.remove());

beforeEach(() => {
  signedIn = 'ada';
  isConnected = true;
  vi.stubGlobal('localStorage', storage());
  vi.stubGlobal('fetch', (path: string | URL, init: RequestInit) => {
    // The portal runs in this process too; what it asks of serving is its own business.
    if (typeof path !== 'string' || !path.startsWith('/')) return fetch(path, init);
    if (!isConnected) return Promise.reject(new TypeError('Failed to fetch'));
    const headers = { ...(init.headers as Record<string, string>), origin, cookie: cookies[signedIn] };
    return fetch(new URL(path, origin), { ...init, headers });
  });
  for (const { id } of shownToasts()) closeToast(id);
});
afterEach(() => vi.unstubAllGlobals());

function storage(): Record<string, string> {
  return Object.create({
    getItem(this: Record<string, string>, name: string) {
      return this[name] ?? null;
    },
    setItem(this: Record<string, string>, name: string, value: string) {
      this[name] = value;
    },
    removeItem(this: Record<string, string>, name: string) {
      delete this[name];
    },
  });
}

const place = () => ({ personId: ids.ada, model: 'mortgage', version: 1 });
let lastKey = 0;
/** A flag about an answer that was on the screen and is not held by the server any more. */
async function written(note: string): Promise<FlagDraft> {
  const response = await globalThis.fetch('/m/mortgage/v/1/answer', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ inputs: { pirat: 0.4 } }),
  });
  const { inputs, answer, tookMs } = (await response.json()) as JudgedAnswer;
  lastKey += 1;
  const judged: JudgedAnswer = { live: 'lve_gone', runId: null, inputs, answer, tookMs };
  return { ...startDraft(judged, `key-${lastKey}`), kind: 'wrong', note };
}
const flags = () => {
  const viewer = portal.container.accounts.viewerFromCookie(cookies.ada)!.viewer;
  return portal.container.feedback.listFlags(viewer, { limit: 100, cursor: undefined }).items;
};
const noted = (note: string) => flags().filter((flag) => flag.note === note);
const runsStored = () =>
  portal.container.ledger.read({ limit: 200 }).filter(({ kind }) => kind === 'run.stored').length;
const titles = () => shownToasts().map(({ title }) => title);

test('what waits is sent, the oldest first, and said; Undo takes it back', async () => {
  const news: FlagNews[] = [];
  const stop = onFlagNews((one) => news.push(one));
  for (const note of ['first', 'second']) keepWaiting(place(), await written(note));
  expect(waitingPlaces(ids.ada)).toEqual([place()]);
  await sendWaiting(ids.ada);
  expect(waitingPlaces(ids.ada)).toEqual([]);
  const [first, second] = [noted('first')[0]!, noted('second')[0]!];
  expect(second.number).toBe(first.number + 1);
  expect(first.reporter).toMatchObject({ id: ids.ada });
  expect(titles()).toEqual([`Flag ${first.number} saved`, `Flag ${second.number} saved`]);
  shownToasts()[0]!.action!.onAction();
  await vi.waitFor(() => expect(news.filter(({ isUndone }) => isUndone)).toHaveLength(1), 10_000);
  expect(noted('first')[0]).toMatchObject({ state: 'withdrawn' });
  expect(news.map(({ flag, isUndone }) => [flag.number, isUndone])).toEqual([
    [first.number, false],
    [second.number, false],
    [first.number, true],
  ]);
  stop();
});

test('while someone else is signed in, or nobody is, it waits: nothing is sent or stored in their name', async () => {
  keepWaiting(place(), await written('hers'));
  const before = runsStored();
  for (const who of ['bob', 'nobody'] as const) {
    signedIn = who;
    await sendWaiting(ids.ada);
    await sendWaiting(ids.bob);
    expect(waitingFlags(place())).toHaveLength(1);
  }
  expect([noted('hers'), runsStored(), titles()]).toEqual([[], before, []]);
  signedIn = 'ada';
  await sendWaiting(ids.ada);
  expect(noted('hers')).toHaveLength(1);
});

test('without a connection it waits; tried twice at once it is one flag', async () => {
  keepWaiting(place(), await written('once'));
  isConnected = false;
  await sendWaiting(ids.ada);
  expect(waitingFlags(place())).toHaveLength(1);
  isConnected = true;
  const before = runsStored();
  await Promise.all([sendWaiting(ids.ada), sendWaiting(ids.ada)]);
  expect([noted('once').length, runsStored()]).toEqual([1, before + 1]);
});

test('what is refused for good becomes the draft of its version, and never replaces one being written', async () => {
  const tooLong = await written('x'.repeat(10_001));
  keepWaiting(place(), tooLong);
  await sendWaiting(ids.ada);
  expect([waitingFlags(place()), findDraft(place())?.note.length]).toEqual([[], 10_001]);
  expect(titles()).toEqual(['A flag that waited was not sent']);

  const writing = await written('being written');
  keepDraft(place(), writing);
  keepWaiting(place(), { ...tooLong, idempotencyKey: 'other' });
  keepWaiting(place(), await written('after it'));
  for (const _ of [1, 2]) await sendWaiting(ids.ada);
  expect(findDraft(place())).toEqual(writing);
  expect(waitingFlags(place()).map(({ idempotencyKey }) => idempotencyKey)).toEqual(['other']);
  expect(noted('after it')).toHaveLength(1);
  expect(titles().filter((title) => title === 'A flag that waited was not sent')).toHaveLength(2);
});

test('names in the storage that are not ours are nobody’s flags', () => {
  const store = globalThis.localStorage as unknown as Record<string, string>;
  for (const name of [
    'x',
    `firstlook.waiting ${ids.ada}`,
    `firstlook.waiting ${ids.ada} m 0`,
    'firstlook.waiting  m 1',
  ])
    store[name] = '[]';
  for (const name of [`firstlook.waiting ${ids.ada} m 1 2`, `firstlook.waiting ${ids.bob} m 1`]) store[name] = '[]';
  expect(waitingPlaces(ids.ada)).toEqual([]);
});
