import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { description, run } from '#db/schema/index.ts';
import { addMember, type Bench, createBench, openFlag, person, seedRun, THERE } from '../testing.ts';

const rita = person('usr_rita', ['reviewer']);
const pia = person('usr_pia', ['publisher']);
let bench: Bench;
let seeded: ReturnType<typeof seedRun>;
let id: string;
beforeEach(() => {
  bench = createBench();
  seeded = seedRun(bench);
  addMember(bench, pia);
  id = openFlag(bench, rita, { runId: seeded.runId, note: 'Too strict' }).flag.id;
});
const read = (viewer = rita, limit = 100) => bench.feedback.readThread(viewer, id, { limit });
const told = (limit = 100) =>
  read(rita, limit).entries.map(({ id: _id, at: _at, actor, ...entry }) => [actor.id, entry]);
const change = (state: Parameters<Bench['feedback']['changeState']>[2], viewer = pia) =>
  bench.feedback.changeState(viewer, id, state);

test('a thread is the flag, its runs, what happened in order, and what one can do', () => {
  const { flag, runs, ...rest } = read();
  expect(flag).toMatchObject({ id, modelTitle: 'mortgage', waitsOn: { name: 'Name of usr_pia', isYou: false } });
  expect(runs).toMatchObject([{ part: 'this', run: { id: seeded.runId }, inputs: [], example: null, changed: [] }]);
  expect(rest).toMatchObject({ entries: [{ type: 'opened' }], earlier: 0, moves: ['withdrawn'], versions: [] });
  expect(read(pia).moves).toContain('accepted');
});

test('every reason stays in the thread, with the change it explains', () => {
  seedRun(bench, { number: 2 });
  bench.feedback.reply(rita, id, { body: 'See the second field.' });
  change({ state: 'accepted', reason: 'In the next one.' });
  change({ state: 'looks-fixed', version: 2 });
  change({ state: 'open' }, rita);
  change({ state: 'wont-fix', reason: 'By design.' });
  const changed = { type: 'change', version: null, reason: null, duplicateOf: null };
  expect(told()).toEqual([
    ['usr_rita', { type: 'opened' }],
    ['usr_rita', { type: 'reply', body: 'See the second field.' }],
    ['usr_pia', { ...changed, from: 'open', to: 'accepted', reason: 'In the next one.' }],
    ['usr_pia', { ...changed, from: 'accepted', to: 'looks-fixed', version: 2 }],
    ['usr_rita', { ...changed, from: 'looks-fixed', to: 'open' }],
    ['usr_pia', { ...changed, from: 'open', to: 'wont-fix', reason: 'By design.' }],
  ]);
  // They are no replies.
  expect(bench.feedback.getFlag(rita, id).messages).toMatchObject([{ body: 'See the second field.' }]);
});

test('a duplicate names the flag it repeated, also once it was taken back', () => {
  const second = openFlag(bench, rita, { runId: seeded.runId }).flag;
  change({ state: 'duplicate', duplicateOf: '2' });
  change({ state: 'open' });
  expect(told()[1]).toEqual(['usr_pia', expect.objectContaining({ duplicateOf: { id: second.id, number: 2 } })]);
  expect(told()[2]).toEqual(['usr_pia', expect.objectContaining({ duplicateOf: null })]);
});

test.each(['2', ' 2 ', '#2', 'flag 2', 'Flag 2'])('the flag it repeats can be named as %j', (named) => {
  const second = openFlag(bench, rita, { runId: seeded.runId }).flag;
  expect(change({ state: 'duplicate', duplicateOf: named })).toMatchObject({ duplicateOf: second.id });
});

test.each(['3', '1', '0', '2.', '-2', 'flag', '99999999999', 'x'.repeat(500)])(
  'no other flag is called %j',
  (named) => {
    openFlag(bench, rita, { runId: seeded.runId });
    expect(() => change({ state: 'duplicate', duplicateOf: named })).toThrow(
      expect.objectContaining({ code: 'FL_REQUEST_INVALID', message: expect.stringMatching(/^.{10,100}$/) }),
    );
  },
);

test('of a long thread the newest entries, and how many are left out', () => {
  for (const body of ['a', 'b', 'c']) bench.feedback.reply(rita, id, { body });
  expect(told(2)).toEqual([
    ['usr_rita', { type: 'reply', body: 'b' }],
    ['usr_rita', { type: 'reply', body: 'c' }],
  ]);
  expect(read(rita, 2).earlier).toBe(2);
});

test('the fields in which the run differs from its example', () => {
  const inputs = [
    { name: 'a', key: 'a', label: 'A', kind: 'number' },
    { name: 'b', key: 'b', label: 'B', kind: 'number', default: 3 },
    { name: 'h', key: 'h', label: 'H', kind: 'number', hidden: true },
  ];
  const examples = [{ name: 'Typical', values: { a: 1, h: 5 } }];
  bench.db.update(description).set({ body: { inputs, examples } }).run();
  bench.db
    .update(run)
    .set({ inputs: { a: 2, b: 3, h: 9 } })
    .where(eq(run.id, seeded.runId))
    .run();
  const [shown] = read().runs;
  expect(shown?.inputs.map(({ key }) => key)).toEqual(['a', 'b']);
  expect(shown).toMatchObject({ example: { name: 'Typical', values: { a: 1, b: 3 } }, changed: ['a'] });
});

test('triage may say in which versions it is fixed: those in use', () => {
  seedRun(bench, { number: 2, state: 'retired' });
  seedRun(bench, { number: 3, state: 'ready' });
  expect(read(pia).versions).toEqual([3, 1]);
});

test('for outsiders there is no thread', () => {
  const refused = expect.objectContaining({ code: 'FL_FLAG_NOT_FOUND' });
  expect(() => read(person('usr_out', ['publisher'], THERE))).toThrow(refused);
  const hidden = seedRun(bench, { number: 2, state: 'ready' });
  id = openFlag(bench, pia, { runId: hidden.runId }).flag.id;
  expect(() => read()).toThrow(refused);
  expect(read(pia).flag.id).toBe(id);
});
