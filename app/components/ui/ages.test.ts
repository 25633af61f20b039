import { expect, test } from 'vitest';
import { ageWords, agoWords } from './ages.ts';

const MINUTE = 60_000;
test.each([
  [-MINUTE, 'just now', 'just now'],
  [0, 'just now', 'just now'],
  [MINUTE - 1, 'just now', 'just now'],
  [MINUTE, '1 min', '1 min ago'],
  [60 * MINUTE - 1, '59 min', '59 min ago'],
  [60 * MINUTE, '1 h', '1 h ago'],
  [24 * 60 * MINUTE - 1, '23 h', '23 h ago'],
  [24 * 60 * MINUTE, '1 day', '1 day ago'],
  [48 * 60 * MINUTE, '2 days', '2 days ago'],
  [400 * 24 * 60 * MINUTE, '400 days', '400 days ago'],
])('%d ms is %s', (age, words, ago) => {
  expect(ageWords(1_000_000_000_000 - age, 1_000_000_000_000)).toBe(words);
  expect(agoWords(1_000_000_000_000 - age, 1_000_000_000_000)).toBe(ago);
});
