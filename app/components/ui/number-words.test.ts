import { expect, test } from 'vitest';
import { readNumber, stepFor, writeStepped } from './number-words.ts';

test.each([
  ['41', 41],
  ['41%', 41],
  [' 1,250.5 ', 1250.5],
  ['1 250', 1250],
  ['-3e2', -300],
  ['', null],
  ['much', null],
  ['1.2.3', null],
  ['Infinity', null],
])('%s is read as %s', (text, number) => {
  expect(readNumber(text)).toBe(number);
});

test('the affixes of the field may be typed too', () => {
  expect(readNumber('$58k', ['$', 'k'])).toBe(58);
  expect(readNumber('58 mm Hg', ['mm Hg'])).toBe(58);
  expect(readNumber('58 kg', ['mm Hg'])).toBeNull();
});

test('a slider writes as many decimals as its step', () => {
  expect(writeStepped(0.1 + 0.2, 0.01)).toBe('0.3');
  expect(writeStepped(41.499999, 1)).toBe('41');
  expect(writeStepped(-0.0000004, 0.001)).toBe('0');
});

test.each([
  [0, 1, 0.005],
  [0, 64, 0.5],
  [5, 500, 5],
  [-1e6, 1e6, 10_000],
  [0, 1e-6, 5e-9],
])('from %s to %s the step is %s', (min, max, step) => {
  expect(stepFor(min, max)).toBe(step);
});
