import { expect, test } from 'vitest';
import type { Tensor } from '#app/oip/tensor.ts';
import type { FrameHeader } from './frames.ts';
import type { Answers } from './messages.ts';
import { createReplies } from './replies.ts';

function setUp() {
  const sent: { header: FrameHeader; bytes: number }[] = [];
  let now = 0;
  const replies = createReplies(
    1,
    (header, parts = []) => sent.push({ header, bytes: parts.reduce((sum, part) => sum + part.byteLength, 0) }),
    () => now,
  );
  const answer = (sizeBytes = 4) => {
    const outputs: Tensor[] = [{ name: 'y', datatype: 'UINT8', shape: [sizeBytes], bytes: new Uint8Array(sizeBytes) }];
    replies.add({ outputs, sizeBytes }, 0.12345);
  };
  const headers = () => sent.map(({ header }) => header as Answers);
  return { replies, answer, headers, sent, pass: (ms: number) => (now += ms) };
}

test('W12 answers of one frame travel together, in their order, failures among them', () => {
  const { replies, answer, headers, sent } = setUp();
  answer();
  replies.flushIfLate();
  replies.add({ reason: 'invalid-input', message: 'No.' }, 0);
  answer();
  replies.flush();
  replies.flush();
  const form = [{ name: 'y', datatype: 'UINT8', shape: [4], sizeBytes: 4 }];
  const failed = { reason: 'invalid-input', message: 'No.' };
  expect(headers()).toEqual([
    { type: 'answers', firstId: 1, forms: [form], answers: [[0, 0.123], failed, [0, 0.123]] },
  ]);
  expect(sent[0]?.bytes).toBe(8);
});

test('W12 an answer does not wait longer than a millisecond for the next question', () => {
  const { replies, answer, headers, pass } = setUp();
  answer();
  pass(0.9);
  replies.flushIfLate();
  expect(headers()).toEqual([]);
  pass(0.1);
  replies.flushIfLate();
  answer();
  replies.flush();
  expect(headers().map(({ firstId, answers }) => [firstId, answers.length])).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

test('W12 large answers do not pile up', () => {
  const { answer, headers } = setUp();
  answer(1 << 20);
  answer(8);
  expect(headers().map(({ answers }) => answers.length)).toEqual([2]);
});
