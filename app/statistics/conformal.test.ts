import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conformalMargin, conformalPValue } from './conformal.ts';

test.each([
  // ceil((n + 1) x share): the ninth of nine, the tenth of ten, the 91st of a hundred.
  [9, 0.9, 9],
  [10, 0.9, 10],
  [100, 0.9, 91],
  [19, 0.95, 19],
  [99, 0.99, 99],
  [8, 0.9, null],
  [0, 0.9, null],
])('the margin of %d errors for %d of all is the %s-th smallest', (count, share, expected) => {
  const errors = Array.from({ length: count }, (_, at) => count - at);
  expect(conformalMargin(errors, share)).toBe(expected);
});

test('the margin covers so many of the errors', () => {
  const errors = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 30, maxLength: 300 });
  fc.assert(
    fc.property(errors, (given) => {
      const margin = conformalMargin(given, 0.9) as number;
      expect(given.filter((error) => error <= margin).length / given.length).toBeGreaterThanOrEqual(0.9);
    }),
  );
});

test('a p-value is the share of known cases as strange, the case itself among them', () => {
  const known = Array.from({ length: 99 }, (_, at) => at + 1);
  expect(conformalPValue(known, 1_000)).toBeCloseTo(0.01, 12);
  expect(conformalPValue(known, 0)).toBe(1);
  expect(conformalPValue(known, 50)).toBeCloseTo(0.51, 12);
  expect(conformalPValue([], 5)).toBe(1);
});
