import { describe, expect, test } from 'vitest';
import { findPlaces, windowOf } from './value-places.ts';

describe('finding values', () => {
  const names = ['Age', 'Income', 'Income, spouse', '2'];

  test.each([
    { query: '', names, only: null, places: [0, 1, 2, 3] },
    { query: 'income', names, only: null, places: [1, 2] },
    { query: '2', names, only: null, places: [1, 3] },
    { query: 'zzz', names, only: null, places: [] },
    { query: '', names: null, only: [2], places: [2] },
    { query: '3', names: null, only: null, places: [2] },
    { query: '0', names: null, only: null, places: [] },
    { query: '1', names: null, only: [1, 2], places: [] },
  ])('$query among $names, only $only', ({ places, ...search }) =>
    expect(findPlaces({ count: 4, ...search })).toEqual(places),
  );

  test('a place comes before those that begin like it', () => {
    const found = findPlaces({ count: 20_000, names: null, query: '12', only: null });
    expect(found[0]).toBe(11);
    expect(found).toContain(119);
    expect(found).toHaveLength(1 + 10 + 100 + 1000);
  });
});

test.each([
  [0, 20_000, { from: 0, to: 14 }],
  [38 * 100, 20_000, { from: 94, to: 114 }],
  [38 * 1_000_000, 20_000, { from: 19_986, to: 20_000 }],
  [0, 3, { from: 0, to: 3 }],
  [500, 0, { from: 0, to: 0 }],
])('scrolled by %i px over %i rows only those in sight exist', (scrolledPx, count, rows) =>
  expect(windowOf({ scrolledPx, rowPx: 38, shownRows: 8, count })).toEqual(rows),
);
