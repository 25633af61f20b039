import { beforeEach, expect, test } from 'vitest';
import { flag } from '#db/schema/index.ts';
import type { NewFlag } from './flags.ts';
import { addRun, type Bench, createBench, openFlag, person, seedRun, THERE } from './testing.ts';

const rita = person('usr_rita', ['reviewer']);
const outsider = person('usr_out', ['publisher', 'approver'], THERE);
let bench: Bench;
let seeded: ReturnType<typeof seedRun>;
beforeEach(() => {
  bench = createBench();
  seeded = seedRun(bench);
});
const open = (given: Partial<NewFlag> = {}, viewer = rita) =>
  openFlag(bench, viewer, { runId: seeded.runId, ...given });
const refusal = (given: Record<string, unknown>, viewer = rita) => {
  try {
    return open(given as Partial<NewFlag>, viewer);
  } catch (error) {
    return error;
  }
};

test('a flag is about a run, says who and what, and is in the ledger without its note', () => {
  const { flag: opened, created } = open({
    kind: 'boundary',
    severity: 'stops-release',
    note: ' Too strict: <b>43 %</b> ',
  });
  expect(created).toBe(true);
  expect(opened).toEqual({
    id: expect.stringMatching(/^flg_/),
    number: 1,
    modelId: seeded.modelId,
    modelName: 'mortgage',
    projectId: seeded.projectId,
    versionNumber: 1,
    kind: 'boundary',
    severity: 'stops-release',
    note: 'Too strict: <b>43 %</b>',
    state: 'open',
    stateReason: null,
    stateVersion: null,
    duplicateOf: null,
    waitsFor: 'answer',
    waitsSince: bench.clock.now(),
    reporter: { kind: 'human', id: 'usr_rita', name: 'Name of usr_rita' },
    runs: [{ runId: seeded.runId, part: 'this' }],
    createdAt: bench.clock.now(),
    updatedAt: bench.clock.now(),
  });
  expect(bench.feedback.getFlag(rita, opened.id)).toEqual({ ...opened, messages: [] });
  const [event] = bench.ledger.read({});
  expect(event).toMatchObject({
    kind: 'flag.opened',
    actor: rita.actor,
    subject: { type: 'flag', id: opened.id },
    projectId: seeded.projectId,
    modelId: seeded.modelId,
    versionId: seeded.versionId,
  });
  expect(event?.payload).toEqual({ number: 1, kind: 'boundary', severity: 'stops-release' });
  expect(bench.ledger.verify()).toMatchObject({ ok: true });
});

test('flags are numbered per model', () => {
  const other = seedRun(bench, { name: 'other' });
  const second = seedRun(bench, { number: 2 });
  const numbers = [seeded.runId, other.runId, second.runId, other.runId].map((runId) => open({ runId }).flag.number);
  expect(numbers).toEqual([1, 1, 2, 2]);
});

test('nothing is stored when one part of it cannot be', () => {
  bench.db.$client.exec("CREATE TRIGGER no_verdicts BEFORE INSERT ON verdict BEGIN SELECT RAISE(ABORT, 'no'); END");
  expect(() => open()).toThrow('no');
  expect(bench.ledger.read({})).toEqual([]);
  bench.db.$client.exec('DROP TRIGGER no_verdicts');
  expect(open().flag.number).toBe(1);
});

test('the same request again with its key is the same flag', () => {
  const first = open({ idempotencyKey: 'k', note: 'a\r\nb ' });
  const again = open({ idempotencyKey: 'k', note: 'a\nb' });
  expect(again).toEqual({ flag: first.flag, created: false });
  expect(bench.db.select().from(flag).all()).toHaveLength(1);
  expect(bench.ledger.read({})).toHaveLength(2);
  // The key of someone else, or none, is another flag.
  expect(open({ idempotencyKey: 'k' }, person('usr_tom', ['reviewer'])).flag.number).toBe(2);
  expect(open({ idempotencyKey: 'k' }, { ...rita, actor: { kind: 'token', id: 'usr_rita' } }).flag.number).toBe(3);
  expect([open().flag.number, open().flag.number]).toEqual([4, 5]);
});

test.each([
  { what: 'note', change: { note: 'b' } },
  { what: 'kind', change: { kind: 'bias' } },
  { what: 'severity', change: { severity: 'serious' } },
])('the same key with another $what is refused', ({ change }) => {
  open({ idempotencyKey: 'k', note: 'a' });
  expect(refusal({ idempotencyKey: 'k', note: 'a', ...change })).toMatchObject({ code: 'FL_IDEMPOTENCY_REUSED' });
  const runId = addRun(bench, seeded);
  expect(refusal({ idempotencyKey: 'k', note: 'a', runId })).toMatchObject({ code: 'FL_IDEMPOTENCY_REUSED' });
  expect(bench.db.select().from(flag).all()).toHaveLength(1);
});

test.each([
  ['kind', { kind: 'nonsense' }],
  ['kind', { kind: '' }],
  ['kind', { kind: 'constructor' }],
  ['severity', { severity: 'huge' }],
  ['severity', { severity: undefined }],
  ['note', { note: 'x'.repeat(10_001) }],
  ['note', { note: 7 }],
  ['idempotencyKey', { idempotencyKey: '' }],
  ['idempotencyKey', { idempotencyKey: 'k'.repeat(201) }],
])('a bad %s is said at its field', (field, given) => {
  expect(refusal(given)).toMatchObject({
    code: 'FL_REQUEST_INVALID',
    fields: { [field]: expect.stringMatching(/\.$/) },
  });
});

test.each([{ kind: 'label', label: 'yes' }, 'approve', {}, false])('the expectation %j is refused', (expectation) => {
  expect(refusal({ expectation })).toMatchObject({ code: 'FL_FLAG_EXPECTATION', status: 422 });
  expect(bench.db.select().from(flag).all()).toEqual([]);
});

test('an expectation that is null is none', () => {
  expect(open({ expectation: null }).created).toBe(true);
});

test('who asked the question and has left the project sees the run, and can say nothing about it', () => {
  const asker = person('usr_asker', []);
  expect(refusal({}, asker)).toMatchObject({ code: 'FL_AUTH_FORBIDDEN', status: 403 });
  expect(() => bench.feedback.giveVerdict(asker, { runId: seeded.runId, value: 'not-sure' })).toThrow(
    expect.objectContaining({ code: 'FL_AUTH_FORBIDDEN' }),
  );
  expect(bench.ledger.read({})).toEqual([]);
});

test('from outside the project neither run nor flag is there', () => {
  const { id } = open().flag;
  expect(refusal({}, outsider)).toMatchObject({ code: 'FL_RUN_NOT_FOUND', status: 404 });
  expect(refusal({}, person('usr_none', []))).toMatchObject({ code: 'FL_RUN_NOT_FOUND' });
  for (const viewer of [outsider, person('usr_none', [])]) {
    expect(() => bench.feedback.getFlag(viewer, id)).toThrow(expect.objectContaining({ code: 'FL_FLAG_NOT_FOUND' }));
  }
  expect(bench.feedback.getFlag({ ...outsider, isAdmin: true }, id).id).toBe(id);
});

test.each(['', 'x', 'flg_0000000000000000', "' OR 1=1", '%00'])('there is no flag %j', (id) => {
  open();
  expect(() => bench.feedback.getFlag(rita, id)).toThrow(expect.objectContaining({ code: 'FL_FLAG_NOT_FOUND' }));
});

test('a flag on a version not announced yet is between publishers and admins', () => {
  const { runId } = seedRun(bench, { name: 'secret', state: 'ready' });
  const pia = person('usr_pia', ['publisher']);
  const { id } = open({ runId }, pia).flag;
  expect(bench.feedback.getFlag(pia, id).id).toBe(id);
  expect(() => bench.feedback.getFlag(rita, id)).toThrow(expect.objectContaining({ code: 'FL_FLAG_NOT_FOUND' }));
});
