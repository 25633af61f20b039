import { beforeEach, expect, test } from 'vitest';
import type { Viewer } from '#app/accounts/contract.ts';
import type { FlagView } from '../contract.ts';
import { addMember, addRun, type Bench, createBench, HERE, openFlag, person, seedRun, THERE } from '../testing.ts';
import type { FlagQuery } from './flag-filter.ts';

const rita = person('usr_rita', ['reviewer']);
const pia = person('usr_pia', ['publisher']);
const ada: Viewer = { ...person('usr_ada', []), isAdmin: true };
let bench: Bench;
let seeded: ReturnType<typeof seedRun>;
beforeEach(() => {
  bench = createBench();
  seeded = seedRun(bench);
});
const open = (runId = seeded.runId, viewer = rita) => openFlag(bench, viewer, { runId }).flag;
const list = (query: Partial<FlagQuery> = {}, viewer = rita) =>
  bench.feedback.listFlags(viewer, { limit: 50, cursor: undefined, ...query });
const idsOf = (query: Partial<FlagQuery> = {}, viewer = rita) => list(query, viewer).items.map(({ id }) => id);

/** Follows `next` to the end. */
function pages(limit: number, viewer = rita): FlagView[][] {
  const all: FlagView[][] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = list({ limit, cursor }, viewer);
    all.push(items);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return all;
}

test('without flags the list is empty', () => {
  expect(list()).toEqual({ items: [], next: null });
});

test('newest first, page by page, each flag once, also of one millisecond and while new ones come', () => {
  const made = Array.from({ length: 12 }, (_, place) => {
    if (place % 5 === 0) bench.clock.advance(1);
    return open();
  });
  const [first, ...rest] = pages(5);
  expect([first, ...rest].map((page) => page?.length)).toEqual([5, 5, 2]);
  const seen = [first, ...rest].flat();
  expect(new Set(seen.map((item) => item?.id))).toEqual(new Set(made.map(({ id }) => id)));
  const times = seen.map((item) => item?.createdAt ?? 0);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  const cursor = list({ limit: 5 }).next ?? '';
  open();
  expect(list({ limit: 5, cursor }).items).toEqual(rest[0]);
  expect(pages(13).map((page) => page.length)).toEqual([13]);
});

test('a list item is the flag as it is read alone', () => {
  const { messages, ...alone } = bench.feedback.getFlag(rita, open().id);
  expect(list().items).toEqual([alone]);
  expect(messages).toEqual([]);
});

test('a flag shows all its runs with their parts', () => {
  const { id } = open();
  const other = addRun(bench, seeded);
  bench.db.$client.prepare("INSERT INTO flag_run VALUES (?, ?, 'other-side')").run(id, other);
  const runs = [
    { runId: seeded.runId, part: 'this' },
    { runId: other, part: 'other-side' },
  ];
  expect(list().items[0]?.runs).toEqual(runs);
  expect(idsOf({ runId: other })).toEqual([id]);
});

test('filters by model, state and run, together too', () => {
  const elsewhere = seedRun(bench, { name: 'other' });
  const [one, two, three] = [open(), open(addRun(bench, seeded)), open(elsewhere.runId)];
  bench.feedback.changeState(pia, two.id, { state: 'accepted' });
  expect(idsOf().toSorted()).toEqual([one.id, two.id, three.id].toSorted());
  expect(idsOf({ model: 'mortgage' }).toSorted()).toEqual([one.id, two.id].toSorted());
  expect(idsOf({ state: 'accepted' })).toEqual([two.id]);
  expect(idsOf({ model: 'mortgage', state: 'open' })).toEqual([one.id]);
  expect(idsOf({ runId: seeded.runId })).toEqual([one.id]);
  expect(idsOf({ runId: seeded.runId, state: 'accepted' })).toEqual([]);
  for (const model of ['none', '', "' OR 1=1 --", 'Mortgage', '%']) expect(idsOf({ model })).toEqual([]);
  expect(idsOf({ runId: 'run_0000000000000000' })).toEqual([]);
});

test('everyone sees the flags of their projects, an admin all of them', () => {
  const there = seedRun(bench, { name: 'other', projectId: THERE });
  const hidden = seedRun(bench, { number: 2, state: 'ready' });
  const retired = seedRun(bench, { number: 3, state: 'retired' });
  const outsider = person('usr_out', ['approver'], THERE);
  const [here, old] = [open(), open(retired.runId)];
  const elsewhere = open(there.runId, outsider);
  const unannounced = open(hidden.runId, pia);
  const both: Viewer = { ...rita, roles: { [HERE]: ['reviewer'], [THERE]: ['publisher'] } };
  const seen = (viewer: Viewer) => new Set(idsOf({}, viewer));
  expect(seen(rita)).toEqual(new Set([here.id, old.id]));
  expect(seen(pia)).toEqual(new Set([here.id, old.id, unannounced.id]));
  expect(seen(outsider)).toEqual(new Set([elsewhere.id]));
  expect(seen(both)).toEqual(new Set([here.id, old.id, elsewhere.id]));
  expect(seen(ada).size).toBe(4);
  expect(idsOf({}, person('usr_none', []))).toEqual([]);
  expect(idsOf({ model: 'other' })).toEqual([]);
  expect(idsOf({ runId: there.runId })).toEqual([]);
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
test.each([
  'zzz',
  '',
  encoded(7),
  encoded([1]),
  encoded([1, 'x']),
  encoded(['1', 'flg_0000000000000000']),
  encoded([1.5, 'flg_0000000000000000']),
  encoded([1, 'flg_0000000000000000', 2]),
  encoded({ createdAt: 1 }),
])('the cursor %j was never given out', (cursor) => {
  expect(() => list({ cursor })).toThrow(expect.objectContaining({ code: 'FL_REQUEST_BAD_CURSOR' }));
});

test('a limit is kept between 1 and 200', () => {
  for (let number = 0; number < 202; number += 1) open();
  expect(list({ limit: 1000 }).items).toHaveLength(200);
  expect(list({ limit: 0 }).items).toHaveLength(1);
});

test.each([
  { what: 'all', query: {}, index: 'flag_in_project' },
  { what: 'a state', query: { state: 'open' as const }, index: 'flag_facets_in_project' },
  { what: 'a kind', query: { kind: 'wrong' as const }, index: 'flag_facets_in_project' },
  { what: 'a model', query: { model: 'mortgage' }, index: 'flag_of_model' },
  { what: 'both', query: { model: 'mortgage', state: 'open' as const }, index: 'flag_facets_of_model' },
  { what: 'a reporter', query: { reporter: rita.actor }, index: 'flag_of_reporter' },
  { what: 'what waits', query: { waits: 'you' as const }, index: 'flag_facets_in_project' },
])('a list of $what reads its index in order and sorts nothing', ({ query, index }) => {
  const statements: string[] = [];
  const prepare = bench.db.$client.prepare.bind(bench.db.$client);
  bench.db.$client.prepare = (source: string) => {
    statements.push(source);
    return prepare(source);
  };
  addMember(bench, pia);
  open();
  const cursor = encoded([bench.clock.now() + 1, 'flg_0000000000000000']);
  for (const viewer of query.waits ? [pia] : [rita, ada]) {
    statements.length = 0;
    expect(list({ ...query, cursor }, viewer).items).toHaveLength(1);
    const asked = statements.filter((source) => source.includes('order by "flag"."created_at"'));
    const steps = asked.flatMap((source) =>
      prepare(`EXPLAIN QUERY PLAN ${source}`)
        .all(...Array(source.split('?').length - 1).fill(1))
        .map((step) => (step as { detail: string }).detail),
    );
    expect(steps.join('\n')).toContain(`INDEX ${index} (`);
    expect(steps.join('\n')).not.toMatch(/TEMP B-TREE|SCAN/);
  }
});

test('filters by kind, severity and reporter, together too', () => {
  const tom = person('usr_tom', ['reviewer']);
  const given = [
    { kind: 'bias', severity: 'stops-release' },
    { kind: 'bias', severity: 'minor' },
    { kind: 'idea', severity: 'minor' },
  ] as const;
  const mine = given.map((one) => openFlag(bench, rita, { runId: seeded.runId, ...one }).flag.id);
  const theirs = given.map((one) => openFlag(bench, tom, { runId: seeded.runId, ...one }).flag.id);
  bench.feedback.changeState(pia, theirs[1] ?? '', { state: 'accepted' });
  const fits = (query: Partial<FlagQuery>, ids: (string | undefined)[]) =>
    expect(idsOf(query).toSorted(), JSON.stringify(query)).toEqual(ids.toSorted());
  fits({ kind: 'bias' }, [...mine.slice(0, 2), ...theirs.slice(0, 2)]);
  fits({ severity: 'minor' }, [...mine.slice(1), ...theirs.slice(1)]);
  fits({ kind: 'bias', severity: 'minor', state: 'open' }, [mine[1]]);
  fits({ reporter: tom.actor }, theirs);
  fits({ reporter: { kind: 'token', id: tom.actor.id } }, []);
  fits({ reporter: tom.actor, kind: 'bias', state: ['accepted', 'open'] }, theirs.slice(0, 2));
  fits({ state: [] }, []);
  fits({ state: ['accepted', 'withdrawn'] }, [theirs[1]]);
  fits({ model: 'none', reporter: tom.actor }, []);
});

test('what waits on whom: triage has the turn, then the reporter, then triage again', () => {
  addMember(bench, pia);
  addMember(bench, rita);
  const { id } = open();
  const turn = () => {
    const [item] = bench.feedback.browseFlags(rita, { limit: 1, cursor: undefined }).items;
    const own = (viewer: Viewer) => idsOf({ waits: 'you' }, viewer).length;
    return { waitsFor: item?.waitsFor, waitsOn: item?.waitsOn, onPia: own(pia), onRita: own(rita), onAda: own(ada) };
  };
  const onPia = { waitsOn: { name: 'Name of usr_pia', isYou: false }, onPia: 1, onRita: 0, onAda: 0 };
  const onRita = { waitsOn: { name: 'Name of usr_rita', isYou: true }, onPia: 0, onRita: 1, onAda: 0 };
  expect(turn()).toEqual({ waitsFor: 'answer', ...onPia });
  bench.feedback.changeState(pia, id, { state: 'needs-info' });
  expect(turn()).toEqual({ waitsFor: 'info', ...onRita });
  bench.feedback.reply(rita, id, { body: 'This one.' });
  expect(turn()).toEqual({ waitsFor: 'reply', ...onPia });
  bench.feedback.reply(pia, id, { body: 'And when?' });
  expect(turn()).toEqual({ waitsFor: 'info', ...onRita });
  bench.feedback.changeState(pia, id, { state: 'looks-fixed', version: 1 });
  expect(turn()).toEqual({ waitsFor: 'yes', ...onRita });
  bench.feedback.changeState(rita, id, { state: 'confirmed' });
  expect(turn()).toEqual({ waitsFor: 'nothing', waitsOn: null, onPia: 0, onRita: 0, onAda: 0 });
});

test('where no one publishes the admins have the turn; a version is answered for by whoever published it', () => {
  addMember(bench, ada);
  open();
  const waitsOn = (viewer: Viewer) =>
    bench.feedback.browseFlags(viewer, { limit: 1, cursor: undefined }).items[0]?.waitsOn;
  expect(waitsOn(rita)).toEqual({ name: 'Name of usr_ada', isYou: false });
  expect(waitsOn(ada)).toMatchObject({ isYou: true });
  addMember(bench, pia);
  addMember(bench, person('usr_maker', ['publisher']));
  expect(waitsOn(rita)).toEqual({ name: 'Name of usr_maker', isYou: false });
  expect(waitsOn(pia)).toMatchObject({ isYou: true });
  expect(waitsOn(ada)).toMatchObject({ isYou: false });
});

test('a page around a flag: a few newer ones, itself, older ones; the plain first page when it does not fit', () => {
  const ids = Array.from({ length: 20 }, () => open().id).reverse();
  const sorted = idsOf();
  expect(sorted.toSorted()).toEqual(ids.toSorted());
  const around = (id: string, query: Partial<FlagQuery> = {}) => {
    const browsing = { limit: 8, cursor: undefined, around: id, ...query };
    const { items, next, isFirst } = bench.feedback.browseFlags(rita, browsing);
    return { places: items.map((item) => sorted.indexOf(item.id)), hasNext: next !== null, isFirst };
  };
  const places = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, place) => from + place);
  expect(around(sorted[3] ?? '')).toEqual({ places: places(0, 7), hasNext: true, isFirst: true });
  expect(around(sorted[12] ?? '')).toEqual({ places: places(10, 17), hasNext: true, isFirst: false });
  expect(around(sorted[19] ?? '')).toEqual({ places: places(17, 19), hasNext: false, isFirst: false });
  for (const [id, query] of [
    ['flg_0000000000000000', {}],
    [sorted[12] ?? '', { kind: 'bias' as const }],
  ] as const) {
    expect(around(id, query)).toMatchObject({ isFirst: true });
  }
});
