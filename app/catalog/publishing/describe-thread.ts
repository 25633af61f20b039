import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { isAppError } from '#app/core/errors.ts';
import { type Described, describeGiven, type GivenFiles, type KnownModel, readGiven } from './describe-task.ts';

/** What the thread answers. Errors lose their code on the way, so they go as plain data. */
export type ThreadReply =
  | { isDone: true; described: Described }
  | { isDone: false; message: string; fields: Record<string, string> }
  | { isDone: false; failure: string };

/** A thread that makes one description: it reads the files at once and waits for what the check says of the model. */
async function main(): Promise<void> {
  if (!parentPort) return;
  const reading = readGiven(workerData as GivenFiles);
  // It may fail before anyone asks.
  reading.catch(() => undefined);
  const [known] = (await once(parentPort, 'message')) as [KnownModel];
  parentPort.postMessage(await reply(async () => describeGiven(await reading, known)));
}

async function reply(work: () => Promise<Described>): Promise<ThreadReply> {
  try {
    return { isDone: true, described: await work() };
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === 'FL_DESCRIPTION_INVALID') {
      return { isDone: false, message: thrown.message, fields: thrown.fields ?? {} };
    }
    return { isDone: false, failure: String(thrown instanceof Error ? thrown.stack : thrown) };
  }
}

await main();
