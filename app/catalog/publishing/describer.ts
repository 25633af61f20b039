import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { appError } from '#app/core/errors.ts';
import { type Described, describeGiven, type GivenFiles, type KnownModel, readGiven } from './describe-task.ts';
import type { ThreadReply, ThreadRequest } from './describe-thread.ts';

/** Makes descriptions without holding the process up. */
export interface Describer {
  /** @param sizeBytes of all the files together */
  start(given: GivenFiles, sizeBytes: number): DescriptionInProgress;
}

/** A description in the making: the files are being read while the model is checked. */
export interface DescriptionInProgress {
  /** Completes it; once. @throws FL_DESCRIPTION_INVALID with fields */
  complete(known: KnownModel): Promise<Described>;
  /** Ends it wherever it is; harmless afterwards. */
  stop(): void;
}

/** Up to here reading and guessing keep the process for a few milliseconds; what is larger goes to a thread. */
const SMALL_BYTES = 64 * 1024;
const THREAD_TIMEOUT_MS = 60_000;
const THREAD_MEMORY_MB = 1024;
const THREAD = new URL('describe-thread.ts', import.meta.url);
/** Starting a thread takes longer than most descriptions, so one is kept for the next. */
const KEPT_MS = 60_000;

export function createDescriber(): Describer {
  const threads = createThreads();
  return {
    start: (given, sizeBytes) => (sizeBytes <= SMALL_BYTES ? startHere(given) : startInThread(given, threads)),
  };
}

function startHere(given: GivenFiles): DescriptionInProgress {
  const reading = readGiven(given);
  // It may fail before anyone asks.
  reading.catch(() => undefined);
  return {
    complete: async (known) => describeGiven(await reading, known),
    stop: () => undefined,
  };
}

type Threads = ReturnType<typeof createThreads>;

/** Threads that describe, of which one may wait for work without keeping the process alive. */
function createThreads() {
  let idle: { thread: Worker; timer: NodeJS.Timeout } | null = null;

  function dismiss(): void {
    void idle?.thread.terminate();
    idle = null;
  }

  return {
    take: (): Worker => {
      if (!idle) {
        return new Worker(THREAD, { env: {}, resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB } });
      }
      const { thread, timer } = idle;
      idle = null;
      clearTimeout(timer);
      thread.removeAllListeners('error').ref();
      return thread;
    },
    giveBack: (thread: Worker): void => {
      dismiss();
      thread.unref();
      thread.on('error', dismiss);
      idle = { thread, timer: setTimeout(dismiss, KEPT_MS).unref() };
    },
  };
}

function startInThread(given: GivenFiles, threads: Threads): DescriptionInProgress {
  const thread = threads.take();
  const tell = (request: ThreadRequest): void => thread.postMessage(request);
  const timeout = new AbortController();
  const replying = once(thread, 'message', { signal: timeout.signal }) as Promise<[ThreadReply]>;
  replying.catch(() => undefined);
  tell({ read: given });
  let isOver = false;
  /** A thread that was left in the middle of its work is not used again. */
  const end = (isReusable: boolean): void => {
    if (isOver) return;
    isOver = true;
    if (isReusable) threads.giveBack(thread);
    else void thread.terminate();
  };
  return {
    stop: () => end(false),
    complete: async (known) => {
      const timer = setTimeout(() => timeout.abort(), THREAD_TIMEOUT_MS);
      try {
        tell({ complete: known });
        const [reply] = await replying;
        end(true);
        return describedIn(reply);
      } catch (thrown) {
        end(false);
        throw isTooMuch(thrown) ? tooLarge(thrown) : thrown;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function describedIn(reply: ThreadReply): Described {
  if (reply.isDone) return reply.described;
  if ('failure' in reply) throw new Error(`The description could not be made: ${reply.failure}`);
  throw appError('FL_DESCRIPTION_INVALID', { message: reply.message, fields: reply.fields });
}

function isTooMuch(thrown: unknown): boolean {
  const { code, name } = thrown as { code?: unknown; name?: unknown };
  return code === 'ERR_WORKER_OUT_OF_MEMORY' || name === 'AbortError';
}

function tooLarge(cause: unknown) {
  const message = 'The files beside the model are too large to read. Send fewer reference rows.';
  return appError('FL_DESCRIPTION_INVALID', { message, cause });
}
