import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { appError } from '#app/core/errors.ts';
import { type Described, type DescribeTask, runDescribeTask } from './describe-task.ts';
import type { ThreadReply } from './describe-thread.ts';

/** Up to here reading and guessing keep the process for less than 5 ms; what is larger goes to a thread. */
const SMALL_BYTES = 64 * 1024;
const THREAD_TIMEOUT_MS = 60_000;
const THREAD_MEMORY_MB = 1024;
const THREAD = new URL('describe-thread.ts', import.meta.url);

/** Makes the description of a version. @throws FL_DESCRIPTION_INVALID with fields */
export async function makeDescription(task: DescribeTask): Promise<Described> {
  return (await sizeOf(task)) <= SMALL_BYTES ? runDescribeTask(task) : describeInThread(task);
}

async function sizeOf({ locations, carried }: DescribeTask): Promise<number> {
  const files = await Promise.all(Object.values(locations).map((path) => stat(path)));
  const carriedBytes = carried ? JSON.stringify(carried).length : 0;
  return files.reduce((sum, { size }) => sum + size, carriedBytes);
}

async function describeInThread(task: DescribeTask): Promise<Described> {
  const thread = new Worker(THREAD, {
    workerData: task,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
  });
  try {
    const [reply] = (await once(thread, 'message', { signal: AbortSignal.timeout(THREAD_TIMEOUT_MS) })) as [
      ThreadReply,
    ];
    return described(reply);
  } catch (thrown) {
    const { code, name } = thrown as { code?: unknown; name?: unknown };
    const isTooMuch = code === 'ERR_WORKER_OUT_OF_MEMORY' || name === 'AbortError';
    if (!isTooMuch) throw thrown;
    throw appError('FL_DESCRIPTION_INVALID', {
      message: 'The files beside the model are too large to read. Send fewer reference rows.',
      cause: thrown,
    });
  } finally {
    await thread.terminate();
  }
}

function described(reply: ThreadReply): Described {
  if (reply.isDone) return reply.described;
  if ('failure' in reply) throw new Error(`The description could not be made: ${reply.failure}`);
  throw appError('FL_DESCRIPTION_INVALID', { message: reply.message, fields: reply.fields });
}
