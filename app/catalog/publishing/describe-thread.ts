import { parentPort } from 'node:worker_threads';
import { isAppError } from '#app/core/errors.ts';
import type { SideFiles } from '../describing/index.ts';
import { type Described, describeGiven, type GivenFiles, type KnownModel, readGiven } from './describe-task.ts';

/** A description has two parts: the files are read at once, and completed once the check has told of the model. */
export type ThreadRequest = { read: GivenFiles } | { complete: KnownModel };

/** What the thread answers to the second. Errors lose their code on the way, so they go as plain data. */
export type ThreadReply =
  | { isDone: true; described: Described }
  | { isDone: false; message: string; fields: Record<string, string> }
  | { isDone: false; failure: string };

let reading: Promise<SideFiles> = Promise.resolve({});

async function replyTo(known: KnownModel): Promise<ThreadReply> {
  try {
    return { isDone: true, described: describeGiven(await reading, known) };
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === 'FL_DESCRIPTION_INVALID') {
      return { isDone: false, message: thrown.message, fields: thrown.fields ?? {} };
    }
    return { isDone: false, failure: String(thrown instanceof Error ? thrown.stack : thrown) };
  } finally {
    // What was read is not needed any more, and may be large.
    reading = Promise.resolve({});
  }
}

parentPort?.on('message', async (request: ThreadRequest) => {
  if ('complete' in request) return parentPort?.postMessage(await replyTo(request.complete));
  reading = readGiven(request.read);
  // It may fail before anyone asks.
  reading.catch(() => undefined);
});
