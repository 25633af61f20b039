import { describe, expect, test } from 'vitest';
import type { ColumnFacts } from '#app/oip/control.ts';
import { byKey, describe as describeWith, factsOf, rows, value } from '../testing.ts';

type Known = Omit<ColumnFacts, 'input' | 'index'>;

/** The field of an input of which the graph tells something. */
function only(known: Known, { datatype = 'FP32', name = 'x' } = {}) {
  const facts = factsOf([value(name, datatype)], { columns: [{ input: name, index: null, ...known }] });
  return describeWith(facts).description.inputs[0]!;
}

const splits = (lowest: number, highest: number, changes: Partial<NonNullable<Known['splits']>> = {}) => ({
  splits: {
    count: 5,
    lowest,
    highest,
    middle: lowest,
    tenth: lowest,
    ninetieth: highest,
    grid: 'any' as const,
    ...changes,
  },
});

describe('a scaler', () => {
  test('tells the usual values, rounded to steps that a hand can set', () => {
    expect(only({ centre: 0.33150756, spread: 0.1119935 })).toMatchObject({
      ...{ kind: 'number', min: 0, max: 0.78, p05: 0.147, p95: 0.516, step: 0.001, default: 0.332 },
      guess: { sure: false, reason: expect.stringContaining('round 0.3315, most of them from 0.1473 to 0.5157') },
    });
    expect(only({ centre: -2, spread: 50 })).toMatchObject({ min: -202, max: 198, step: 1 });
    // A count is not below nothing, though its spread would reach there.
    expect(only({ centre: 2.6, spread: 2.3 }, { datatype: 'INT64' })).toMatchObject({
      kind: 'integer',
      min: 0,
      p05: 0,
      default: 3,
    });
  });

  test('that can only be one of two values makes a choice of them', () => {
    const share = 0.34;
    const spread = Math.sqrt(share * (1 - share));
    expect(only({ centre: share, spread })).toMatchObject({
      kind: 'yes-no',
      allowed: [
        { value: 0, label: 'No' },
        { value: 1, label: 'Yes' },
      ],
      default: 0,
      guess: { sure: false, reason: expect.stringContaining('0 and 1') },
    });
    expect(only({ centre: 1 + share, spread })).toMatchObject({
      kind: 'category',
      allowed: [{ value: 1 }, { value: 2 }],
    });
    expect(only({ centre: share, spread: spread * 1.1 })).toMatchObject({ kind: 'number' });
    expect(only({ centre: 0, spread: 1 })).toMatchObject({ kind: 'number' });
  });

  test('of ranges tells the limits', () => {
    expect(only({ low: 18, high: 79.0000029, limitsFrom: 'scaler' })).toMatchObject({
      ...{ min: 18, max: 79, default: 48.5 },
      guess: { sure: true },
    });
  });
});

describe('trees', () => {
  test('tell the usual values, and that they are whole', () => {
    expect(only(splits(20.5, 60.5, { grid: 'whole', middle: 30.5 }))).toMatchObject({
      ...{ kind: 'integer', min: 10, max: 71, p05: 20, p95: 61, step: 1, default: 30 },
      guess: { sure: false, reason: expect.stringContaining('between whole numbers') },
    });
    expect(only(splits(1.5, 1.5, { count: 1, grid: 'whole' }))).toMatchObject({ kind: 'integer', p05: 1, p95: 2 });
    expect(only(splits(1.7, 1.7, { count: 1 }))).not.toHaveProperty('p05');
    const many = { count: 60, tenth: 1, ninetieth: 3 };
    expect(only(splits(0.5, 5.5, many))).toMatchObject({ min: 0, max: 6, p05: 1, p95: 3 });
  });

  test('that only tell 0 from 1 make a choice of no and yes', () => {
    expect(only(splits(0.5, 0.5, { count: 1, grid: 'yes-no' }))).toMatchObject({ kind: 'yes-no', default: 0 });
  });

  test('that ask for single values make a list of them', () => {
    expect(only({ codes: [2, 4] })).toMatchObject({
      kind: 'category',
      allowed: [{ value: 2 }, { value: 4 }],
      guess: { sure: false },
    });
  });
});

test('a missing value has one that stands for it', () => {
  expect(only({ missing: 7.25 })).toMatchObject({ default: 7.25 });
  expect(only({ missing: 90, centre: 100, spread: 10 })).toMatchObject({ default: 90, p05: 83.5 });
});

test('a list of weights tells how many choices there are, and a cut the limits', () => {
  expect(only({ low: 0, high: 11, limitsFrom: 'table' }, { datatype: 'INT64' })).toMatchObject({
    ...{ kind: 'integer', min: 0, max: 11 },
    guess: { sure: true, reason: 'The model has a list of 12 entries for it, numbered 0 to 11.' },
  });
});

test('a text that is taken apart has several lines', () => {
  expect(only({ isProse: true }, { datatype: 'BYTES' })).toMatchObject({
    kind: 'text',
    multiline: true,
    guess: { sure: true },
  });
});

test('what nothing reads is not asked for, unless somebody describes it', () => {
  expect(only({ isUnused: true }, { name: 'sex', datatype: 'BYTES' })).toMatchObject({
    hidden: true,
    guess: { sure: true },
  });
  const facts = factsOf([value('sex', 'BYTES')], { columns: [{ input: 'sex', index: null, isUnused: true }] });
  const preview = { formatVersion: 1, inputs: [{ name: 'sex', kind: 'category', allowed: [{ value: 'f' }] }] };
  expect(describeWith(facts, { preview }).description.inputs[0]).not.toHaveProperty('hidden');
});

test('reference rows tell more than the graph', () => {
  const facts = factsOf([value('a', 'FP32')], { columns: [{ input: 'a', index: null, centre: 10, spread: 1 }] });
  const { description } = describeWith(facts, { reference: rows({ a: [1, 2.5, 9] }) });
  expect(description.inputs).toMatchObject([
    { min: 1, max: 9, default: 2.5, guess: { reason: expect.stringContaining('reference rows') } },
  ]);
});

test('a name that speaks of sex or age is a suggestion, never a statement', () => {
  const facts = factsOf([value('Applicant_Sex', 'INT64'), value('message', 'BYTES'), value('race_result', 'BYTES')]);
  const preview = { formatVersion: 1, inputs: [{ name: 'Applicant_Sex', kind: 'integer' }] };
  const fields = byKey(describeWith(facts).description);
  expect(fields.Applicant_Sex).toMatchObject({
    sensitive: true,
    guess: { sure: false, reason: expect.stringContaining('speaks of sex') },
  });
  // Texts hold whole sentences.
  expect([fields.message, fields.race_result].map((field) => field?.sensitive)).toEqual([undefined, undefined]);
  expect(byKey(describeWith(facts, { preview }).description).Applicant_Sex).not.toHaveProperty('sensitive');
});

test('facts of before there was any of this are described too', () => {
  const { columns: _, pictures: __, ...old } = factsOf([value('a', 'FP32'), value('p', 'UINT8', ['N', 1, 8, 8])]);
  expect(describeWith(old).description.inputs).toMatchObject([{ kind: 'number' }, { kind: 'image' }]);
});

describe('labels', () => {
  test.each([
    ['applicant_income', 'Applicant income'],
    ['applicantIncome', 'Applicant income'],
    ['LoanAmount', 'Loan amount'],
    ['x_1', 'X 1'],
    ['BMI', 'BMI'],
    ['serving_default_age:0', 'Age'],
    ['<b>bold</b>', '<b>bold< b>'],
  ])('%s', (name, label) => {
    expect(only({}, { name }).label).toBe(label);
  });

  test.each<[string, string, (string | number)[], string]>([
    ['input_1', 'FP32', ['N', 3, 32, 32], 'Picture 1'],
    ['float_input', 'FP32', ['N', 40], 'Series'],
    ['inputs', 'FP32', ['N', 4, 5], 'Values'],
    ['text_input', 'BYTES', ['N', 1], 'Text'],
    ['data', 'FP32', ['N', 1], 'Data'],
  ])('%s of %s %j is called %s', (...[name, datatype, shape, label]) => {
    expect(describeWith(factsOf([value(name, datatype, shape)])).description.inputs[0]?.label).toBe(label);
  });
});
