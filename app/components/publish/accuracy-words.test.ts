import { expect, test } from 'vitest';
import { accuracyWords } from './accuracy-words.ts';

const known = { state: 'known', rowCount: 452, skippedCount: 0 } as const;

test('a class is right so often, and between what that could lie', () => {
  const interval = { lower: 0.883, upper: 0.936 };
  expect(accuracyWords({ ...known, kind: 'class', rightCount: 412, share: 412 / 452, interval }, null)).toEqual({
    headline: 'Right on 412 of 452',
    sentence: 'For others like these it could be anywhere from 88 to 94 in 100.',
    note: null,
  });
  const narrow = { lower: 0.911, upper: 0.912 };
  const skipped = { ...known, skippedCount: 3, kind: 'class', rightCount: 412, share: 1, interval: narrow } as const;
  expect(accuracyWords(skipped, null)).toMatchObject({
    sentence: 'That is about 91 in 100.',
    note: '3 more rows could not be compared and are left out.',
  });
});

test('a number is off by so much, in its unit', () => {
  const number = { ...known, kind: 'number', meanError: 43.512 } as const;
  expect(accuracyWords({ ...number, interval: { lower: 39.2, upper: 47.81 } }, 'points')).toEqual({
    headline: 'Off by 43.5 points on average',
    sentence: 'For others like these it could be anywhere from 39.2 to 47.8 points.',
    note: 'Over 452 rows.',
  });
  expect(accuracyWords({ ...number, interval: null }, '%').headline).toBe('Off by 43.5% on average');
  expect(accuracyWords({ ...number, interval: null }, null).sentence).toBe(
    'Too few rows to say how it does on others.',
  );
});
