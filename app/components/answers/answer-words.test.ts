import { expect, test } from 'vitest';
import type { Answer } from '#app/preview/contract.ts';
import { confidenceSentence, headline, ofHundred } from './answer-words.ts';

const answer: Answer = { decision: null, confidence: null, closeCall: false, scores: [], values: [], notices: [] };

test('the headline is the decision, else the first number with its unit', () => {
  expect(headline({ ...answer, decision: 'Approve' })).toBe('Approve');
  const number = { name: 'variable', label: 'Progression', value: 152.13, unit: 'points' };
  expect(headline({ ...answer, values: [number] })).toBe('152.13 points');
  expect(headline({ ...answer, values: [{ ...number, value: [1, 2, 3] }] })).toBe('Progression');
  expect(headline(answer)).toBe('No answer');
});

test('confidence is a sentence with the score in words', () => {
  const scores = [
    { label: 'Approve', score: 0.48 },
    { label: 'Decline', score: 0.41 },
  ];
  expect(confidenceSentence({ ...answer, decision: 'Approve', confidence: 'only-just', scores })).toBe(
    'Only just. The model scores Approve 48 of 100.',
  );
  expect(confidenceSentence({ ...answer, decision: 'Refer', confidence: 'leaning', scores })).toBe('Leaning.');
  expect(confidenceSentence(answer)).toBeNull();
});

test('a score that is only close to none or all does not say so', () => {
  expect(ofHundred(0)).toBe('0 of 100');
  expect(ofHundred(0.0001)).toBe('less than 1 of 100');
  expect(ofHundred(0.9999)).toBe('more than 99 of 100');
  expect(ofHundred(1)).toBe('100 of 100');
});
