import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanInterval, wilsonInterval } from './intervals.ts';
import { normalQuantile } from './normal.ts';

interface Vector {
  name: string;
  input: { successes: number; n: number; alpha: number };
  expected: { wilson: { lower: number; upper: number } };
}

const vectors = JSON.parse(
  readFileSync(new URL('./vectors/04-proportion-intervals.json', import.meta.url), 'utf8'),
) as { tolerance: { relative: number; absolute: number }; cases: Vector[] };

function expectNear(found: number, expected: number): void {
  const { relative, absolute } = vectors.tolerance;
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(Math.max(absolute, relative * Math.abs(expected)));
}

describe("Wilson's interval", () => {
  test.each(vectors.cases)('$name', ({ input: { successes, n, alpha }, expected }) => {
    const found = wilsonInterval({ successes, of: n, alpha });
    expectNear(found.lower, expected.wilson.lower);
    expectNear(found.upper, expected.wilson.upper);
  });

  test('holds the share, stays within 0 to 1, and turns around with it', () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(counts, ([of, share]) => {
        const successes = Math.round(share * of);
        const { lower, upper } = wilsonInterval({ successes, of, alpha: 0.05 });
        const turned = wilsonInterval({ successes: of - successes, of, alpha: 0.05 });
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(successes / of);
        expect(upper).toBeGreaterThanOrEqual(successes / of);
        expect(turned.lower).toBeCloseTo(1 - upper, 12);
      }),
    );
  });
});

test.each([
  // Tables of the standard normal distribution (R: qnorm).
  [0.975, 1.959963984540054],
  [0.5, 0],
  [0.05, -1.6448536269514729],
  [0.001, -3.090232306167814],
  [1e-10, -6.361340902404056],
  [1e-300, -37.0471],
])('the quantile of %d is %d', (share, quantile) => {
  expect(normalQuantile(share)).toBeCloseTo(quantile, share < 1e-100 ? 3 : 12);
});

test.each([0, 1, -1, Number.NaN])('there is no quantile of %d', (share) => {
  expect(normalQuantile(share)).toBeNaN();
});

test('the interval of a mean narrows with the root of the count', () => {
  const { lower, upper } = meanInterval({ mean: 10, deviation: 5, of: 100, alpha: 0.05 });
  expect([lower, upper]).toEqual([expect.closeTo(9.02002, 5), expect.closeTo(10.97998, 5)]);
});
