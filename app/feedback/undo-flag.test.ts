import { beforeEach, expect, test } from 'vitest';
import type { FlagKind, VerdictValue } from './contract.ts';
import { type Bench, createBench, openFlag, person, seedRun } from './testing.ts';

const rita = person('usr_rita', ['reviewer']);
const pia = person('usr_pia', ['publisher']);

let bench: Bench;
let seeded: ReturnType<typeof seedRun>;
beforeEach(() => {
  bench = createBench();
  seeded = seedRun(bench);
});
const say = (value: VerdictValue, viewer = rita) => bench.feedback.giveVerdict(viewer, { runId: seeded.runId, value });
const send = (kind: FlagKind = 'wrong') => openFlag(bench, rita, { runId: seeded.runId, kind }).flag.id;
const undo = (id: string, viewer = rita) => bench.feedback.undoFlag(viewer, id);
/** What this person says of the run now. */
const says = (viewer = rita) =>
  bench.feedback.verdictsOf(viewer, seeded.runId).find(({ actor }) => actor.id === viewer.actor.id)?.value;
const kinds = () => bench.ledger.read({}).map(({ kind }) => kind);

test('a flag that is taken back leaves nobody saying not right; the ledger says so', () => {
  const id = send();
  expect(says()).toBe('not-right');
  expect(undo(id)).toMatchObject({ id, state: 'withdrawn' });
  expect(says()).toBeUndefined();
  expect(bench.ledger.read({}).at(-1)).toMatchObject({
    ...{ kind: 'verdict.withdrawn', actor: rita.actor, projectId: seeded.projectId, modelId: seeded.modelId },
    ...{ versionId: seeded.versionId, payload: { runId: seeded.runId, flagId: id } },
  });
  expect(bench.ledger.verify()).toMatchObject({ ok: true });
});

test.each<VerdictValue>(['looks-right', 'not-sure', 'not-right'])('what was said before counts again: %s', (before) => {
  say(before);
  undo(send());
  expect(says()).toBe(before);
});

test('what is said after the flag stays', () => {
  const id = send();
  say('not-sure');
  undo(id);
  expect(says()).toBe('not-sure');
});

test('an idea brought no verdict; others keep theirs', () => {
  say('not-right');
  say('looks-right', pia);
  undo(send('idea'));
  expect([says(), says(pia)]).toEqual(['not-right', 'looks-right']);
  expect(kinds()).not.toContain('verdict.withdrawn');
});

test('of two flags on one run the one that stands still says not right', () => {
  say('looks-right');
  const [first, second] = [send(), send('bias')];
  undo(first);
  expect(says()).toBe('not-right');
  undo(second);
  expect(says()).toBe('looks-right');
});

test('twice is once; withdrawn on its own page first, the verdict still goes back', () => {
  const id = send();
  bench.feedback.changeState(rita, id, { state: 'withdrawn' });
  expect(says()).toBe('not-right');
  for (const undone of [undo(id), undo(id)]) expect(undone.state).toBe('withdrawn');
  expect(says()).toBeUndefined();
  expect(kinds().filter((kind) => kind === 'verdict.withdrawn')).toHaveLength(1);
});

test('opened again, it says not right again', () => {
  const id = send();
  undo(id);
  bench.feedback.changeState(rita, id, { state: 'open' });
  expect(says()).toBe('not-right');
  const idea = send('idea');
  undo(idea);
  say('looks-right');
  bench.feedback.changeState(rita, idea, { state: 'open' });
  expect(says()).toBe('looks-right');
});

test('only its reporter can; refused, nothing changes', () => {
  const id = send();
  expect(() => undo(id, pia)).toThrow(expect.objectContaining({ code: 'FL_AUTH_FORBIDDEN' }));
  expect(() => undo('flg_0000000000000000')).toThrow(expect.objectContaining({ code: 'FL_FLAG_NOT_FOUND' }));
  const before = kinds();
  bench.db.$client.exec(
    "CREATE TRIGGER full BEFORE INSERT ON event WHEN NEW.kind = 'verdict.withdrawn' BEGIN SELECT RAISE(ABORT, 'full'); END",
  );
  expect(() => undo(id)).toThrow('full');
  expect([says(), bench.feedback.getFlag(rita, id).state, kinds()]).toEqual(['not-right', 'open', before]);
});
