import { setImmediate as nextTurn } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeClock } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import { createSeededIds } from '#app/core/ids.ts';
import { createSilentLog } from '#app/core/log.ts';
import { closeDatabase, type Database, inTransaction } from '#db/client.ts';
import { job } from '#db/schema/index.ts';
import { testDb } from '#db/testing.ts';
import { createJobs, type Jobs, type JobsDeps } from './index.ts';
import { backoffMs } from './queue.ts';

let clock: ReturnType<typeof createFakeClock>;
let db: Database;
let seed = 1;
const started: Jobs[] = [];
beforeEach(() => {
  clock = createFakeClock();
  db = testDb();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((jobs) => jobs.stop()));
});

/** What another process on the same table would have, or this one after a restart. */
function open(more: Partial<JobsDeps> = {}): Jobs {
  seed += 1;
  const jobs = createJobs({
    db,
    clock,
    ids: createSeededIds(seed),
    log: createSilentLog(),
    stopDeadlineMs: 50,
    ...more,
  });
  started.push(jobs);
  return jobs;
}
const rowOf = (id: string) => db.select().from(job).where(eq(job.id, id)).get();
const work = (idempotencyKey: string, payload: unknown = {}) => ({ kind: 'work', payload, idempotencyKey });

/** Asks again until it fits; the limit only matters when it never will. */
const eventually = <T>(ask: () => T) => expect.poll(ask, { timeout: 20_000 });

/** A handler whose runs end when the test says so. */
function heldHandler() {
  const runs: { payload: unknown; signal: AbortSignal; end: (error?: Error) => void }[] = [];
  const handler = (payload: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise<void>((resolve, reject) => {
      runs.push({ payload, signal, end: (error) => (error ? reject(error) : resolve()) });
    });
  return { runs, handler };
}

test('a job is done once with its payload', async () => {
  const jobs = open();
  const seen: unknown[] = [];
  jobs.register('work', { handler: async (payload) => void seen.push(payload) });
  const id = jobs.enqueue(work('a', { text: 'ü😀', list: [1, null] }));
  expect(rowOf(id)).toMatchObject({ state: 'waiting', attempts: 0, maxAttempts: 5 });
  await jobs.runDue();
  await jobs.runDue();
  expect(seen).toEqual([{ text: 'ü😀', list: [1, null] }]);
  expect(rowOf(id)).toMatchObject({ state: 'done', attempts: 1, leaseOwner: null, leaseUntil: null, lastError: null });
  expect(rowOf(id)?.finishedAt).toBe(clock.now());
});

test('the same key makes one job, also from another process and after it is done', async () => {
  const jobs = open();
  const seen: unknown[] = [];
  jobs.register('work', { handler: async (payload) => void seen.push(payload) });
  const ids = [jobs.enqueue(work('a')), jobs.enqueue(work('a', 'other')), open().enqueue(work('a'))];
  await jobs.runDue();
  ids.push(jobs.enqueue(work('a')));
  await jobs.runDue();
  expect(new Set(ids).size).toBe(1);
  expect(seen).toHaveLength(1);
});

test('a job is written down exactly when its transaction commits', async () => {
  const jobs = open();
  expect(() =>
    inTransaction(db, (tx) => {
      jobs.enqueue(work('a'), tx);
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(db.select().from(job).all()).toEqual([]);
  inTransaction(db, (tx) => jobs.enqueue(work('b'), tx));
  expect(db.select().from(job).all()).toHaveLength(1);
});

test('a job waits for its time, and the one due longest comes first', async () => {
  const jobs = open();
  const seen: unknown[] = [];
  jobs.register('work', { handler: async (payload) => void seen.push(payload) });
  jobs.enqueue({ ...work('later', 'later'), runAfter: clock.now() + 1000 });
  jobs.enqueue({ ...work('second', 'second'), runAfter: clock.now() - 1 });
  jobs.enqueue({ ...work('first', 'first'), runAfter: clock.now() - 2 });
  await jobs.runDue();
  expect(seen).toEqual(['first', 'second']);
  clock.advance(999);
  await jobs.runDue();
  expect(seen).toHaveLength(2);
  clock.advance(1);
  await jobs.runDue();
  expect(seen).toEqual(['first', 'second', 'later']);
});

test('a failure is kept, tried again after growing waits, and given up in the end', async () => {
  const jobs = open();
  const times: number[] = [];
  jobs.register('work', {
    maxAttempts: 3,
    handler: async () => {
      times.push(clock.now());
      throw appError('FL_STORAGE_FULL', { message: 'No room for /some/path' });
    },
  });
  const start = clock.now();
  const id = jobs.enqueue(work('a'));
  await jobs.runDue();
  expect(rowOf(id)).toMatchObject({ state: 'waiting', attempts: 1, lastError: 'FL_STORAGE_FULL', leaseOwner: null });
  for (let step = 0; step < 100; step += 1) {
    clock.advance(500);
    await jobs.runDue();
  }
  expect(times.map((time) => time - start)).toEqual([0, 1000, 3000]);
  expect(rowOf(id)).toMatchObject({ state: 'failed', attempts: 3, lastError: 'FL_STORAGE_FULL' });
  expect(rowOf(id)?.finishedAt).toBe(start + 3000);
});

test('waits double up to five minutes', () => {
  expect([1, 2, 3, 9, 10, 500].map(backoffMs)).toEqual([1000, 2000, 4000, 256_000, 300_000, 300_000]);
});

test.each([
  [new Error('first line\nsecond line'), 'first line'],
  [new Error('x'.repeat(1000)), 'x'.repeat(200)],
  ['just a text', 'just a text'],
  [undefined, 'undefined'],
])('of %s a short message is kept', async (thrown, kept) => {
  const jobs = open();
  jobs.register('work', { handler: () => Promise.reject(thrown) });
  const id = jobs.enqueue(work('a'));
  await jobs.runDue();
  expect(rowOf(id)?.lastError).toBe(kept);
});

test('a handler that throws before its first await is an attempt like any other', async () => {
  const jobs = open();
  jobs.register('work', {
    maxAttempts: 1,
    handler: () => {
      throw new Error('at once');
    },
  });
  const id = jobs.enqueue(work('a'));
  await jobs.runDue();
  expect(rowOf(id)).toMatchObject({ state: 'failed', lastError: 'at once' });
});

test('while the lease lasts no one else takes the job; after it the job is taken up again', async () => {
  const one = open();
  const two = open();
  const silent = heldHandler();
  const other = heldHandler();
  one.register('work', { handler: silent.handler, leaseMs: 60_000 });
  two.register('work', { handler: other.handler, leaseMs: 60_000 });
  const id = one.enqueue(work('a'));
  void one.runDue();
  clock.advance(59_999);
  void two.runDue();
  expect([silent.runs.length, other.runs.length]).toEqual([1, 0]);
  clock.advance(1);
  // The first process is only slow: it must not run the same job twice at once either.
  void one.runDue();
  void two.runDue();
  expect([silent.runs.length, other.runs.length]).toEqual([1, 1]);
  expect(rowOf(id)).toMatchObject({ state: 'running', attempts: 2 });
  // The late end of the first attempt changes nothing: the job is the other's now.
  silent.runs[0]?.end(new Error('late'));
  await nextTurn();
  expect(rowOf(id)).toMatchObject({ state: 'running', attempts: 2, lastError: null });
  other.runs[0]?.end();
  await nextTurn();
  expect(rowOf(id)).toMatchObject({ state: 'done', attempts: 2 });
});

test('a handler may run longer than its lease as long as its process lives', async () => {
  const one = open();
  const slow = heldHandler();
  one.register('work', { handler: slow.handler, leaseMs: 30 });
  const id = one.enqueue(work('a'));
  void one.runDue();
  const until = rowOf(id)?.leaseUntil ?? 0;
  clock.advance(10);
  await eventually(() => rowOf(id)?.leaseUntil ?? 0).toBe(until + 10);
  slow.runs[0]?.end();
  await eventually(() => rowOf(id)?.state).toBe('done');
});

test('a handler is told when its job was taken up elsewhere', async () => {
  const one = open();
  const slow = heldHandler();
  one.register('work', { handler: slow.handler, leaseMs: 30 });
  const id = one.enqueue(work('a'));
  void one.runDue();
  db.update(job).set({ leaseOwner: 'someone else', attempts: 2 }).where(eq(job.id, id)).run();
  await eventually(() => slow.runs[0]?.signal.aborted).toBe(true);
});

test('a job that ends its process every time is given up', async () => {
  const silent = heldHandler();
  let id = '';
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const jobs = open();
    jobs.register('work', { handler: silent.handler, leaseMs: 60_000, maxAttempts: 2 });
    id = jobs.enqueue(work('a'));
    void jobs.runDue();
    expect(silent.runs).toHaveLength(attempt);
    clock.advance(60_000);
  }
  const last = open();
  last.register('work', { handler: silent.handler });
  await last.runDue();
  expect(silent.runs).toHaveLength(2);
  expect(rowOf(id)).toMatchObject({ state: 'failed', lastError: expect.stringContaining('process') });
});

test('a kind no one knows waits for a process that does', async () => {
  const jobs = open();
  const id = jobs.enqueue(work('a'));
  await jobs.runDue();
  expect(rowOf(id)?.state).toBe('waiting');
  jobs.register('work', { handler: async () => undefined });
  await jobs.runDue();
  expect(rowOf(id)?.state).toBe('done');
});

test('a kind has one handler', () => {
  const jobs = open();
  jobs.register('work', { handler: async () => undefined });
  expect(() => jobs.register('work', { handler: async () => undefined })).toThrow(/already/);
});

test('at most four run at once', async () => {
  const jobs = open();
  const held = heldHandler();
  jobs.register('work', { handler: held.handler });
  for (let number = 0; number < 6; number += 1) jobs.enqueue(work(`${number}`));
  jobs.start();
  await eventually(() => held.runs.length).toBe(4);
  held.runs[0]?.end();
  await eventually(() => held.runs.length).toBe(5);
  for (const run of held.runs) run.end();
  await eventually(() => held.runs.length).toBe(6);
  held.runs[5]?.end();
  await eventually(() => db.select().from(job).where(eq(job.state, 'done')).all().length).toBe(6);
});

test('a started process takes up new work at once, and what others wrote down at the next look', async () => {
  const jobs = open({ pollMs: 5 });
  const seen: unknown[] = [];
  jobs.register('work', { handler: async (payload) => void seen.push(payload) });
  jobs.start();
  jobs.start();
  jobs.enqueue(work('a', 'own'));
  await nextTurn();
  await nextTurn();
  expect(seen).toEqual(['own']);
  open().enqueue(work('b', "other's"));
  await eventually(() => seen).toEqual(['own', "other's"]);
});

test('stopping takes nothing up, tells the running ones, and waits for them', async () => {
  const jobs = open({ stopDeadlineMs: 60_000 });
  const held = heldHandler();
  jobs.register('work', { handler: held.handler });
  const [done, back] = [jobs.enqueue(work('a')), jobs.enqueue(work('b'))];
  jobs.start();
  expect(held.runs).toHaveLength(2);
  let isStopped = false;
  const stopped = jobs.stop().then(() => {
    isStopped = true;
  });
  const late = jobs.enqueue(work('c'));
  await nextTurn();
  expect(held.runs.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  expect(isStopped).toBe(false);
  held.runs[0]?.end();
  held.runs[1]?.end(new Error('stopped in the middle'));
  await stopped;
  expect(rowOf(done)).toMatchObject({ state: 'done' });
  // Stopping is no failure: the job is as if it had not been taken.
  expect(rowOf(back)).toMatchObject({ state: 'waiting', attempts: 0, lastError: null, leaseOwner: null });
  expect(rowOf(late)).toMatchObject({ state: 'waiting' });
});

test('a handler that does not stop is left behind at the deadline and its job keeps its lease', async () => {
  const jobs = open({ stopDeadlineMs: 1 });
  const held = heldHandler();
  jobs.register('work', { handler: held.handler });
  const id = jobs.enqueue(work('a'));
  jobs.start();
  await jobs.stop();
  expect(rowOf(id)).toMatchObject({ state: 'running', attempts: 1 });
  // Its end comes when the database is closed already: nothing may fall over.
  closeDatabase(db);
  held.runs[0]?.end();
  await nextTurn();
});

test('the table failing for a while does not end the work', async () => {
  const jobs = open({ pollMs: 5 });
  const seen: unknown[] = [];
  jobs.register('work', { handler: async (payload) => void seen.push(payload) });
  db.$client.exec('ALTER TABLE job RENAME TO job_away');
  jobs.start();
  await jobs.runDue();
  db.$client.exec('ALTER TABLE job_away RENAME TO job');
  jobs.enqueue(work('a'));
  await eventually(() => seen.length).toBe(1);
});
