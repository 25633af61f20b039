import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import type { Viewer } from '#app/accounts/contract.ts';
import { appError } from '#app/core/errors.ts';
import { flag } from '#db/schema/index.ts';
import type { StateChange } from './changes.ts';
import { FLAG_STATES, type FlagState, type FlagView } from './contract.ts';
import { type Bench, createBench, HERE, openFlag, person, seedRun, THERE } from './testing.ts';

const rita = person('usr_rita', ['reviewer']);
const pia = person('usr_pia', ['publisher']);
const tom = person('usr_tom', ['reviewer', 'approver']);
const ada: Viewer = { ...person('usr_ada', []), isAdmin: true };
const outsider = person('usr_out', ['publisher'], THERE);

let bench: Bench;
let seeded: ReturnType<typeof seedRun>;
let opened: FlagView;
beforeEach(() => {
  bench = createBench();
  seeded = seedRun(bench);
  opened = open();
});
const open = (runId = seeded.runId) => openFlag(bench, rita, { runId }).flag;
const change = (given: Record<string, unknown>, viewer = pia, id = opened.id) =>
  bench.feedback.changeState(viewer, id, given as unknown as StateChange);
const refusal = (given: Record<string, unknown>, viewer = pia, id = opened.id) => {
  try {
    return change(given, viewer, id);
  } catch (error) {
    return error;
  }
};
const events = () => bench.ledger.read({}).filter(({ kind }) => kind === 'flag.changed');
/** Puts the flag into a state without asking anyone. */
const force = (state: FlagState) => bench.db.update(flag).set({ state }).where(eq(flag.id, opened.id)).run();
/** What each state must be given with. */
const details = (state: FlagState): Record<string, unknown> => {
  if (state === 'looks-fixed' || state === 'broke-again') return { version: 1 };
  if (state === 'wont-fix') return { reason: 'By design' };
  return state === 'duplicate' ? { duplicateOf: open().id } : {};
};

test('triage moves a flag on; the change is in the ledger without the reason', () => {
  bench.clock.advance(5);
  const accepted = change({ state: 'accepted', reason: ' Will be in the next one ' });
  expect(accepted).toMatchObject({
    state: 'accepted',
    stateReason: 'Will be in the next one',
    createdAt: opened.createdAt,
  });
  expect(accepted.updatedAt).toBe(opened.updatedAt + 5);
  expect(bench.feedback.getFlag(rita, opened.id)).toEqual({ ...accepted, messages: [] });
  expect(events()).toMatchObject([
    {
      actor: pia.actor,
      subject: { type: 'flag', id: opened.id },
      projectId: seeded.projectId,
      modelId: seeded.modelId,
      versionId: seeded.versionId,
    },
  ]);
  expect(events()[0]?.payload).toEqual({ from: 'open', to: 'accepted', stateVersion: null });
});

test('from open to confirmed and back: each side has its part', () => {
  seedRun(bench, { number: 2 });
  expect(change({ state: 'looks-fixed', version: 2 })).toMatchObject({ state: 'looks-fixed', stateVersion: 2 });
  expect(bench.feedback.movesOf(rita, bench.feedback.getFlag(rita, opened.id))).toEqual(['open', 'confirmed']);
  expect(change({ state: 'confirmed' }, rita)).toMatchObject({ state: 'confirmed', stateVersion: null });
  expect(change({ state: 'broke-again', version: 2 })).toMatchObject({ stateVersion: 2 });
  expect(change({ state: 'withdrawn' }, rita)).toMatchObject({ state: 'withdrawn' });
  expect(change({ state: 'open' }, rita)).toMatchObject({ state: 'open', stateVersion: null });
  expect(events().map(({ payload }) => payload.stateVersion)).toEqual([2, null, 2, null, null]);
});

const people = { reporter: rita, triage: pia, admin: ada, bystander: tom };
test.each(
  FLAG_STATES.flatMap((from) => (Object.keys(people) as (keyof typeof people)[]).map((who) => ({ from, who }))),
)('from $from the $who can do exactly what is offered', ({ from, who }) => {
  const viewer = people[who];
  force(from);
  const offered = bench.feedback.movesOf(viewer, bench.feedback.getFlag(viewer, opened.id));
  for (const to of FLAG_STATES) {
    force(from);
    const outcome = refusal({ state: to, ...details(to) }, viewer);
    if (offered.includes(to)) expect(outcome).toMatchObject({ state: to });
    else expect(outcome).toMatchObject({ code: expect.stringMatching(/^FL_(FLAG_BAD_STATE|AUTH_FORBIDDEN)$/) });
  }
  if (who === 'bystander') expect(offered).toEqual([]);
});

test('what no one can do says what is possible; what others can do says who', () => {
  expect(refusal({ state: 'confirmed' })).toMatchObject({
    code: 'FL_FLAG_BAD_STATE',
    status: 409,
    message: 'Flag 1 is open; from there you can make it needs-info, accepted, looks-fixed, wont-fix or duplicate.',
  });
  expect(refusal({ state: 'open' }, tom)).toMatchObject({
    message: 'Flag 1 is open; from there you cannot change that.',
  });
  expect(refusal({ state: 'withdrawn' })).toMatchObject({
    code: 'FL_AUTH_FORBIDDEN',
    message: 'Only whoever reported flag 1 can make it withdrawn.',
  });
  expect(refusal({ state: 'accepted' }, tom)).toMatchObject({ code: 'FL_AUTH_FORBIDDEN', status: 403 });
  expect(refusal({ state: 'accepted' }, rita)).toMatchObject({ code: 'FL_AUTH_FORBIDDEN' });
  expect(events()).toEqual([]);
});

test('a token is not the person whose id it has', () => {
  const token = { ...rita, actor: { kind: 'token' as const, id: 'usr_rita' } };
  expect(refusal({ state: 'withdrawn' }, token)).toMatchObject({ code: 'FL_AUTH_FORBIDDEN' });
});

test('for outsiders there is no flag', () => {
  expect(refusal({ state: 'accepted' }, outsider)).toMatchObject({ code: 'FL_FLAG_NOT_FOUND' });
  expect(refusal({ state: 'withdrawn' }, person('usr_rita', []))).toMatchObject({ code: 'FL_FLAG_NOT_FOUND' });
  expect(refusal({ state: 'accepted' }, ada, 'flg_0000000000000000')).toMatchObject({ code: 'FL_FLAG_NOT_FOUND' });
});

test.each([
  ['state', { state: 'closed' }],
  ['state', { state: '' }],
  ['state', { state: 'toString' }],
  ['version', { state: 'looks-fixed' }],
  ['version', { state: 'looks-fixed', version: 2 }],
  ['version', { state: 'looks-fixed', version: 0 }],
  ['version', { state: 'looks-fixed', version: Number.NaN }],
  ['version', { state: 'looks-fixed', version: 1.5 }],
  ['version', { state: 'accepted', version: 1 }],
  ['reason', { state: 'wont-fix' }],
  ['reason', { state: 'wont-fix', reason: ' \n\u0000 ' }],
  ['reason', { state: 'accepted', reason: 'x'.repeat(10_001) }],
  ['duplicateOf', { state: 'duplicate' }],
  ['duplicateOf', { state: 'duplicate', duplicateOf: '' }],
  ['duplicateOf', { state: 'duplicate', duplicateOf: 'flg_0000000000000000' }],
  ['duplicateOf', { state: 'accepted', duplicateOf: 'flg_0000000000000000' }],
])('a %s that is missing or does not fit is said at its field: %j', (field, given) => {
  expect(refusal(given)).toMatchObject({
    code: 'FL_REQUEST_INVALID',
    fields: { [field]: expect.stringMatching(/[.…]$/) },
  });
  expect(events()).toEqual([]);
  expect(bench.feedback.getFlag(rita, opened.id).state).toBe('open');
});

test('a failure that is not about the version stays what it is', () => {
  bench.catalog.getVersion = () => {
    throw appError('FL_MODEL_NOT_FOUND');
  };
  expect(refusal({ state: 'looks-fixed', version: 1 })).toMatchObject({ code: 'FL_MODEL_NOT_FOUND' });
});

test('a duplicate points at another flag of its model, never in a circle', () => {
  const second = open();
  const third = open();
  const elsewhere = open(seedRun(bench, { name: 'other' }).runId);
  for (const { id } of [opened, elsewhere]) {
    expect(refusal({ state: 'duplicate', duplicateOf: id })).toMatchObject({
      code: 'FL_REQUEST_INVALID',
      fields: { duplicateOf: expect.any(String) },
    });
  }
  expect(change({ state: 'duplicate', duplicateOf: second.id })).toMatchObject({ duplicateOf: second.id });
  expect(refusal({ state: 'duplicate', duplicateOf: opened.id }, pia, second.id)).toMatchObject({
    fields: { duplicateOf: 'Flag 1 already counts as a duplicate of flag 2.' },
  });
  change({ state: 'duplicate', duplicateOf: third.id }, pia, second.id);
  expect(refusal({ state: 'duplicate', duplicateOf: opened.id }, pia, third.id)).toMatchObject({
    fields: { duplicateOf: 'Flag 1 already counts as a duplicate of flag 3.' },
  });
  // Taken back, it leads nowhere any more.
  expect(change({ state: 'open' })).toMatchObject({ duplicateOf: null });
  expect(change({ state: 'duplicate', duplicateOf: opened.id }, pia, third.id)).toMatchObject({ state: 'duplicate' });
});

test('nothing changes when the ledger cannot be written', () => {
  bench.db.$client.exec("CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'full'); END");
  expect(() => change({ state: 'accepted' })).toThrow('full');
  expect(() => bench.feedback.reply(rita, opened.id, { body: 'a' })).toThrow('full');
  expect(bench.feedback.getFlag(rita, opened.id)).toEqual({ ...opened, messages: [] });
});

test('a flag made by a publisher is theirs to triage and to confirm', () => {
  const own = openFlag(bench, pia, { runId: seeded.runId }).flag;
  expect(bench.feedback.movesOf(pia, own)).toContain('withdrawn');
  expect(bench.feedback.movesOf(pia, own)).toContain('accepted');
  expect(bench.feedback.movesOf({ ...pia, roles: { [HERE]: [] } }, own)).toEqual([]);
});
