import { expect, test } from 'vitest';
import type { DescribedInput } from '#app/catalog/description-format.ts';
import { formatInput, formatNumber, formatValue } from './format-value.ts';

const input: DescribedInput = { name: 'x', key: 'x', label: 'X', kind: 'number' };

test('numbers are short but not wrong', () => {
  expect(formatNumber(0.33)).toBe('0.33');
  expect(formatNumber(152_133.484375)).toBe('152,133');
  expect(formatNumber(-0)).toBe('0');
  expect(formatNumber(0.00001234567)).toBe('0.0000123457');
  expect(formatNumber(1e-9)).toBe('1.00000e-9');
  expect(formatNumber(3e20)).toBe('3.00000e+20');
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
