import type { Log } from '#app/core/log.ts';
import type { Queue, TakenJob } from './queue.ts';

export interface JobContext {
  /** Aborted when the process stops or someone else has taken the job up; stop soon, the job will come again. */
  signal: AbortSignal;
}

export interface Handler {
  run: (payload: unknown, context: JobContext) => Promise<void>;
  leaseMs: number;
}

export interface RunnerOptions {
  queue: Queue;
  handlers: ReadonlyMap<string, Handler>;
  log: Log;
  /** How often to look for work that others wrote down or that became due, ms. */
  pollMs: number;
  /** How long a stop waits for what is running, ms. */
  stopDeadlineMs: number;
}

const MAX_AT_ONCE = 4;
// Two renewals may be late before anyone else takes the job up.
const RENEWALS_PER_LEASE = 3;

/** Takes due jobs, a few at a time, and runs their handlers while holding the lease. */
export function createRunner({ queue, handlers, log, pollMs, stopDeadlineMs }: RunnerOptions) {
  const running = new Map<string, { done: Promise<void>; abort: AbortController; timer: NodeJS.Timeout }>();
  let poll: NodeJS.Timeout | undefined;
  let isStopping = false;

  function takeUp(): void {
    try {
      while (!isStopping && handlers.size > 0 && running.size < MAX_AT_ONCE) {
        const taken = queue.take({
          kinds: [...handlers.keys()],
          except: [...running.keys()],
          leaseMs: (kind) => handlers.get(kind)?.leaseMs ?? 0,
        });
        if (!taken) return;
        begin(taken);
      }
    } catch (error) {
      log.error({ err: error }, 'looking for background work failed; it will be tried again');
    }
  }

  function begin(taken: TakenJob): void {
    const handler = handlers.get(taken.kind);
    if (!handler) return;
    const abort = new AbortController();
    const timer = setInterval(() => renew(taken, handler, abort), handler.leaseMs / RENEWALS_PER_LEASE);
    const done = runAttempt({ taken, handler, signal: abort.signal, queue, log, isStopping: () => isStopping }).finally(
      () => {
        clearInterval(timer);
        running.delete(taken.id);
        if (poll) takeUp();
      },
    );
    running.set(taken.id, { done, abort, timer });
  }

  function renew(taken: TakenJob, { leaseMs }: Handler, abort: AbortController): void {
    try {
      if (!queue.renew(taken, leaseMs)) abort.abort();
    } catch (error) {
      log.warn({ job: taken.id, err: error }, 'the lease of a background job could not be renewed');
    }
  }

  return {
    start: (): void => {
      if (poll || isStopping) return;
      poll = setInterval(takeUp, pollMs);
      takeUp();
    },
    /** Looks for work soon, once the caller's transaction is through. */
    wake: (): void => {
      if (poll) setImmediate(takeUp);
    },
    /** Runs what is due, and what becomes due meanwhile, until nothing is left. */
    runDue: async (): Promise<void> => {
      for (takeUp(); running.size > 0; takeUp()) await Promise.race([...running.values()].map(({ done }) => done));
    },
    stop: async (): Promise<void> => {
      isStopping = true;
      clearInterval(poll);
      poll = undefined;
      for (const { abort } of running.values()) abort.abort();
      await withinDeadline(
        [...running.values()].map(({ done }) => done),
        stopDeadlineMs,
      );
      for (const [id, { timer }] of running) {
        clearInterval(timer);
        log.warn({ job: id }, 'a background job did not stop in time; it will run again after its lease');
      }
    },
  };
}

interface Attempt {
  taken: TakenJob;
  handler: Handler;
  signal: AbortSignal;
  queue: Queue;
  log: Log;
  isStopping: () => boolean;
}

/** Runs one attempt and writes down how it ended. Never rejects. */
async function runAttempt({ taken, handler, signal, queue, log, isStopping }: Attempt): Promise<void> {
  const about = { job: taken.id, kind: taken.kind, attempt: taken.attempts };
  const failed = (error: unknown): boolean => {
    if (isStopping()) return queue.giveBack(taken);
    log.warn({ ...about, err: error }, 'a background job failed');
    return queue.fail(taken, error);
  };
  try {
    const isHeld = await handler.run(taken.payload, { signal }).then(() => queue.finish(taken), failed);
    if (!isHeld) log.warn(about, 'a background job ended after its lease; it was taken up again elsewhere');
  } catch (error) {
    log.error({ ...about, err: error }, 'how a background job ended could not be stored; it will run again');
  }
}

async function withinDeadline(work: Promise<void>[], deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, deadlineMs);
  });
  await Promise.race([Promise.all(work), deadline]);
  clearTimeout(timer);
}
