import type { Clock } from '#app/core/clock.ts';
import type { Ids } from '#app/core/ids.ts';
import type { Log } from '#app/core/log.ts';
import type { Database, Transaction } from '#db/client.ts';
import { createQueue, enqueue, type NewJob } from './queue.ts';
import { createRunner, type Handler, type JobContext } from './runner.ts';

export interface JobOptions<T> {
  /**
   * Does the work. It may run more than once for one job (a process can be killed after the work and before that is
   * written down), so doing it twice must come to the same. A rejection is an attempt that failed.
   */
  handler: (payload: T, context: JobContext) => Promise<void>;
  /**
   * How long after its process was killed the job is taken up again, ms (30 s when absent). A handler may run longer:
   * the lease is renewed as long as its process lives.
   */
  leaseMs?: number;
  /** How many times it is tried, ends of the process included, before it is given up (5 when absent). */
  maxAttempts?: number;
}

/** Background work that survives the process: one table, a lease, attempts with growing waits. */
export interface Jobs {
  /** Says what to do for a kind of job. Before `start`; a job of a kind no one registered waits. */
  register<T>(kind: string, options: JobOptions<T>): void;
  /** Writes a job down, with `tx` exactly when that transaction commits. The same key gives the same id and one job. */
  enqueue(job: NewJob, tx?: Transaction): string;
  /** Starts taking up work. */
  start(): void;
  /** Takes nothing up any more, tells running handlers to stop and waits for them up to a deadline. */
  stop(): Promise<void>;
  /** Runs everything that is due now to its end, without `start`: for the command line and tests. */
  runDue(): Promise<void>;
}

export interface JobsDeps {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  pollMs?: number;
  stopDeadlineMs?: number;
}

const LEASE_MS = 30_000;
const MAX_ATTEMPTS = 5;
const POLL_MS = 500;
const STOP_DEADLINE_MS = 10_000;

export function createJobs(deps: JobsDeps): Jobs {
  const { db, clock, ids, log, pollMs = POLL_MS, stopDeadlineMs = STOP_DEADLINE_MS } = deps;
  const handlers = new Map<string, Handler & { maxAttempts: number }>();
  const queue = createQueue({ db, clock, owner: `${process.pid}-${ids.secret()}` });
  const runner = createRunner({ queue, handlers, log, pollMs, stopDeadlineMs });
  return {
    register: (kind, { handler, leaseMs = LEASE_MS, maxAttempts = MAX_ATTEMPTS }) => {
      if (handlers.has(kind)) throw new Error(`A handler for ${kind} is registered already.`);
      // What was written down under a kind is what its handler takes.
      const run = handler as Handler['run'];
      handlers.set(kind, { run: async (payload, context) => run(payload, context), leaseMs, maxAttempts });
    },
    enqueue: (job, tx) => {
      const maxAttempts = handlers.get(job.kind)?.maxAttempts ?? MAX_ATTEMPTS;
      const id = enqueue(tx ?? db, { ...job, maxAttempts }, { clock, ids });
      runner.wake();
      return id;
    },
    start: runner.start,
    stop: runner.stop,
    runDue: runner.runDue,
  };
}
