import { expect, test } from 'vitest';
import type { DescribedInput } from '#app/catalog/description-format.ts';
import { formatHeadline, formatInput, formatNumber, formatShownInput, formatValue } from './format-value.ts';

const input: DescribedInput = { name: 'x', key: 'x', label: 'X', kind: 'number' };

test('numbers are short but not wrong', () => {
  expect(formatNumber(0.33)).toBe('0.33');
  expect(formatNumber(152_133.484375)).toBe('152,133');
  expect(formatNumber(-0)).toBe('0');
  expect(formatNumber(0.00001234567)).toBe('0.0000123457');
  expect(formatNumber(1e-9)).toBe('1.00000e-9');
  expect(formatNumber(3e20)).toBe('3.00000e+20');
});

test('a headline has the digits that matter', () => {
  expect([57.41651, 152.1349, 152_133.484, 0.0123456, 0, -3, 1e-9].map(formatHeadline)).toEqual([
    ...['57.42', '152.1', '152,133', '0.01235', '0', '-3', '1.00000e-9'],
  ]);
});

test('every kind of value is a line of text', () => {
  expect(formatValue(null)).toBe('not given');
  expect(formatValue(true)).toBe('Yes');
  expect(formatValue('<b>')).toBe('<b>');
  expect(formatValue('NaN')).toBe('NaN');
  expect(formatValue([1, [2, ['a']]])).toBe('1, 2, a');
  expect(formatValue({ base64: 'AAAA' })).toBe('file of 3 bytes');
});

test('long values say how long they are', () => {
  expect(formatValue(Array.from({ length: 784 }, () => 0))).toMatch(/^(0, ){12}… \(784 values\)$/);
  expect(formatValue('x'.repeat(5_000))).toMatch(/^x{2000}… \(5,000 characters\)$/);
});

test('an input is shown with its unit, a choice with its words', () => {
  expect(formatInput({ ...input, unit: 'years' }, 36)).toBe('36 years');
  expect(formatInput({ ...input, unit: 'years' }, null)).toBe('not given');
  const allowed = [{ value: 1, label: 'No slow payments' }];
  expect(formatInput({ ...input, kind: 'category', allowed }, 1)).toBe('No slow payments');
  expect(formatInput({ ...input, kind: 'category', allowed }, 9)).toBe('9');
});

test.each([
  [{ unit: 'ratio', display: { scale: 100, unit: '%', decimals: 0 } }, 0.3475, '34.75%'],
  [{ unit: '%' }, 3.1, '3.1%'],
  [{ unit: 'months' }, 36, '36 months'],
  [{}, 2, '2'],
  [{ unit: 'ratio', display: { scale: 0, unit: '%', decimals: 0 } }, 0.5, '0.5 ratio'],
  [{ allowed: [{ value: 1, label: 'Yes' }], unit: '%' }, 1, 'Yes'],
  [{ unit: 'ratio', display: { scale: 100, unit: '%', decimals: 0 } }, null, 'not given'],
  [{ unit: 'EUR' }, 'a', 'a'],
])('a field of %j shows %j as %s', (input, value, text) => {
  expect(formatShownInput({ name: 'a', key: 'a', label: 'A', kind: 'number', ...input }, value)).toBe(text);
});
