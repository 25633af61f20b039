import { and, asc, eq, inArray, lte, notInArray, or, type SQL } from 'drizzle-orm';
import type { Clock } from '#app/core/clock.ts';
import { isAppError } from '#app/core/errors.ts';
import type { Ids } from '#app/core/ids.ts';
import { type Database, inTransaction, type Transaction } from '#db/client.ts';
import { job } from '#db/schema/index.ts';

export interface NewJob {
  kind: string;
  /** Anything JSON can hold; handed to the handler as it is. */
  payload: unknown;
  /** Asking for the same key again makes no second job, whatever became of the first. */
  idempotencyKey: string;
  /** Not before this time, ms since 1970 UTC. */
  runAfter?: number;
}

/** A job this process holds the lease of. */
export interface TakenJob {
  id: string;
  kind: string;
  payload: unknown;
  /** Which attempt this is, from 1. */
  attempts: number;
  maxAttempts: number;
}

export interface Lease {
  /** What this process can do. */
  kinds: string[];
  /** What it is doing already, also where it was too busy to renew the lease. */
  except: string[];
  leaseMs: (kind: string) => number;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 5 * 60_000;
const LONGEST_ERROR = 200;

/** How long to wait after a failed attempt (from 1), ms: doubles from a second to five minutes. */
export function backoffMs(attempt: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
}

/** Writes a job down, in the caller's transaction where there is one; answers the id of the one job of this key. */
export function enqueue(on: Database | Transaction, given: NewJob & { maxAttempts: number }, deps: QueueDeps): string {
  const now = deps.clock.now();
  on.insert(job)
    .values({
      id: deps.ids.next('job'),
      kind: given.kind,
      idempotencyKey: given.idempotencyKey,
      payload: given.payload ?? null,
      state: 'waiting',
      maxAttempts: given.maxAttempts,
      runAfter: given.runAfter ?? now,
      createdAt: now,
    })
    .onConflictDoNothing({ target: job.idempotencyKey })
    .run();
  const found = on.select({ id: job.id }).from(job).where(eq(job.idempotencyKey, given.idempotencyKey)).get();
  if (!found) throw new Error('The job could not be stored.');
  return found.id;
}

export interface QueueDeps {
  clock: Clock;
  ids: Ids;
}

export type Queue = ReturnType<typeof createQueue>;

/** The rows of background work as one process sees them: what it takes, keeps, finishes and gives back. */
export function createQueue({ db, clock, owner }: { db: Database; clock: Clock; owner: string }) {
  /** The row, as long as this attempt of this process is the one that holds it. */
  const held = ({ id, attempts }: TakenJob) =>
    and(eq(job.id, id), eq(job.state, 'running'), eq(job.leaseOwner, owner), eq(job.attempts, attempts));
  const free = { leaseOwner: null, leaseUntil: null };

  /** Ends an attempt; false when the lease was lost and someone else has taken the job up. */
  const settle = (taken: TakenJob, change: Partial<typeof job.$inferInsert>) =>
    db
      .update(job)
      .set({ ...change, ...free })
      .where(held(taken))
      .run().changes > 0;

  return {
    /** Takes the job that has been due longest, or one whose holder has gone silent. */
    take: (lease: Lease): TakenJob | null => {
      const due = isDue(lease, clock.now());
      // Looking costs no lock; most looks find nothing.
      if (!db.select({ id: job.id }).from(job).where(due).limit(1).get()) return null;
      return inTransaction(db, (tx) => {
        for (;;) {
          const found = tx.select().from(job).where(due).orderBy(asc(job.runAfter), asc(job.createdAt)).limit(1).get();
          if (!found) return null;
          const change = found.attempts >= found.maxAttempts ? givenUp(clock.now()) : leased(found);
          tx.update(job).set(change).where(eq(job.id, found.id)).run();
          if (change.state === 'running') return { ...found, attempts: found.attempts + 1 };
        }

        function leased({ kind, attempts }: typeof job.$inferSelect) {
          const leaseUntil = clock.now() + lease.leaseMs(kind);
          return { state: 'running' as const, attempts: attempts + 1, leaseOwner: owner, leaseUntil };
        }
      });
    },
    /** Holds on to a job for another while; false when it is someone else's by now. */
    renew: (taken: TakenJob, leaseMs: number): boolean =>
      db
        .update(job)
        .set({ leaseUntil: clock.now() + leaseMs })
        .where(held(taken))
        .run().changes > 0,
    finish: (taken: TakenJob): boolean => settle(taken, { state: 'done', lastError: null, finishedAt: clock.now() }),
    /** Puts a failed attempt back in line after a wait, or gives the job up after the last one. */
    fail: (taken: TakenJob, error: unknown): boolean => {
      const now = clock.now();
      const isLast = taken.attempts >= taken.maxAttempts;
      return settle(taken, {
        lastError: shortError(error),
        ...(isLast
          ? { state: 'failed', finishedAt: now }
          : { state: 'waiting', runAfter: now + backoffMs(taken.attempts) }),
      });
    },
    /** Puts a job back as if it had never been taken: the process stops, the job did nothing wrong. */
    giveBack: (taken: TakenJob): boolean => settle(taken, { state: 'waiting', attempts: taken.attempts - 1 }),
  };
}

/** A job whose every attempt ended with its process. */
function givenUp(now: number) {
  const lastError = 'the process that ran it ended, at every attempt';
  return { state: 'failed' as const, lastError, finishedAt: now, leaseOwner: null, leaseUntil: null };
}

function isDue({ kinds, except }: Lease, now: number): SQL | undefined {
  return and(
    inArray(job.kind, kinds),
    notInArray(job.id, except),
    or(and(eq(job.state, 'waiting'), lte(job.runAfter, now)), and(eq(job.state, 'running'), lte(job.leaseUntil, now))),
  );
}

/** The code of a coded failure, else the first line of its message. */
function shortError(error: unknown): string {
  if (isAppError(error)) return error.code;
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').slice(0, LONGEST_ERROR);
}
