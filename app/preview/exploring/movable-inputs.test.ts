import { describe, expect, test } from 'vitest';
import type { NumberField } from '../flip-finder/movable-fields.ts';
import { type TestInput, testVersion } from '../testing.ts';
import { movableInputs } from './movable-inputs.ts';

const moved = (inputs: TestInput[], row: Record<string, number | string | boolean>, reference: (typeof row)[] = []) =>
  movableInputs(testVersion({ inputs }), row, reference);
const number = (input: TestInput, value = 5, known: number[] = []) => {
  const [field] = moved(
    [{ name: 'a', ...input }],
    { a: value },
    known.map((a) => ({ a })),
  );
  return field as NumberField;
};
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

describe('the range of a number', () => {
  test.each([
    { of: 'nearly all of the reference rows', input: { min: -99, max: 999 }, known: upTo(201), range: [1, 199] },
    { of: 'with few rows the description', input: { min: 2, max: 9 }, known: upTo(5), range: [2, 9] },
    { of: 'the middle 90 of 100 and as much on both sides', input: { p05: 10, p95: 20 }, range: [0, 30] },
    { of: 'within what is known', input: { p05: 10, p95: 20, min: 4, max: 22 }, range: [4, 22] },
    { of: 'around the value, nothing known', input: {}, range: [0, 10] },
    { of: 'one way only', input: { min: 0, max: 9, direction: 'up-only' as const }, range: [5, 9] },
    { of: 'with the value itself inside', input: { min: 6, max: 9 }, range: [5, 9] },
  ])('$of', ({ input, known = [], range: [low, high] }) => {
    expect(number(input, 5, known)).toMatchObject({ low, high });
  });
});

describe('the step of a number is never finer than it is shown', () => {
  test.each<[string, TestInput, number]>([
    ['as described', { min: 0, max: 9, step: 0.5 }, 0.5],
    [
      'percent without decimals',
      { min: 0, max: 3, step: 0.001, display: { scale: 100, unit: '%', decimals: 0 } },
      0.01,
    ],
    [
      'a multiple of what is shown',
      { min: 0, max: 3, step: 0.015, display: { scale: 100, unit: '%', decimals: 0 } },
      0.02,
    ],
    ['whole numbers', { kind: 'integer', min: 0, max: 9, step: 0.1 }, 1],
    ['whole numbers of the graph', { datatype: 'INT64', min: 0, max: 9 }, 1],
    ['six digits are shown of others', { min: 0, max: 250_000, step: 0.01 }, 1],
    ['without a step about a thousandth of the range', { min: 0, max: 30 }, 0.01],
  ])('%s', (_name, input, step) => {
    expect(number(input).step).toBe(step);
  });
});

describe('the spread of a number', () => {
  test.each([
    { of: 'the median absolute deviation', known: upTo(101), input: {}, spread: 25 },
    { of: 'the deviation, where most are the same', known: [...Array(99).fill(0), 10], input: {}, spread: 1 },
    { of: 'from the description', known: [], input: { p05: 0, p95: 32.9 }, spread: 10 },
    { of: 'a sixth of the range', known: [], input: { min: 0, max: 12 }, spread: 2 },
  ])('$of', ({ known, input, spread }) => {
    expect(number(input, 5, known).spread).toBeCloseTo(spread, 6);
  });
});

test('choices come with those that are seen most often first', () => {
  const allowed = ['a', 'b', 'c'].map((value) => ({ value, label: value }));
  const reference = ['c', 'c', 'b', 'c'].map((x) => ({ x }));
  expect(moved([{ name: 'x', kind: 'category', datatype: 'BYTES', allowed }], { x: 'a' }, reference)).toEqual([
    { kind: 'choice', key: 'x', values: ['c', 'b', 'a'] },
  ]);
  expect(moved([{ name: 'x', kind: 'category', datatype: 'BYTES' }], { x: 'a' }, reference)).toEqual([
    { kind: 'choice', key: 'x', values: ['c', 'b'] },
  ]);
  expect(moved([{ name: 'x', kind: 'yes-no' }], { x: true })).toMatchObject([{ values: [true, false] }]);
});

test.each<[string, TestInput, number | string]>([
  ['fixed', { direction: 'fixed', min: 0, max: 9 }, 5],
  ['hidden', { hidden: true, min: 0, max: 9 }, 5],
  ['a text', { kind: 'text', datatype: 'BYTES' }, 'hello'],
  ['a list', { kind: 'series', shape: ['N', 3] }, 5],
  ['digits beyond 2^53', { datatype: 'INT64', kind: 'integer', min: 0, max: 9 }, '9007199254740993'],
  ['one choice', { kind: 'category', datatype: 'BYTES', allowed: [{ value: 'a', label: 'A' }] }, 'a'],
  ['one value', { min: 5, max: 5 }, 5],
  ['only up, and at the top', { min: 0, max: 5, direction: 'up-only' }, 5],
])('is not moved: %s', (_name, input, value) => {
  expect(moved([{ name: 'a', ...input }], { a: value })).toEqual([]);
});
