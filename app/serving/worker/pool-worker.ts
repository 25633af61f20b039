import type { Tensor } from '#app/oip/tensor.ts';
import { ANSWER_BYTES, WORKER_BUDGET_BYTES } from './budget.ts';
import { findMisfit, findUnknownOutput } from './fit-inputs.ts';
import type { Frame, FrameHeader } from './frames.ts';
import type { Failure, PoolRequest, QuestionForm, RunRequest } from './messages.ts';
import { createReplies, type Outcome } from './replies.ts';
import { openSession, type Session } from './session.ts';
import { createSessionCache } from './session-cache.ts';
import { createFormReader } from './tensor-forms.ts';

type Send = (header: FrameHeader, parts?: readonly Uint8Array[]) => void;

/** What a pool worker does with each message; replies go out through `send`. */
export function createPoolWorker(send: Send) {
  const sessions = createSessionCache(WORKER_BUDGET_BYTES);

  async function load({ id, key, path, sizeBytes }: PoolRequest & { type: 'load' }): Promise<void> {
    const startedAt = performance.now();
    let session: Session;
    try {
      session = await openSession(path);
    } catch {
      return send({ type: 'failed', id, reason: 'cannot-load', message: 'The model file could not be loaded.' });
    }
    const evicted = await sessions.keep(key, session, sizeBytes);
    const { inputs, outputs } = session;
    const ms = performance.now() - startedAt;
    send({ type: 'loaded', id, inputs, outputs, ms, evicted, rssBytes: process.memoryUsage.rss() });
  }

  /**
   * Everything is unpacked before the first question is asked: a frame that cannot be read answers none. All are asked
   * in one turn of the event loop, which runs them one after the other; each outcome is noted before the next runs.
   */
  async function run({ key, firstId, forms, questions }: RunRequest, body: Uint8Array): Promise<void> {
    const session = sessions.get(key);
    const reader = createFormReader(
      forms.map((form) => form.inputs),
      body,
    );
    const inputs = questions.map((form) => reader.take(form));
    reader.expectEnd();
    const asked = questions.map((form, place) =>
      session ? ask(session, forms[form] as QuestionForm, inputs[place] as Tensor[]) : NOT_LOADED,
    );
    const replies = createReplies(firstId, send);
    let endedAt = performance.now();
    for (const outcome of asked) {
      const startedAt = endedAt;
      const what = await outcome;
      endedAt = performance.now();
      replies.add(what, endedAt - startedAt);
      replies.flushIfLate();
    }
    replies.flush();
  }

  return async ({ header, body }: Frame): Promise<void> => {
    const request = header as unknown as PoolRequest;
    if (request.type === 'run') return run(request, body);
    if (request.type === 'load') return load(request);
    if (request.type === 'unload') await sessions.drop(request.key);
    else if (request.type !== 'ping') throw new Error('a message of an unknown type');
    const type = request.type === 'ping' ? 'pong' : 'unloaded';
    send({ type, id: request.id, rssBytes: process.memoryUsage.rss() });
  };
}

const NOT_LOADED = failure('not-loaded', 'The model is not loaded here.');

async function ask(session: Session, { outputs: names }: QuestionForm, inputs: readonly Tensor[]): Promise<Outcome> {
  const misfit = findMisfit(session.inputs, inputs) ?? (names && findUnknownOutput(session.outputs, names));
  if (misfit) return failure('invalid-input', misfit);
  try {
    const outputs = await (names ? session.run(inputs, names) : session.run(inputs));
    let sizeBytes = 0;
    for (const { bytes } of outputs) sizeBytes += bytes.byteLength;
    if (sizeBytes > ANSWER_BYTES) return failure('too-large', 'The answer is too large to send.');
    return { outputs, sizeBytes };
  } catch {
    return failure('cannot-answer', 'The model could not answer this input. Try other values.');
  }
}

function failure(reason: Failure, message: string): Outcome {
  return { reason, message };
}
