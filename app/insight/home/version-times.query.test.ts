import { beforeEach, expect, test } from 'vitest';
import { createFakeClock } from '#app/core/clock.ts';
import { createIds } from '#app/core/ids.ts';
import type { Actor, EventKind, NewEvent } from '#app/ledger/contract.ts';
import { createLedger, type Ledger } from '#app/ledger/index.ts';
import { type Database, inTransaction } from '#db/client.ts';
import { testDb } from '#db/testing.ts';
import { versionTimes } from './version-times.query.ts';

const human = (id: string): Actor => ({ kind: 'human', id });
const token = (id: string): Actor => ({ kind: 'token', id });
const PIA = human('usr_pia');
const RITA = human('usr_rita');
const MODEL = 'mdl_1';

let clock: ReturnType<typeof createFakeClock>;
let db: Database;
let ledger: Ledger;
let start: number;
beforeEach(() => {
  clock = createFakeClock();
  start = clock.now();
  db = testDb();
  ledger = createLedger({ db, clock, ids: createIds() });
});

const append = <K extends EventKind>(given: NewEvent<K>) =>
  inTransaction(db, (tx) => ledger.append(tx, given as NewEvent));

interface Published {
  version: number;
  /** When the first byte came and when it was ready, ms after the start. */
  received: number;
  ready: number;
  model?: string;
  publisher?: Actor;
  uploader?: Actor;
}

/** Version 2 of model mdl_1 is ver_2_mdl_1. */
const versionId = (version: number, model = MODEL) => `ver_${version}_${model}`;

function publish({ version, received, ready, model = MODEL, publisher = PIA, uploader = publisher }: Published) {
  const place = { projectId: 'prj_1', modelId: model };
  const uploadId = `upl_${version}_${model}`;
  append({
    kind: 'version.received',
    actor: uploader,
    subject: { type: 'upload', id: uploadId },
    at: start + received,
    payload: { hotfix: false, fixes: [] },
    ...place,
  });
  append({
    kind: 'version.ready',
    actor: publisher,
    subject: { type: 'version', id: versionId(version, model) },
    at: start + ready,
    payload: { number: version, uploadId, receivedAt: start + received },
    versionId: versionId(version, model),
    ...place,
  });
}

function say(what: 'verdict' | 'flag', at: number, { by = RITA, version = 1, model = MODEL } = {}) {
  const place = { projectId: 'prj_1', modelId: model, versionId: versionId(version, model), at: start + at, actor: by };
  if (what === 'verdict') {
    const payload = { runId: 'run_1', value: 'not-sure' as const };
    append({ kind: 'verdict.given', subject: { type: 'verdict', id: 'vrd_1' }, payload, ...place });
  } else {
    const payload = { number: 1, kind: 'wrong', severity: 'minor' };
    append({ kind: 'flag.opened', subject: { type: 'flag', id: 'flg_1' }, payload, ...place });
  }
}

function issue(id: string, by: Actor) {
  const payload = { roles: ['publisher'], expiresAt: null };
  append({ kind: 'token.issued', actor: by, subject: { type: 'token', id }, payload, projectId: 'prj_1' });
}

const times = (version = 1) => versionTimes(db, [versionId(version)]).get(versionId(version));

test('no version, no times', () => {
  expect(versionTimes(db, [])).toEqual(new Map());
  expect(versionTimes(db, [versionId(1), 'x\'"', ''])).toEqual(new Map());
  append({
    kind: 'version.received',
    actor: PIA,
    subject: { type: 'upload', id: 'upl_1' },
    payload: { hotfix: false, fixes: [] },
    modelId: MODEL,
  });
  expect(times()).toBeUndefined();
});

test('the preview took from the first byte to ready; feedback is waited for', () => {
  publish({ version: 1, received: 100, ready: 350 });
  expect(times()).toEqual({ timeToPreviewMs: 250, timeToFeedbackMs: null });
});

test.each(['verdict', 'flag'] as const)('the first %s ends the wait, whatever follows', (what) => {
  publish({ version: 1, received: 100, ready: 350 });
  say(what, 5_100);
  say('verdict', 6_000);
  say('flag', 7_000);
  expect(times()).toEqual({ timeToPreviewMs: 250, timeToFeedbackMs: 5_000 });
});

test('of a verdict and a flag the earlier counts, in either order', () => {
  publish({ version: 1, received: 0, ready: 1 });
  publish({ version: 1, received: 0, ready: 1, model: 'mdl_2' });
  say('verdict', 10);
  say('flag', 20);
  say('flag', 30, { model: 'mdl_2' });
  say('verdict', 40, { model: 'mdl_2' });
  const both = versionTimes(db, [versionId(1), versionId(1, 'mdl_2')]);
  expect([...both.values()].map(({ timeToFeedbackMs }) => timeToFeedbackMs).toSorted()).toEqual([10, 30]);
});

test('every version has clocks of its own; what is said of one does not stop those of another', () => {
  for (const version of [2, 10, 9]) publish({ version, received: version * 100, ready: version * 100 + version });
  say('flag', 5_000, { version: 9 });
  expect(times(10)).toEqual({ timeToPreviewMs: 10, timeToFeedbackMs: null });
  say('flag', 6_000, { version: 10 });
  expect(times(10)).toEqual({ timeToPreviewMs: 10, timeToFeedbackMs: 5_000 });
  expect(times(9)).toEqual({ timeToPreviewMs: 9, timeToFeedbackMs: 4_100 });
});

test.each([
  { who: 'its publisher', by: PIA },
  { who: 'its uploader', by: human('usr_uli') },
  { who: 'a token', by: token('tok_1') },
  { who: 'Firstlook itself', by: { kind: 'system', id: 'system' } as Actor },
])('what $who says is no feedback', ({ by }) => {
  publish({ version: 1, received: 0, ready: 1, uploader: human('usr_uli') });
  say('verdict', 10, { by });
  say('flag', 20, { by });
  expect(times()?.timeToFeedbackMs).toBeNull();
  say('flag', 30);
  expect(times()?.timeToFeedbackMs).toBe(30);
});

test('a guest is a stakeholder, also one whose id is the publisher’s', () => {
  publish({ version: 1, received: 0, ready: 1 });
  say('verdict', 10, { by: { kind: 'guest', id: PIA.id } });
  expect(times()?.timeToFeedbackMs).toBe(10);
});

test('a version handed over by a token is that of whoever issued the token', () => {
  issue('tok_1', PIA);
  issue('tok_2', RITA);
  publish({ version: 1, received: 0, ready: 1, publisher: token('tok_1') });
  publish({ version: 1, received: 0, ready: 1, publisher: human('usr_uli'), uploader: token('tok_1'), model: 'mdl_2' });
  const feedback = () =>
    [...versionTimes(db, [versionId(1), versionId(1, 'mdl_2')]).values()].map((found) => found.timeToFeedbackMs);
  for (const model of [MODEL, 'mdl_2']) say('verdict', 10, { by: PIA, model });
  expect(feedback()).toEqual([null, null]);
  for (const model of [MODEL, 'mdl_2']) say('verdict', 20, { by: RITA, model });
  expect(feedback()).toEqual([20, 20]);
});

test('the publisher of one version is a stakeholder of another', () => {
  publish({ version: 1, received: 0, ready: 1, publisher: RITA });
  publish({ version: 2, received: 100, ready: 101 });
  say('flag', 150, { version: 2 });
  expect(times(2)?.timeToFeedbackMs).toBe(50);
});

test('a clock that was set back makes no negative time', () => {
  publish({ version: 1, received: 1_000, ready: 400 });
  say('flag', 500);
  expect(times()).toEqual({ timeToPreviewMs: 0, timeToFeedbackMs: 0 });
});

test('many versions are one statement, which reads indexes only', () => {
  const names = Array.from({ length: 500 }, (_, place) => `mdl_${place}`);
  for (const model of names) publish({ version: 1, received: 0, ready: 7, model });
  const statements: string[] = [];
  const prepare = db.$client.prepare.bind(db.$client);
  db.$client.prepare = (source: string) => {
    statements.push(source);
    return prepare(source);
  };
  const found = versionTimes(
    db,
    names.map((model) => versionId(1, model)),
  );
  expect(found.size).toBe(500);
  expect(new Set([...found.values()].map((one) => one.timeToPreviewMs))).toEqual(new Set([7]));
  expect(statements).toHaveLength(1);
  const [asked = ''] = statements;
  const given = ['["ver_1_mdl_1"]', 'verdict.given', 'flag.opened'];
  const steps = prepare(`EXPLAIN QUERY PLAN ${asked}`).all(...given) as { detail: string }[];
  const onEvents = steps
    .map(({ detail }) => detail)
    .filter((detail) => /\b(event|said|received|issued)\b/.test(detail));
  expect(onEvents.length).toBeGreaterThan(4);
  for (const step of onEvents) expect(step).toMatch(/^SEARCH .* USING INDEX event_by_(model|version|subject) /);
});
