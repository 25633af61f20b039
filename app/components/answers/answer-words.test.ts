import { expect, test } from 'vitest';
import type { Answer } from '#app/preview/contract.ts';
import { announcement, calibrationBasis, confidenceSentence, headline, ofHundred } from './answer-words.ts';
import { bandSentence, bandWords, stretchesOf } from './band-words.ts';
import { standingWords } from './range-strip.tsx';

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

const calibration = { said: 0.91, right: 0.74, of: 60, isOff: true };
const sure = {
  ...answer,
  decision: 'Approve',
  confidence: 'clear' as const,
  scores: [
    { label: 'Approve', score: 0.91 },
    { label: 'Decline', score: 0.09 },
  ],
};

test('what was right of such answers decides the words', () => {
  expect(confidenceSentence({ ...sure, calibration })).toBe(
    'Less sure than it says. The model says 91 in 100; of such answers 74 in 100 were right.',
  );
  expect(confidenceSentence({ ...sure, calibration: { ...calibration, right: 0.99 } })).toBe(
    'Surer than it says. The model says 91 in 100; of such answers 99 in 100 were right.',
  );
  expect(confidenceSentence({ ...sure, calibration: { ...calibration, right: 0.9, isOff: false } })).toBe(
    'Clear. The model says 91 in 100, and of such answers 90 in 100 were right.',
  );
  expect(calibrationBasis(calibration)).toBe('Checked on 60 reference rows with a score like this one.');
});

const bands = {
  ...{ of: 'approved', value: 0.5, unit: null, isShare: true },
  zones: [
    { from: 0, label: 'Decline' },
    { from: 0.405, label: 'Refer' },
    { from: 0.6, label: 'Approve' },
  ],
};

test('of bands the measure is said, and where each begins', () => {
  expect(confidenceSentence({ ...sure, decision: 'Refer', calibration, bands })).toBe(
    'The model scores approved 50 of 100.',
  );
  expect(bandWords(bands)).toEqual([
    { label: 'Decline', words: 'below 40.5', isHere: false },
    { label: 'Refer', words: 'from 40.5', isHere: true },
    { label: 'Approve', words: 'from 60', isHere: false },
  ]);
  const number = { of: 'Risk', value: -3, unit: 'points', isShare: false, zones: [{ from: 10, label: 'High' }] };
  expect(bandSentence(number)).toBe('Risk is -3 points.');
  expect(bandWords(number)).toEqual([{ label: 'High', words: 'from 10', isHere: false }]);
});

test('bands fill the strip from end to end; an answer beyond the borders is on it', () => {
  const { stretches, mark } = stretchesOf(bands);
  expect(stretches.map(({ from, to, zone }) => [from, to, zone])).toEqual([
    [0, 0.405, 0],
    [0.405, 0.6, 1],
    [0.6, 1, 2],
  ]);
  expect(mark).toBe(0.5);
  const number = stretchesOf({ ...bands, isShare: false, value: -10, zones: [{ from: 0, label: 'High' }] });
  expect(number.stretches[0]).toMatchObject({ from: 0, zone: null });
  expect(number.stretches.at(-1)).toMatchObject({ to: 1, zone: 0 });
  expect(number.mark).toBeGreaterThan(0);
  expect(number.mark).toBeLessThan(number.stretches[0]?.to ?? 0);
});

test('a place among others is lower, higher or between', () => {
  const at = (lowerInHundred: number) => standingWords({ lowerInHundred, of: 100, min: 0, max: 1 });
  expect([at(0), at(63), at(100)]).toEqual([
    'Lower than all answers to reference rows.',
    'Higher than 63 of 100 answers to reference rows.',
    'Higher than all answers to reference rows.',
  ]);
});
