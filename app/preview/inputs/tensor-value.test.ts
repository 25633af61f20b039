import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Datatype } from '#app/oip/tensor.ts';
import { listWords, nest, readList } from './tensor-value.ts';

type Dimensions = (number | null)[] | null;

const read = (raw: unknown, dimensions: Dimensions, datatype: Datatype = 'FP32') =>
  readList(raw, { dimensions, datatype });
const shapeOf = (raw: unknown, dimensions: Dimensions) => read(raw, dimensions).value?.shape ?? null;

describe('lists', () => {
  test.each<[unknown, Dimensions, number[] | null]>([
    [
      [1, 2, 3],
      [null, 3],
      [1, 3],
    ],
    [[[1, 2, 3]], [null, 3], [1, 3]],
    [
      [1, 2, 3, 4],
      [null, 1, 2, 2],
      [1, 1, 2, 2],
    ],
    [
      [
        [1, 2],
        [3, 4],
      ],
      [1, 2, 2],
      [1, 2, 2],
    ],
    [
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      [null, 2, 2],
      [1, 2, 2],
    ],
    [
      [1, 2, 3, 4, 5],
      [null, null],
      [1, 5],
    ],
    [
      [1, 2, 3, 4, 5, 6],
      [null, null, 2],
      [1, 3, 2],
    ],
    [[1, 2, 3], [null], [3]],
    [[1, 2, 3], null, [3]],
    [[[1, 2]], null, [1, 2]],
    // Two rows are two questions.
    [[[1], [2]], [null, 1], null],
    [[1, 2], [null, 3], null],
    [[1, 2, 3, 4, 5], [null, null, 2], null],
    [[[1, 2], [3]], [null, 2, 2], null],
    [[[1, 2], 3], [null, 2, 2], null],
    [[1, [2, 3]], [null, 2, 2], null],
    [[], [null], null],
    [[[]], null, null],
  ])('%j for %j goes as %j', (raw, dimensions, shape) => expect(shapeOf(raw, dimensions)).toEqual(shape));

  test('are stored as they were given, numbers in texts as numbers', () => {
    const { value } = read(
      [
        ['1', 2],
        [3.5, '-4e1'],
      ],
      [null, 2, 2],
    );
    expect(value).toEqual({
      value: [
        [1, 2],
        [3.5, -40],
      ],
      elements: [1, 2, 3.5, -40],
      shape: [1, 2, 2],
    });
  });

  test('keep whole numbers beyond 2^53, given as texts or read without loss', () => {
    const { value } = read(['9007199254740993', 9007199254740995n, 7], [null, 3], 'INT64');
    expect(value?.value).toEqual(['9007199254740993', '9007199254740995', 7]);
  });

  test.each<[unknown, Datatype]>([
    [[1, Number.NaN], 'FP32'],
    [[1, 'NaN'], 'FP64'],
    [[1, Number.POSITIVE_INFINITY], 'FP32'],
    [[1, null], 'FP32'],
    [[1, {}], 'FP32'],
    [[1, 'x'.repeat(1e6)], 'FP32'],
    [[1, 1.5], 'INT32'],
    [['a', 1], 'BYTES'],
    [['a', '\ud800'], 'BYTES'],
  ])('say which value is wrong', (raw, datatype) => {
    const { problem } = read(raw, [null, 2], datatype);
    expect(problem).toMatch(/^Value 2 of 2: /);
    expect(problem!.length).toBeLessThan(300);
  });

  test('nested without end are refused, not walked', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 50_000; depth += 1) deep = [deep];
    expect(read(deep, [null, 1]).problem).toContain('JSON list');
    expect(read(deep, null).problem).toContain('JSON list');
  });

  test('of the wrong size say both sizes', () => {
    expect(read([1, 2], [null, 36]).problem).toBe(
      'This has 2 values in the shape [2]. Give a JSON list of 36 numbers.',
    );
  });

  test.each<[unknown, string]>([
    ['[1,2', 'The brackets of this list do not close: a part of it is missing.'],
    ['1, much', 'Value 2 is "much", which is no number.'],
    ['[1, 2]', 'Give a JSON list of 2 numbers.'],
    [undefined, 'Give a JSON list of 2 numbers.'],
  ])('%j is no list', (raw, problem) => expect(read(raw, [null, 2]).problem).toBe(problem));

  test('any nested list comes back as it was, from the elements and their lengths', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lengths, (sizes) => {
        const count = sizes.reduce((product, size) => product * size, 1);
        const flat = Array.from({ length: count }, (_, at) => at + 0.5);
        const nested = nest(flat, sizes);
        expect((nested as unknown[]).flat((sizes.length - 1) as 1)).toEqual(flat);
        expect(read(nested, [null, ...sizes]).value).toEqual({ value: nested, elements: flat, shape: [1, ...sizes] });
      }),
    );
  });
});

describe('one number for all', () => {
  test('fills the shape; few are stored as lists, many as the one', () => {
    expect(read(7, [null, 2, 2])).toEqual({
      value: {
        value: [
          [7, 7],
          [7, 7],
        ],
        elements: [7, 7, 7, 7],
        shape: [1, 2, 2],
      },
    });
    expect(read(true, [null, 2], 'BOOL').value?.elements).toEqual([true, true]);
    const many = read(7, [null, 3, 224, 224]).value;
    expect([many?.value, many?.elements.length, many?.shape]).toEqual([7, 150_528, [1, 3, 224, 224]]);
  });

  test('but not more of them than can be sent', () => {
    expect(read(0, [1, 1_000_000, 1000]).problem).toContain('1,000,000,000 values');
  });
});

describe('base64', () => {
  const bytes = (values: number[]) => ({ base64: Buffer.from(Float32Array.from(values).buffer).toString('base64') });

  test('is the bytes of the elements', () => {
    const given = bytes([1, 0.5, -2, 8]);
    expect(read(given, [null, 2, 2]).value).toEqual({ value: given, elements: [1, 0.5, -2, 8], shape: [1, 2, 2] });
    const pixels = { base64: Buffer.from([0, 255, 7]).toString('base64') };
    expect(read(pixels, [1, 3], 'UINT8').value?.elements).toEqual([0, 255, 7]);
  });

  test.each<[string, unknown, Datatype]>([
    ['of the wrong size', bytes([1, 2, 3]), 'FP32'],
    ['that is none', { base64: '@@@@' }, 'FP32'],
    ['cut short', { base64: 'AAAAA' }, 'FP32'],
    ['with more beside it', { ...bytes([1, 2]), name: 'x' }, 'FP32'],
    ['that is no text', { base64: 5 }, 'FP32'],
    ['of texts', { base64: 'AAAA' }, 'BYTES'],
    ['that holds what is no number', bytes([1, Number.NaN]), 'FP32'],
    ['of ten megabytes', { base64: 'A'.repeat(10 * 1024 ** 2) }, 'FP32'],
  ])('%s is refused', (_what, raw, datatype) => expect(read(raw, [null, 2], datatype).problem).toMatch(/\.$/));
});

test('what a field takes is said in words', () => {
  const words = (dimensions: Dimensions, datatype: Datatype = 'FP32') => listWords({ dimensions, datatype });
  expect(words([null, 36])).toBe('a JSON list of 36 numbers');
  expect(words([null, 3, 224, 224])).toBe('JSON lists of 3 × 224 × 224 numbers');
  expect(words([null, null], 'BYTES')).toBe('a JSON list of texts');
  expect(words(null)).toBe('a JSON list of numbers');
});
