import { expect, test } from 'vitest';
import type { Answer } from '#app/preview/contract.ts';
import { announcement, confidenceSentence, headline, ofHundred } from './answer-words.ts';

const answer: Answer = { decision: null, confidence: null, closeCall: false, scores: [], values: [], notices: [] };

test('the headline is the decision, else the first number with its unit', () => {
  expect(headline({ ...answer, decision: 'Approve' })).toBe('Approve');
  const number = { name: 'variable', label: 'Progression', value: 152.13, unit: 'points' };
  expect(headline({ ...answer, values: [number] })).toBe('152.1 points');
  expect(headline({ ...answer, values: [{ ...number, value: [1, 2, 3] }] })).toBe('Progression');
  expect(headline(answer)).toBe('No answer');
});

test('confidence is a sentence with the score in words, and the runner-up where it is not clear', () => {
  const scores = [
    { label: 'Decline', score: 0.41 },
    { label: 'Approve', score: 0.48 },
    { label: 'Refer', score: 0.11 },
  ];
  expect(confidenceSentence({ ...answer, decision: 'Approve', confidence: 'only-just', scores })).toBe(
    'Only just. The model scores Approve 48 of 100 and Decline 41.',
  );
  // A threshold may decide against the highest score.
  expect(confidenceSentence({ ...answer, decision: 'Decline', confidence: 'leaning', scores })).toBe(
    'Leaning. The model scores Decline 41 of 100 and Approve 48.',
  );
  const clear = [
    { label: 'Approve', score: 0.999 },
    { label: 'Decline', score: 0.001 },
  ];
  expect(confidenceSentence({ ...answer, decision: 'Approve', confidence: 'clear', scores: clear })).toBe(
    'Clear. The model scores Approve more than 99 of 100.',
  );
  const digit = [{ label: '1', score: 0.99 }];
  expect(confidenceSentence({ ...answer, decision: '1', confidence: 'clear', scores: digit })).toBe(
    'Clear. The model scores “1” 99 of 100.',
  );
  expect(confidenceSentence({ ...answer, decision: 'Approve', confidence: 'clear' })).toBe('Clear.');
  expect(confidenceSentence(answer)).toBeNull();
});

test('what is read aloud is the decision and how close it is', () => {
  expect(announcement({ ...answer, decision: 'Approve', confidence: 'only-just', closeCall: true })).toBe(
    'Answer: Approve. Only just. A close call.',
  );
  expect(announcement({ ...answer, values: [{ name: 'y', label: 'Y', value: 3, unit: 'kg' }] })).toBe('Answer: 3 kg.');
});

test('a score that is only close to none or all does not say so', () => {
  expect(ofHundred(0)).toBe('0 of 100');
  expect(ofHundred(0.0001)).toBe('less than 1 of 100');
  expect(ofHundred(0.9999)).toBe('more than 99 of 100');
  expect(ofHundred(1)).toBe('100 of 100');
});
