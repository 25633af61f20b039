import type { Tensor } from '#app/oip/tensor.ts';
import { ANSWER_BYTES, WORKER_BUDGET_BYTES } from './budget.ts';
import { findMisfit, findUnknownOutput } from './fit-inputs.ts';
import type { Frame, FrameHeader } from './frames.ts';
import { createTensorReader, type Failure, type PackedQuestion, type PoolRequest } from './messages.ts';
import { createReplies } from './replies.ts';
import { openSession, type Session } from './session.ts';
import { createSessionCache } from './session-cache.ts';

type Send = (header: FrameHeader, parts?: readonly Uint8Array[]) => void;

/** What a pool worker does with each message; replies go out through `send`. */
export function createPoolWorker(send: Send) {
  const sessions = createSessionCache(WORKER_BUDGET_BYTES);
  const replies = createReplies(send);

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

  /** Every question is unpacked before the first is asked: a frame that cannot be read answers none. */
  async function run({ key, questions }: PoolRequest & { type: 'run' }, body: Uint8Array): Promise<void> {
    const session = sessions.get(key);
    const reader = createTensorReader(body);
    const inputs = questions.map((question) => reader.take(question.inputs));
    reader.expectEnd();
    for (const [place, question] of questions.entries()) {
      replies.flushIfLate();
      if (session) await answer(session, question, inputs[place] as Tensor[]);
      else replies.fail(question.id, 'not-loaded', 'The model is not loaded here.');
    }
    replies.flush();
  }

  async function answer(session: Session, { id, outputs: names }: PackedQuestion, inputs: Tensor[]): Promise<void> {
    const wanted = names ?? session.outputs.map((output) => output.name);
    const misfit = findMisfit(session.inputs, inputs) ?? findUnknownOutput(session.outputs, wanted);
    if (misfit) return replies.fail(id, 'invalid-input', misfit);
    const startedAt = performance.now();
    let outputs: Tensor[];
    try {
      outputs = await session.run(inputs, wanted);
    } catch {
      return replies.fail(id, 'cannot-answer', 'The model could not answer this input. Try other values.');
    }
    let sizeBytes = 0;
    for (const { bytes } of outputs) sizeBytes += bytes.byteLength;
    if (sizeBytes > ANSWER_BYTES) return replies.fail(id, 'too-large' satisfies Failure, 'The answer is too large.');
    replies.answer({ id, outputs, ms: performance.now() - startedAt, sizeBytes });
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
