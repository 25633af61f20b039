import { expect, test } from 'vitest';
import type { Tensor } from '#app/oip/tensor.ts';
import type { FrameHeader } from './frames.ts';
import type { Answers } from './messages.ts';
import { createReplies } from './replies.ts';

function setUp() {
  const sent: { header: FrameHeader; bytes: number }[] = [];
  let now = 0;
  const replies = createReplies(
    (header, parts = []) => sent.push({ header, bytes: parts.reduce((sum, part) => sum + part.byteLength, 0) }),
    () => now,
  );
  const answer = (id: number, sizeBytes = 4) => {
    const outputs: Tensor[] = [{ name: 'y', datatype: 'UINT8', shape: [sizeBytes], bytes: new Uint8Array(sizeBytes) }];
    replies.answer({ id, outputs, ms: 1, sizeBytes });
  };
  const ids = () => sent.map(({ header }) => (header as Answers).answers.map(({ id }) => id));
  return { replies, answer, ids, sent, pass: (ms: number) => (now += ms) };
}

test('W12 answers of one frame travel together, in their order, failures among them', () => {
  const { replies, answer, ids, sent } = setUp();
  answer(1);
  replies.flushIfLate();
  replies.fail(2, 'invalid-input', 'No.');
  answer(3);
  replies.flush();
  replies.flush();
  expect(ids()).toEqual([[1, 2, 3]]);
  expect(sent[0]?.bytes).toBe(8);
});

test('W12 an answer does not wait longer than a millisecond for the next question', () => {
  const { replies, answer, ids, pass } = setUp();
  answer(1);
  pass(0.9);
  replies.flushIfLate();
  expect(ids()).toEqual([]);
  pass(0.1);
  replies.flushIfLate();
  expect(ids()).toEqual([[1]]);
});

test('W12 large answers do not pile up', () => {
  const { answer, ids } = setUp();
  answer(1, 1 << 20);
  answer(2, 8);
  expect(ids()).toEqual([[1, 2]]);
});
