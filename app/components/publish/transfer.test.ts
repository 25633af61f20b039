import { expect, test } from 'vitest';
import { sizeWords, speedOf, type TransferMark, transferWords, withMark } from './transfer.ts';

const MB = 1e6;
const marksOf = (...marks: [atMs: number, sentBytes: number][]) =>
  marks.reduce<TransferMark[]>((kept, [atMs, sentBytes]) => withMark(kept, { atMs, sentBytes }), []);

test('speed is that of the last seconds', () => {
  expect(speedOf(marksOf([0, 0], [1000, 4 * MB]))).toBe(4 * MB);
  expect(speedOf(marksOf([0, 0], [1000, 40 * MB], [5000, 41 * MB], [7000, 43 * MB]))).toBe(MB);
});

test('nothing is said of speed at first', () => {
  expect(speedOf([])).toBeNull();
  expect(speedOf(marksOf([0, 0], [100, MB]))).toBeNull();
});

test.each([
  [12 * MB, 41 * MB, null, '12 of 41 MB'],
  [12 * MB, 41 * MB, 4.2 * MB, '12 of 41 MB, 4.2 MB a second, 7 s left'],
  [0, 2000 * MB, 1 * MB, '0 of 2 GB, 1 MB a second, 33 min left'],
  [500, 41_000, 0, '0.5 of 41 kB, waiting for the line'],
  [41 * MB, 41 * MB, MB, '41 of 41 MB, 1 MB a second, 1 s left'],
  [0, 400_000 * MB, 20 * MB, '0 of 400 GB, 20 MB a second, 5.6 h left'],
  [0, 999, 10, '0 of 999 bytes, 10 bytes a second, 2 min left'],
])('%d of %d bytes at %d a second', (...[sent, total, speed, words]) => {
  expect(transferWords(sent, total, speed)).toBe(words);
});

test('sizes change their unit where people would', () => {
  expect([999, 1000, 9_960, 999_600, 1e9].map(sizeWords)).toEqual(['999 bytes', '1 kB', '10 kB', '1 MB', '1 GB']);
});
