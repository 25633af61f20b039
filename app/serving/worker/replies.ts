import type { Tensor } from '#app/oip/tensor.ts';
import type { FrameHeader } from './frames.ts';
import { type Failure, type PackedAnswer, type PackedFailure, packTensors } from './messages.ts';

/**
 * Answers wait no longer than this for each other before the next question is asked, ms: should that one take the
 * process down, what was answered before it has arrived.
 */
const GATHER_MS = 1;
/** More than this is sent at once, so that a frame stays far below its cap. */
const GATHER_BYTES = 1 << 20;

/** Gathers the answers to the questions of a frame, so that many small ones travel in one. */
export interface Replies {
  answer(given: { id: number; outputs: readonly Tensor[]; ms: number; sizeBytes: number }): void;
  fail(id: number, reason: Failure, message: string): void;
  /** Sends what has waited long enough. */
  flushIfLate(): void;
  flush(): void;
}

export function createReplies(
  send: (header: FrameHeader, parts?: readonly Uint8Array[]) => void,
  now: () => number = () => performance.now(),
): Replies {
  let answers: (PackedAnswer | PackedFailure)[] = [];
  let parts: Uint8Array[] = [];
  let waitingBytes = 0;
  let firstAt = 0;

  function add(one: PackedAnswer | PackedFailure): void {
    if (answers.length === 0) firstAt = now();
    answers.push(one);
  }
  function flush(): void {
    if (answers.length === 0) return;
    send({ type: 'answers', answers }, parts);
    answers = [];
    parts = [];
    waitingBytes = 0;
  }
  return {
    answer: ({ id, outputs, ms, sizeBytes }) => {
      const packed = packTensors(outputs);
      add({ id, outputs: packed.packed, ms });
      for (const part of packed.parts) parts.push(part);
      waitingBytes += sizeBytes;
      if (waitingBytes > GATHER_BYTES) flush();
    },
    fail: (id, reason, message) => add({ id, reason, message }),
    flushIfLate: () => {
      if (answers.length > 0 && now() - firstAt >= GATHER_MS) flush();
    },
    flush,
  };
}
