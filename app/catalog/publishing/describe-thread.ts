import { parentPort, workerData } from 'node:worker_threads';
import { isAppError } from '#app/core/errors.ts';
import { type Described, type DescribeTask, runDescribeTask } from './describe-task.ts';

/** A thread that makes one description and ends. Errors lose their code on the way, so they go as plain data. */
export type ThreadReply =
  | { isDone: true; described: Described }
  | { isDone: false; message: string; fields: Record<string, string> }
  | { isDone: false; failure: string };

async function reply(): Promise<ThreadReply> {
  try {
    return { isDone: true, described: await runDescribeTask(workerData as DescribeTask) };
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === 'FL_DESCRIPTION_INVALID') {
      return { isDone: false, message: thrown.message, fields: thrown.fields ?? {} };
    }
    return { isDone: false, failure: String(thrown instanceof Error ? thrown.stack : thrown) };
  }
}

parentPort?.postMessage(await reply());
