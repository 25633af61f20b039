import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaInterval, areaUnderCurve } from './auc.ts';

interface Vector {
  name: string;
  input: { x: number[]; y: number[] };
  expected: { u: number };
}

/** From SciPy 1.17 and exact fractions, as the file says: U counts pairs with x above y, ties half. */
const vectors = JSON.parse(readFileSync(new URL('./vectors/04-mann-whitney.json', import.meta.url), 'utf8')) as {
  cases: Vector[];
};

describe('the area under the ROC curve', () => {
  test.each(vectors.cases)('is U over the pairs: $name', ({ input: { x, y }, expected }) => {
    expect(areaUnderCurve({ positives: x, negatives: y })).toBeCloseTo(expected.u / (x.length * y.length), 12);
  });

  test("is 0.893 for Hanley and McNeil's ratings of 109 images (Radiology 143, 1982, table I)", () => {
    const ratings = (counts: number[]) => counts.flatMap((count, at) => Array<number>(count).fill(at + 1));
    const cases = { positives: ratings([3, 2, 2, 11, 33]), negatives: ratings([33, 6, 6, 11, 2]) };
    expect(areaUnderCurve(cases)).toBeCloseTo(0.893, 3);
    // They give a standard error of 0.032; 1.96 of them on each side.
    const { lower, upper } = areaInterval(cases, { alpha: 0.05, seed: 1 });
    expect(upper - lower).toBeGreaterThan(0.1);
    expect(upper - lower).toBeLessThan(0.15);
    expect(areaInterval(cases, { alpha: 0.05, seed: 1 })).toEqual({ lower, upper });
  });

  test('turns around with the groups, and holds within its interval', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(scores, scores, (positives, negatives) => {
        const area = areaUnderCurve({ positives, negatives });
        expect(areaUnderCurve({ positives: negatives, negatives: positives })).toBeCloseTo(1 - area, 12);
        const { lower, upper } = areaInterval({ positives, negatives }, { alpha: 0.05, seed: 7 });
        expect(lower).toBeLessThanOrEqual(upper);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20 },
    );
  });

  test('says nothing about a group that is empty', () => {
    expect(areaUnderCurve({ positives: [], negatives: [1] })).toBeNaN();
  });
});
