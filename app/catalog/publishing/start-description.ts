import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { appError } from '#app/core/errors.ts';
import { type Described, describeGiven, type GivenFiles, type KnownModel, readGiven } from './describe-task.ts';
import type { ThreadReply } from './describe-thread.ts';

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

/** @param sizeBytes of all the files together */
export function startDescription(given: GivenFiles, sizeBytes: number): DescriptionInProgress {
  return sizeBytes <= SMALL_BYTES ? startHere(given) : startInThread(given);
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

function startInThread(given: GivenFiles): DescriptionInProgress {
  const thread = new Worker(THREAD, {
    workerData: given,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
  });
  const timeout = new AbortController();
  const replying = once(thread, 'message', { signal: timeout.signal }) as Promise<[ThreadReply]>;
  replying.catch(() => undefined);
  const stop = (): void => void thread.terminate();
  return {
    stop,
    complete: async (known) => {
      const timer = setTimeout(() => timeout.abort(), THREAD_TIMEOUT_MS);
      try {
        thread.postMessage(known);
        const [reply] = await replying;
        return describedIn(reply);
      } catch (thrown) {
        throw isTooMuch(thrown) ? tooLarge(thrown) : thrown;
      } finally {
        clearTimeout(timer);
        stop();
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
