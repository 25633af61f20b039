import type { Tensor } from '#app/oip/tensor.ts';
import type { FrameHeader } from './frames.ts';
import type { Answers, PackedFailure } from './messages.ts';
import { createFormWriter } from './tensor-forms.ts';

/**
 * Answers wait no longer than this for each other, ms: should the next question take the process down, what was
 * answered before it has arrived.
 */
const GATHER_MS = 1;
/** More than this is sent at once, so that a frame stays far below its cap. */
const GATHER_BYTES = 1 << 20;

/** What became of one question. */
export type Outcome = { outputs: Tensor[]; sizeBytes: number } | PackedFailure;

/** Gathers the answers to the questions of a frame, so that many small ones travel in one. */
export interface Replies {
  /** The next outcome, in the order of the questions, and how long it took. */
  add(outcome: Outcome, ms: number): void;
  /** Sends what has waited long enough. */
  flushIfLate(): void;
  flush(): void;
}

/** @param firstId of the question whose outcome comes first */
export function createReplies(
  firstId: number,
  send: (header: FrameHeader, parts?: readonly Uint8Array[]) => void,
  now: () => number = () => performance.now(),
): Replies {
  let nextId = firstId;
  let answers: Answers['answers'] = [];
  let writer = createFormWriter<null>(() => true);
  let waitingBytes = 0;
  let firstAt = 0;

  function flush(): void {
    if (answers.length === 0) return;
    const forms = writer.forms.map(({ packed }) => packed);
    send({ type: 'answers', firstId: nextId - answers.length, forms, answers } satisfies Answers, writer.parts);
    answers = [];
    writer = createFormWriter(() => true);
    waitingBytes = 0;
  }
  return {
    add: (outcome, ms) => {
      if (answers.length === 0) firstAt = now();
      nextId += 1;
      if ('reason' in outcome) {
        answers.push(outcome);
        return;
      }
      answers.push([writer.add(outcome.outputs, null), Math.round(ms * 1000) / 1000]);
      waitingBytes += outcome.sizeBytes;
      if (waitingBytes > GATHER_BYTES) flush();
    },
    flushIfLate: () => {
      if (answers.length > 0 && now() - firstAt >= GATHER_MS) flush();
    },
    flush,
  };
}
