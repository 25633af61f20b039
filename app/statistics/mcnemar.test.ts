import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mcnemarExact } from './mcnemar.ts';

interface Vector {
  name: string;
  input: { b: number; c: number };
  expected: { exact: number };
}

/** From statsmodels 0.15 and exact integers, as the file says. */
const vectors = JSON.parse(readFileSync(new URL('./vectors/04-mcnemar.json', import.meta.url), 'utf8')) as {
  tolerance: { relative: number; absolute: number };
  cases: Vector[];
};

describe("McNemar's exact test", () => {
  test.each(vectors.cases)('$name', ({ input: { b, c }, expected }) => {
    const { relative, absolute } = vectors.tolerance;
    const off = Math.abs(mcnemarExact({ there: b, back: c }) - expected.exact);
    expect(off).toBeLessThanOrEqual(absolute + relative * expected.exact);
  });

  test('is a share, the same both ways, and smaller the more uneven the counts are', () => {
    const counts = fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 3_000 }));
    fc.assert(
      fc.property(counts, ([there, back]) => {
        const found = mcnemarExact({ there, back });
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(1);
        expect(mcnemarExact({ there: back, back: there })).toBe(found);
        const [few, many] = [Math.min(there, back), Math.max(there, back)];
        if (few > 0) expect(mcnemarExact({ there: few - 1, back: many + 1 })).toBeLessThanOrEqual(found);
      }),
    );
  });
});
