import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAppError } from '#app/core/errors.ts';
import { tensorValues } from '#app/oip/json-codec.ts';
import { type TestInput, testVersion } from '../testing.ts';
import { readInputs } from './read-inputs.ts';

/** What one field becomes: as stored, and as its elements in the tensor. */
function readOne(input: TestInput, raw: unknown) {
  const version = testVersion({ inputs: [{ key: 'k', ...input }] });
  const { values, tensors, notices } = readInputs(version, raw === undefined ? {} : { k: raw });
  return { value: values.k, elements: tensorValues(tensors[0]!), shape: tensors[0]!.shape, notices };
}

function problemsOf(work: () => unknown): Record<string, string> {
  try {
    work();
  } catch (error) {
    if (isAppError(error) && error.code === 'FL_INPUT_INVALID') return { ...error.fields };
    throw error;
  }
  throw new Error('nothing was refused');
}

const problemOf = (input: TestInput, raw: unknown) => problemsOf(() => readOne(input, raw)).k;

describe('numbers', () => {
  test('arrive as they are, also as texts', () => {
    expect(readOne({}, 0.41)).toMatchObject({ value: 0.41, elements: [0.41], shape: [1, 1], notices: [] });
    for (const [text, value] of [
      ['0.41', 0.41],
      [' 12 ', 12],
      ['-1e3', -1000],
      ['+.5', 0.5],
      ['5.', 5],
      ['0.410', 0.41],
    ]) {
      expect(readOne({ datatype: 'FP64' }, text)).toMatchObject({ value, elements: [value] });
    }
  });

  test.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    'NaN',
    'Infinity',
    '-Infinity',
    '1e400',
    '',
    ' ',
    'much',
    '0x10',
    '1,5',
    '1 000',
    '5%',
    true,
    [1],
    {},
    { base64: 'AAAA' },
    null,
    '٣',
    '🙂',
    '9'.repeat(10 * 1024 ** 2),
    `${'0'.repeat(500)}1`,
    10n,
  ])('%s is no number', (raw) => {
    const problem = problemOf({}, raw);
    expect(problem).toMatch(/\.$/);
    expect(problem!.length).toBeLessThan(200);
  });

  test('any double survives, as a number and as its text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        for (const raw of [value, String(value)]) {
          expect(readOne({ datatype: 'FP64' }, raw)).toMatchObject({ value: value + 0, elements: [value + 0] });
        }
      }),
    );
  });

  test('one that the datatype cannot hold is said at the field', () => {
    expect(problemOf({ datatype: 'FP32' }, 1e39)).toContain('too large');
    expect(problemOf({ datatype: 'UINT8' }, 256)).toContain('outside');
    expect(problemOf({ datatype: 'INT8', kind: 'integer' }, -129)).toContain('outside');
    expect(problemOf({ datatype: 'INT32' }, 1.5)).toContain('whole');
  });

  test.each(['FP16', 'FP32', 'FP64', 'INT8', 'INT16', 'INT32', 'INT64', 'UINT8', 'UINT16', 'UINT32', 'UINT64'])(
    '%s takes a small whole number',
    (datatype) => {
      const { value, elements } = readOne({ datatype, kind: 'integer' }, '7');
      expect([value, Number(elements[0])]).toEqual([7, 7]);
    },
  );

  test('a number for texts is its text', () => {
    expect(readOne({ datatype: 'BYTES' }, 1.5)).toMatchObject({ value: 1.5, elements: ['1.5'] });
  });
});

describe('whole numbers', () => {
  test('beyond 2^53 are texts and lose nothing', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (whole) => {
        const { value, elements } = readOne({ datatype: 'INT64', kind: 'integer' }, String(whole));
        expect(elements).toEqual([whole]);
        expect(String(value)).toBe(String(whole));
        expect(typeof value).toBe(Number.isSafeInteger(Number(whole)) ? 'number' : 'string');
      }),
    );
  });

  test('a number that has lost its digits already is refused', () => {
    expect(problemOf({ datatype: 'INT64', kind: 'integer' }, 2 ** 53)).toContain('as a text of digits');
    expect(problemOf({ datatype: 'INT64' }, '9223372036854775808')).toContain('outside INT64');
    expect(readOne({ datatype: 'UINT64' }, '18446744073709551615').elements).toEqual([2n ** 64n - 1n]);
  });

  test('a fraction is refused, a whole float is not', () => {
    expect(problemOf({ kind: 'integer' }, 18.5)).toBe('18.5 is not a whole number.');
    expect(readOne({ kind: 'integer' }, '18.0')).toMatchObject({ value: 18, elements: [18] });
  });
});

describe('the known range', () => {
  const income = { label: 'Debt', min: 0, max: 3, unit: 'ratio', display: { scale: 100, unit: '%', decimals: 0 } };

  test('a value outside is asked, and the answer says so in the unit of the page', () => {
    expect(readOne(income, 4.1).notices).toEqual([
      { code: 'outside-range', key: 'k', message: 'Debt: 410% is outside what the model has seen (0 to 300%).' },
    ]);
    expect(readOne({ label: 'Age', max: 79, unit: 'years' }, 80).notices[0]?.message).toBe(
      'Age: 80 years is outside what the model has seen (up to 79 years).',
    );
    expect(readOne({ min: 1 }, -1).notices[0]?.message).toContain('(from 1)');
    const guess = { sure: false, reason: 'A guess.' };
    expect(readOne({ max: 3, guess }, 4).notices[0]?.message).toContain('outside what the model has probably seen');
    expect(readOne({ max: 3, guess: { ...guess, sure: true } }, 4).notices[0]?.message).toContain('model has seen');
  });

  test('its ends are inside', () => {
    for (const value of [0, 3, 1.5]) expect(readOne(income, value).notices).toEqual([]);
    expect(readOne({ datatype: 'INT64', max: 5 }, '9007199254740993').notices).toHaveLength(1);
  });
});

describe('yes and no', () => {
  const words = [
    { value: 'no', label: 'No' },
    { value: 'yes', label: 'Yes' },
  ];
  const codes = [
    { value: 2, label: 'Yes' },
    { value: 1, label: 'No' },
  ];

  test.each([true, 'true', 'YES', ' y ', 1, '1', 'on'])('%s is yes', (raw) => {
    expect(readOne({ kind: 'yes-no' }, raw)).toMatchObject({ value: true, elements: [1] });
    expect(readOne({ kind: 'yes-no', datatype: 'BOOL' }, raw).elements).toEqual([true]);
    expect(readOne({ kind: 'yes-no', datatype: 'BYTES', allowed: words }, raw)).toMatchObject({
      value: 'yes',
      elements: ['yes'],
    });
  });

  test.each([false, 'false', 'No', 0, '0', 'off'])('%s is no', (raw) => {
    expect(readOne({ kind: 'yes-no', datatype: 'INT64' }, raw)).toMatchObject({ value: false, elements: [0n] });
    expect(readOne({ kind: 'yes-no', datatype: 'BYTES', allowed: words }, raw).value).toBe('no');
  });

  test('a choice by its own value comes before the words', () => {
    expect(readOne({ kind: 'yes-no', allowed: codes }, 1)).toMatchObject({ value: 1, elements: [1] });
    expect(readOne({ kind: 'yes-no', allowed: codes }, true)).toMatchObject({ value: 2, elements: [2] });
  });

  test.each(['maybe', 2, '', [], {}])('%j is neither', (raw) => {
    expect(problemOf({ kind: 'yes-no' }, raw)).toBe('Give yes or no.');
    expect(problemOf({ kind: 'yes-no', allowed: words, datatype: 'BYTES' }, raw)).toBe('Give yes or no.');
  });
});

describe('categories', () => {
  const numbers = [1, 2, 3].map((value) => ({ value, label: `Code ${value}` }));
  const texts = ['own', 'rent', ' for free'].map((value) => ({ value, label: value.toUpperCase() }));

  test('are taken by their value, in whatever type it comes', () => {
    for (const raw of [2, '2', '2.0', ' 2 ']) {
      expect(readOne({ kind: 'category', datatype: 'INT64', allowed: numbers }, raw)).toMatchObject({
        value: 2,
        elements: [2n],
        notices: [],
      });
    }
    expect(readOne({ kind: 'category', datatype: 'BYTES', allowed: texts }, ' for free').elements).toEqual([
      ' for free',
    ]);
    const digits = [{ value: '7', label: 'Seven' }];
    expect(readOne({ kind: 'category', datatype: 'FP32', allowed: digits }, 7)).toMatchObject({
      value: '7',
      elements: [7],
    });
    const flags = [{ value: true, label: 'On' }];
    expect(readOne({ kind: 'category', datatype: 'BOOL', allowed: flags }, 'true').elements).toEqual([true]);
  });

  test('one the model has never seen is asked with a notice where the graph can hold it', () => {
    const input = { kind: 'category', label: 'Home', datatype: 'BYTES', allowed: texts } as const;
    expect(readOne(input, 'Own 🙂 <b>')).toMatchObject({
      value: 'Own 🙂 <b>',
      elements: ['Own 🙂 <b>'],
      notices: [{ code: 'unseen', key: 'k', message: 'Home: the model has never seen "Own 🙂 <b>".' }],
    });
    expect(readOne({ kind: 'category', datatype: 'INT64', allowed: numbers }, 9)).toMatchObject({
      value: 9,
      notices: [{ code: 'unseen' }],
    });
  });

  test('else the choices are named', () => {
    expect(problemOf({ kind: 'category', datatype: 'INT64', allowed: numbers }, 'rent')).toBe('Give one of 1, 2, 3.');
    expect(problemOf({ kind: 'category', datatype: 'INT64', allowed: numbers }, 1.5)).toBe('Give one of 1, 2, 3.');
    expect(problemOf({ kind: 'category', datatype: 'BYTES', allowed: texts }, true)).toContain('"own", "rent"');
    expect(problemOf({ kind: 'category', datatype: 'BYTES', allowed: texts }, 'x'.repeat(10 * 1024 ** 2))).toContain(
      'Give one of',
    );
    expect(problemOf({ kind: 'category', datatype: 'FP32', allowed: [{ value: 'a', label: 'A' }] }, 'a')).toContain(
      'takes a number',
    );
  });

  test('without choices every value is as good as another', () => {
    expect(readOne({ kind: 'category', datatype: 'BYTES' }, 'x')).toMatchObject({ value: 'x', notices: [] });
    expect(problemOf({ kind: 'category', datatype: 'BYTES' }, 'x'.repeat(1001))).toContain('1,001 characters');
  });
});

describe('texts and dates', () => {
  test('a text is taken as it is, up to its length', () => {
    const hostile = '<script>alert(1)</script>\n🙂 "quotes" \'--; \u202e';
    expect(readOne({ kind: 'text', datatype: 'BYTES' }, hostile)).toMatchObject({
      value: hostile,
      elements: [hostile],
    });
    expect(readOne({ kind: 'text', datatype: 'BYTES' }, '').elements).toEqual(['']);
    expect(readOne({ kind: 'text', datatype: 'BYTES', maxLength: 3 }, 'abc').value).toBe('abc');
    expect(problemOf({ kind: 'text', datatype: 'BYTES', maxLength: 3 }, 'abcd')).toBe(
      'This has 4 characters; at most 3 are taken.',
    );
    expect(problemOf({ kind: 'text', datatype: 'BYTES' }, 'x'.repeat(10 * 1024 ** 2))).toContain('10,485,760');
  });

  test.each([
    ['half a character', '\ud800'],
    ['a zero', 'a\0b'],
    ['a list', ['a']],
    ['an object', {}],
  ])('%s is refused', (_what, raw) => expect(problemOf({ kind: 'text', datatype: 'BYTES' }, raw)).toMatch(/\.$/));

  test('a date must be a day that exists', () => {
    expect(readOne({ kind: 'date', datatype: 'BYTES' }, '2024-02-29').elements).toEqual(['2024-02-29']);
    for (const raw of ['2023-02-29', '2024-13-01', '24-1-1', '', 'today', 20240229, '2024-02-29T00:00']) {
      expect(problemOf({ kind: 'date', datatype: 'BYTES' }, raw)).toContain('2024-05-31');
    }
    expect(readOne({ kind: 'date', datatype: 'INT64' }, 19_000).elements).toEqual([19_000n]);
  });
});

describe('keys', () => {
  const version = testVersion({
    inputs: [
      { name: 'a', default: 1 },
      { name: 'b', kind: 'text', datatype: 'BYTES', default: 'hi' },
      { name: 'c', hidden: true, default: 5 },
      { name: 'd' },
    ],
  });

  test('that are missing take their default, hidden ones too; without one a value that can be asked', () => {
    expect(readInputs(version, {}).values).toEqual({ a: 1, b: 'hi', c: 5, d: 0 });
    expect(Object.keys(readInputs(version, { d: 1, a: 2 }).values)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('that are unknown are refused by name, and every field gets its message', () => {
    const problems = problemsOf(() => readInputs(version, { a: 'much', e: 1, B: 2 }));
    expect(Object.keys(problems).toSorted()).toEqual(['B', 'a', 'e']);
    expect(problems.e).toBe('The model has no such input. It takes a, b, c, d.');
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is a key like any other', (key) => {
    const given = JSON.parse(`{"${key}": 1}`) as Record<string, unknown>;
    expect(Object.keys(problemsOf(() => readInputs(version, given)))).toEqual([key]);
    const taking = testVersion({ inputs: [{ name: key, default: 3 }] });
    expect(readInputs(taking, {}).values[key]).toBe(3);
    expect(Object.hasOwn(readInputs(taking, given).values, key)).toBe(true);
    expect(tensorValues(readInputs(taking, given).tensors[0]!)).toEqual([1]);
  });

  test('in masses make a short refusal', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`${at}${'k'.repeat(1000)}`, 1]));
    const problems = problemsOf(() => readInputs(version, { ...many, ['x'.repeat(1e6)]: 1 }));
    expect(JSON.stringify(problems).length).toBeLessThan(10_000);
  });

  test('null is no value, and absent is', () => {
    expect(problemsOf(() => readInputs(version, { a: null }))).toEqual({
      a: 'This has no value. Leave it out to use its default.',
    });
    expect(readInputs(version, { a: undefined }).values.a).toBe(1);
  });
});

describe('defaults that nobody gave', () => {
  test.each<[TestInput, unknown]>([
    [{ min: 2, max: 9 }, 2],
    [{ max: -3 }, -3],
    [{ kind: 'integer', datatype: 'INT64', min: 1.5 }, 2],
    [{ kind: 'yes-no' }, false],
    [{ kind: 'category', allowed: [{ value: 4, label: 'Four' }] }, 4],
    [{ kind: 'category', datatype: 'BYTES' }, ''],
    [{ kind: 'text', datatype: 'BYTES' }, ''],
    [{ kind: 'date', datatype: 'BYTES' }, '2000-01-01'],
    [{ kind: 'number', datatype: 'BYTES' }, 0],
    [{ kind: 'image', datatype: 'UINT8', shape: ['N', 3, 224, 224] }, 0],
    [{ kind: 'image', datatype: 'UINT8', shape: ['N', 1, 2] }, [[0, 0]]],
    [{ kind: 'tensor', datatype: 'BYTES', shape: ['N', 3] }, ['', '', '']],
  ])('%j is asked with %j', (input, value) => {
    expect(readOne(input, undefined).value).toEqual(value);
  });
});
