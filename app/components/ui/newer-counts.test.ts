import { expect, test } from 'vitest';
import { newerCount, tellCount } from './newer-counts.ts';

test('the newer of two counts is shown, whichever came by which way', () => {
  const page = { name: 'flags of a', at: 100 };
  expect(newerCount(3, page)).toBe(3);
  tellCount('flags of a', { count: 4, at: 100 });
  expect(newerCount(3, page)).toBe(4);
  expect(newerCount(3, { ...page, name: 'flags of b' })).toBe(3);
  expect(newerCount(3, undefined)).toBe(3);
  // A page that was made afterwards knows better.
  expect(newerCount(7, { ...page, at: 101 })).toBe(7);
});

test('an answer that comes late does not undo a newer one', () => {
  tellCount('late', { count: 2, at: 200 });
  tellCount('late', { count: 1, at: 150 });
  expect(newerCount(0, { name: 'late', at: 100 })).toBe(2);
});
