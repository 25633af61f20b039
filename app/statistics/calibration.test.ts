import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calibrate, isOff, likeIt } from './calibration.ts';

interface Vector {
  name: string;
  input: { probabilities: number[]; outcomes: number[] };
  expected: { bins: number; ece: number; inTheLarge: { meanDifference: number; z: number } };
}

const vectors = JSON.parse(readFileSync(new URL('./vectors/07-calibration.json', import.meta.url), 'utf8')) as {
  tolerance: { relative: number; absolute: number };
  cases: Vector[];
};

function expectNear(found: number | undefined, expected: number): void {
  const { relative, absolute } = vectors.tolerance;
  expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThanOrEqual(
    Math.max(absolute, relative * Math.abs(expected)),
  );
}

const casesOf = ({ probabilities, outcomes }: Vector['input']) =>
  probabilities.map((probability, at) => ({ probability, isTrue: outcomes[at] === 1 }));

describe('calibration', () => {
  test.each(vectors.cases)('$name', ({ input, expected }) => {
    const found = calibrate(casesOf(input));
    expect(found?.bins).toHaveLength(expected.bins);
    expectNear(found?.ece, expected.ece);
    expectNear(found?.meanDifference, expected.inTheLarge.meanDifference);
    expectNear(found?.z, expected.inTheLarge.z);
  });

  test('fewer than thirty cases say nothing', () => {
    const cases = (count: number) => Array.from({ length: count }, () => ({ probability: 0.5, isTrue: true }));
    expect(calibrate(cases(29))).toBeNull();
    expect(calibrate(cases(30))?.bins).toHaveLength(1);
    expect(calibrate([])).toBeNull();
  });

  test('every case is in one bin, none has fewer than thirty, and all of one certain probability have a z', () => {
    const cases = fc.array(
      fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), isTrue: fc.boolean() }),
      {
        minLength: 30,
        maxLength: 700,
      },
    );
    fc.assert(
      fc.property(cases, (given) => {
        const found = calibrate(given);
        expect(found?.bins.reduce((sum, { count }) => sum + count, 0)).toBe(given.length);
        expect(Math.min(...(found?.bins.map(({ count }) => count) ?? []))).toBeGreaterThanOrEqual(30);
        expect(found?.ece).toBeGreaterThanOrEqual(0);
        expect(found?.ece).toBeLessThanOrEqual(1);
        expect(found?.z).not.toBeNaN();
      }),
      { numRuns: 50 },
    );
  });
});

const bin = (from: number, to: number, of: { right: number; count?: number }) => ({
  ...{ from, to, count: 50, said: (from + to) / 2 },
  ...of,
});

test('cases like a probability: its bin, both at an edge they share, the nearer one in a gap', () => {
  const bins = [
    bin(0.1, 0.3, { right: 0.2 }),
    bin(0.3, 0.5, { right: 0.6, count: 150 }),
    bin(0.8, 0.9, { right: 0.7 }),
  ];
  expect(likeIt(bins, 0.2)).toMatchObject({ right: 0.2, count: 50 });
  const both = likeIt(bins, 0.3);
  expect(both).toMatchObject({ from: 0.1, to: 0.5, count: 200 });
  expect(both?.right).toBeCloseTo(0.5, 12);
  expect(likeIt(bins, 0.78)).toMatchObject({ right: 0.7 });
  expect(likeIt(bins, 0)).toMatchObject({ right: 0.2 });
  expect(likeIt(bins, 1)).toMatchObject({ right: 0.7 });
  expect(likeIt([], 0.5)).toBeNull();
});

test('what chance explains is not off', () => {
  expect(isOff({ from: 0.9, to: 0.92, said: 0.91, right: 0.74, count: 100 })).toBe(true);
  expect(isOff({ from: 0.9, to: 0.92, said: 0.91, right: 0.87, count: 100 })).toBe(false);
  expect(isOff({ from: 0.9, to: 0.92, said: 0.91, right: 0.8, count: 30 })).toBe(false);
});
