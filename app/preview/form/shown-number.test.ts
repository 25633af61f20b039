import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DescribedInput } from '#app/catalog/description-format.ts';
import { showNumber, shownRange } from '../display-unit.ts';
import { readNumber } from '../inputs/number-value.ts';
import { parseShownNumber } from './shown-number.ts';

const plain: DescribedInput = { name: 'x', key: 'x', label: 'X', kind: 'number' };
const percent: DescribedInput = { ...plain, unit: 'ratio', display: { scale: 100, unit: '%', decimals: 0 } };
const asked = (typed: string, input: DescribedInput) => {
  const value = parseShownNumber(typed, input);
  return value === null ? null : Number(value);
};

describe('what people type', () => {
  test.each([
    ['41', 0.41],
    ['41%', 0.41],
    ['33 %', 0.33],
    ['33\u00a0%', 0.33],
    ['41,5', 0.415],
    ['41.3', 0.413],
    ['-5', -0.05],
    ['−5', -0.05],
    ['1e1', 0.1],
    ['0.41', 0.0041],
    ['1 000', 10],
    ['1,000', null],
    ['much', null],
    ['', null],
    ['%', null],
    ['41%%', null],
    ['NaN', null],
    ['Infinity', null],
  ])('%j where percent are shown is %j', (typed, value) => expect(asked(typed, percent)).toBe(value));

  test.each([
    ['0.41', 0.41],
    ['0,41', 0.41],
    ['33%', 0.33],
    ['12.5 %', 0.125],
    ['1,234', null],
    ['12,345', null],
    ['0,125', 0.125],
    ['1234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['1,234,567', 1234567],
    ['1.234.567', 1234567],
    ['1.234', 1.234],
    ["1'234'567.8", 1234567.8],
    ['12 345,6', 12345.6],
    ['1,23,4', null],
    ['1 23', null],
    ['.5', 0.5],
    [',5', 0.5],
    ['5.', 5],
    ['+7', 7],
    ['1e-7', 1e-7],
    ['0x10', null],
    ['²', null],
    ['1'.repeat(10_000), null],
  ])('%j where nothing else is shown is %j', (typed, value) => expect(asked(typed, plain)).toBe(value));

  test('the unit may stand with the number', () => {
    expect(asked('25.7 kg/m2', { ...plain, unit: 'kg/m2' })).toBe(25.7);
    expect(asked('$ 1,234.50', { ...plain, unit: '$' })).toBe(1234.5);
    expect(asked('42K', { ...plain, display: { scale: 0.001, unit: 'k', decimals: 0 } })).toBe(42_000);
    expect(asked('3.2%', { ...plain, unit: '%' })).toBe(3.2);
    expect(asked('33%', { ...percent, display: { scale: 1000, unit: '‰', decimals: 0 } })).toBe(0.33);
    expect(asked('1e3', { ...plain, unit: 'e3' })).toBe(1000);
  });

  test('digits beyond 2^53 stay', () => {
    expect(parseShownNumber('9007199254740993', { ...plain, kind: 'integer' })).toBe('9007199254740993');
  });

  test('a display nobody can calculate with is none', () => {
    for (const scale of [0, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(asked('5', { ...plain, display: { scale, unit: 'x', decimals: 0 } })).toBe(5);
    }
  });
});

test('percent typed with any decimals is exactly the hundredth', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 99_999 }), (whole, decimals) => {
      const text = `${whole}.${String(decimals).padStart(5, '0')}`;
      expect(asked(text, percent)).toBe(Number(`${text}e-2`));
      expect(asked(text.replace('.', ','), percent)).toBe(Number(`${text}e-2`));
    }),
  );
});

test('what the API would take in its own unit is never passed on as it was typed', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.double().map(String),
        fc.string({ unit: fc.constantFrom(...'0123456789+-.,eE% \u2212') }),
      ),
      (typed) => {
        const isTaken = readNumber(typed, { datatype: 'FP64', isWhole: false }).value !== undefined;
        if (isTaken) expect(parseShownNumber(typed, percent)).toBeTypeOf('number');
      },
    ),
    { numRuns: 2000 },
  );
});

test('numbers are shown short, in the display unit', () => {
  expect(showNumber(0.41, percent)).toBe('41');
  expect(showNumber(0.27906978, percent)).toBe('28');
  expect(showNumber(-0.001, percent)).toBe('0');
  expect(showNumber(0.955, { display: { scale: 100, unit: '%', decimals: 2 } })).toBe('95.50');
  expect(showNumber(1.7999999523162842, {})).toBe('1.8');
  expect(showNumber(152_133, {})).toBe('152133');
  expect(showNumber(1e21, {})).toBe('1e+21');
  expect(showNumber(42_000, { display: { scale: 0.001, unit: 'k', decimals: 0 } })).toBe('42');
  expect(showNumber(2, { display: { scale: 3, unit: 'x', decimals: -4 } })).toBe('6');
});

test('the known range is shown in the same unit', () => {
  expect(shownRange({ ...percent, min: 0, max: 3 })).toBe('0 to 300');
  expect(shownRange({ min: 1.7999999523162842 })).toBe('from 1.8');
  expect(shownRange({ max: 5 })).toBe('up to 5');
  expect(shownRange({})).toBeNull();
});
