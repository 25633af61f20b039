import { expect, test } from 'vitest';
import { formatDuration } from './duration.ts';

test.each([
  [3.4, '3 ms'],
  [412, '0.4 s'],
  [5_230, '5.2 s'],
  [48_000, '48 s'],
  [12 * 60_000, '12 min'],
  [5.2 * 3_600_000, '5.2 h'],
  [47 * 3_600_000, '47 h'],
  [3 * 86_400_000, '3 days'],
])('%d ms is %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});
