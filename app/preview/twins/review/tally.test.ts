import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mcnemarExact } from '#app/statistics/mcnemar.ts';
import type { Answer, TwinView } from '../../contract.ts';
import { chanceWords, changedSentence, testSentence } from './review-sentences.ts';
import { addCase, figuresOf, newTally } from './tally.ts';

interface Vector {
  name: string;
  input: { threshold: number; cases: { score: number; alternatives: number[] }[] };
  expected: {
    cases: number;
    flipped: number;
    wilson: { lower: number; upper: number };
    favourableToUnfavourable: number;
    unfavourableToFavourable: number;
    mcnemarExact: number;
    largestAbsoluteChange: number;
  };
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../statistics/vectors/07-counterfactual-flips.json', import.meta.url), 'utf8'),
) as { cases: Vector[] };

const answerOf = (score: number, threshold: number): Answer => ({
  ...{ decision: score >= threshold ? 'yes' : 'no', confidence: null, closeCall: false, values: [], notices: [] },
  scores: [{ label: 'yes', score }],
});

function twinOf(before: number, after: number, { threshold, to }: { threshold: number; to: string }): TwinView {
  const differs = before >= threshold !== after >= threshold;
  return {
    changes: [{ key: 'a', label: 'A', from: 'x', to, fromWords: 'x', toWords: to, rewrites: [] }],
    answer: answerOf(after, threshold),
    ...{ differs, direction: differs ? (after >= threshold ? 'better' : 'worse') : null },
    ...{ score: { label: 'yes', before, after }, value: null, sentence: '' },
  };
}

function tallyOf({ threshold, cases }: Vector['input']) {
  const tally = newTally({ key: 'a', label: 'A' });
  for (const { score, alternatives } of cases) {
    const twins = alternatives.map((after, at) => twinOf(score, after, { threshold, to: `v${at}` }));
    addCase(tally, { inputs: {}, answer: answerOf(score, threshold), own: 'x', twins }, 'yes');
  }
  return tally;
}

describe('the counts of a review', () => {
  test.each(vectors.cases)('$name', ({ input, expected }) => {
    const tally = tallyOf(input);
    expect(tally).toMatchObject({
      caseCount: expected.cases,
      changedCount: expected.flipped,
      worseCount: expected.favourableToUnfavourable,
      betterCount: expected.unfavourableToFavourable,
    });
    const { interval } = figuresOf(tally, undefined);
    expect(interval?.lower).toBeCloseTo(expected.wilson.lower, 9);
    expect(interval?.upper).toBeCloseTo(expected.wilson.upper, 9);
    const { worseCount, betterCount } = tally;
    expect(mcnemarExact({ there: worseCount, back: betterCount })).toBeCloseTo(expected.mcnemarExact, 9);
    for (const { distance } of tally.worst) expect(distance).toBeLessThanOrEqual(expected.largestAbsoluteChange + 1e-9);
  });

  test('of two values the test compares what everyone would get with each', () => {
    const cases = Array.from({ length: 12 }, () => ({ score: 0.4, alternatives: [0.6] }));
    const tally = tallyOf({ threshold: 0.5, cases });
    expect(tally.onlyWith).toEqual(new Map([['v0', 12]]));
    expect(testSentence(tally, 'yes')).toBe(
      'Answered “yes”: 12 only with v0, 0 only with x. If the model favoured neither, a split at least this uneven would come up about once in 2,000 times.',
    );
    expect(testSentence(tally, null)).toBeNull();
    expect(testSentence(tallyOf({ threshold: 0.5, cases: [{ score: 0.1, alternatives: [0.2] }] }), 'yes')).toBeNull();
  });

  test('cases none of whose twins was answered are told apart', () => {
    const tally = newTally({ key: 'a', label: 'A' });
    const lost = { ...twinOf(0.4, 0.6, { threshold: 0.5, to: 'v' }), answer: null };
    addCase(tally, { inputs: {}, answer: answerOf(0.4, 0.5), own: 'x', twins: [lost] }, 'yes');
    expect(tally).toMatchObject({ caseCount: 0, failedCount: 1, changedCount: 0 });
    expect(changedSentence(tally)).toBe('No twin of A could be asked.');
    expect(figuresOf(tally, undefined).interval).toBeNull();
  });
});

test.each([
  [1, 'every time'],
  [0.34, 'about 34 times in 100'],
  [0.0004883, 'about once in 2,000 times'],
  [1e-9, 'less than once in a million times'],
])('%d is said %s', (probability, words) => {
  expect(chanceWords(probability)).toBe(words);
});
