import { describe, expect, test } from 'vitest';
import { MemoryBooks, whyReplace } from './recycling.ts';

const MB = 1 << 20;
const LIMITS = { recycleLoads: 200, recycleAgeMs: 86_400_000, recycleDrift: 1.3, recycleDriftBytes: 64 * MB };
const FRESH = { loads: 1, ageMs: 1, rssBytes: 100 * MB, bookedBytes: 100 * MB };

describe('a worker is worn', () => {
  test.each([
    [{}, null],
    [{ loads: 199 }, null],
    [{ loads: 200 }, /many models/],
    [{ ageMs: 86_399_999 }, null],
    [{ ageMs: 86_400_000 }, /old/],
    [{ rssBytes: 163 * MB }, null],
    [{ rssBytes: 165 * MB }, /memory/],
    [{ rssBytes: 1290 * MB, bookedBytes: 1000 * MB }, null],
    [{ rssBytes: 1310 * MB, bookedBytes: 1000 * MB }, /memory/],
    [{ rssBytes: 500 * MB, bookedBytes: 0 }, null],
  ])('W15 %j', (wear, why) => {
    const found = whyReplace({ ...FRESH, ...wear }, LIMITS);
    if (why === null) expect(found).toBeNull();
    else expect(found).toMatch(why);
  });
});

describe('what memory is booked for', () => {
  test('W15 a model is booked for what loading it and its first answers added, and no more later', () => {
    const books = new MemoryBooks(80 * MB);
    books.loaded('a', { rssBytes: 280 * MB, fileBytes: 100 * MB });
    expect(books.bookedBytes).toBe(280 * MB);
    books.seen(290 * MB, new Set());
    expect(books.bookedBytes).toBe(280 * MB);
    books.seen(330 * MB, new Set(['a']));
    expect(books.bookedBytes).toBe(330 * MB);
    books.seen(600 * MB, new Set(['a']));
    expect([books.rssBytes, books.bookedBytes]).toEqual([600 * MB, 330 * MB]);
  });

  test('W15 a model that is gone is not booked any more: what it left behind is drift', () => {
    const books = new MemoryBooks(80 * MB);
    books.loaded('a', { rssBytes: 280 * MB, fileBytes: 100 * MB });
    books.dropped('a');
    books.seen(280 * MB, new Set());
    expect([books.rssBytes, books.bookedBytes]).toEqual([280 * MB, 80 * MB]);
  });

  test('W15 a model that used what another left behind is booked for its file at least', () => {
    const books = new MemoryBooks(280 * MB);
    books.loaded('b', { rssBytes: 281 * MB, fileBytes: 100 * MB });
    expect(books.bookedBytes).toBe(380 * MB);
  });
});
