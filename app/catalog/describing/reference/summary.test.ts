import { expect, test } from 'vitest';
import type { ReferenceColumn } from './rows.ts';
import { summarise } from './summary.ts';

const column = (values: (string | number)[]): ReferenceColumn => ({
  name: 'c',
  values,
  numeric: values.every((value) => value === '' || typeof value === 'number'),
});

test('quantiles are those of numpy, the median is a value that occurs', () => {
  // numpy.quantile([62, 70, 84, 93, 118, 133], [.05, .95]) = [64, 129.25]
  expect(summarise(column([133, 84, '', 62, 118, 93, 70])).numbers).toEqual({
    min: 62,
    max: 133,
    p05: 64,
    p95: 129.25,
    median: 84,
    isWhole: true,
  });
  expect(summarise(column([0.1, 0.2, 0.3])).numbers).toMatchObject({ p05: 0.11, p95: 0.29, isWhole: false });
  expect(summarise(column([1234567890123])).numbers).toMatchObject({ p05: 1234567890123, p95: 1234567890123 });
});

test('choices are few, short and each came up several times', () => {
  expect(summarise(column(['b', 'a', 'b', '', 'a', 'b', 'b']))).toMatchObject({
    choices: ['a', 'b'],
    mode: 'b',
    count: 6,
  });
  expect(summarise(column([10, 9, 10, 9, 10, 9])).choices).toEqual([9, 10]);
  expect(summarise(column(['a', 'b', 'a', 'b'])).choices).toBeNull();
  expect(summarise(column(Array.from({ length: 300 }, (_, i) => `v${i % 21}`))).choices).toBeNull();
  expect(summarise(column(Array(9).fill('x'.repeat(61)))).choices).toBeNull();
});

test('nothing at all has no summary of its own', () => {
  expect(summarise(column([]))).toEqual({ count: 0, choices: null, mode: null, isProse: false, numbers: null });
  expect(summarise(column(['', '']))).toMatchObject({ count: 0, choices: null, numbers: null });
});
