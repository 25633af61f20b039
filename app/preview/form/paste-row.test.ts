import { describe, expect, test } from 'vitest';
import { testVersion } from '../testing.ts';
import { readRow, readRows } from './paste-row.ts';

const version = testVersion({
  inputs: [
    { name: 'debt', label: 'Debt to income', display: { scale: 100, unit: '%', decimals: 0 } },
    { name: 'home', label: 'Home', kind: 'category', datatype: 'BYTES', allowed: [{ value: 'own', label: 'Owner' }] },
    { name: 'years', label: 'Years', kind: 'integer', datatype: 'INT64' },
    { name: 'secret', hidden: true },
  ],
});

function refusal(text: string) {
  try {
    return readRow(version, text);
  } catch (error) {
    const { code, message, fields } = error as { code: string; message: string; fields?: Record<string, string> };
    return { code, message, fields };
  }
}

describe('a pasted row', () => {
  test.each([
    ['tabs', '0.41\town\t12'],
    ['semicolons and decimal commas', '0,41;own;12'],
    ['commas', '0.41,own,12'],
    ['a percentage is what it says', '41%\town\t12'],
    ['words of a choice', '0.41\towner\t12'],
    ['a line end of a spreadsheet', '0.41\town\t12\r\n'],
    ['quotes', '"0.41","own","12"'],
    ['a header of keys in another order', 'years\tdebt\thome\n12\t0.41\town'],
    ['a header of labels, and a column that is none of ours', 'Home,Name,Debt to income,Years\nown,Ada,0.41,12'],
  ])('is read in the model its own unit: %s', (_what, text) => {
    expect(readRow(version, text)).toEqual({ debt: 0.41, home: 'own', years: 12 });
  });

  test('an empty cell leaves its field as it is', () => {
    expect(readRow(version, '0.41\t\t12')).toEqual({ debt: 0.41, years: 12 });
    expect(readRow(version, '0.41')).toEqual({ debt: 0.41 });
  });

  test('a cell too many is named', () => {
    expect(refusal('0.41\town\t12\tx\ty')).toEqual({
      code: 'FL_ROW_INVALID',
      message: 'Cell 4 ("x") has no field: this model takes 3 values.',
      fields: {
        'cell.4': 'Cell 4 ("x") has no field: this model takes 3 values.',
        'cell.5': 'Cell 5 ("y") has no field: this model takes 3 values.',
      },
    });
  });

  test('a cell that does not fit is named with its field', () => {
    expect(refusal('much\town\t1.5')).toMatchObject({
      fields: {
        'cell.1': 'Debt to income: Give a number, like 1234.5, without separators.',
        'cell.3': 'Years: "1.5" is not a whole number.',
      },
    });
  });

  test.each([
    ['', 'There is nothing to read'],
    [' \n\t\n', 'There is nothing to read'],
    ['debt\thome', 'Only a header was pasted'],
    ['1\town\t1\n2\town\t2', '2 rows were pasted'],
    ['x'.repeat(200_001), 'too much to paste'],
  ])('%j is refused in a sentence', (text, sentence) => {
    expect(refusal(text)).toMatchObject({ code: 'FL_ROW_INVALID', message: expect.stringContaining(sentence) });
  });

  test('of a model with one field the whole line is its value', () => {
    const sentiment = testVersion({ inputs: [{ name: 'text', kind: 'text', datatype: 'BYTES', label: 'Review' }] });
    expect(readRow(sentiment, 'Good, cheap; fast.')).toEqual({ text: 'Good, cheap; fast.' });
    expect(readRow(sentiment, 'Review\nGood, cheap')).toEqual({ text: 'Good, cheap' });
  });
});

describe('several rows', () => {
  const two = testVersion({
    inputs: [
      { name: 'a', label: 'A' },
      { name: 'b', label: 'B' },
    ],
  });

  test('are read one by one; one that does not fit keeps no other from being read', () => {
    expect(readRows(two, 'a,b\n1,2\n3,x\n5,6')).toEqual([
      { text: 'a,b\n1,2', values: { a: 1, b: 2 }, problem: null },
      { text: 'a,b\n3,x', values: null, problem: expect.stringMatching(/^B: Give a number/) },
      { text: 'a,b\n5,6', values: { a: 5, b: 6 }, problem: null },
    ]);
    expect(readRows(two, '1\t2\n3\t4').map(({ text }) => text)).toEqual(['1\t2', '3\t4']);
  });

  test('are at most a hundred', () => {
    expect(readRows(two, '1,2\n'.repeat(100))).toHaveLength(100);
    expect(() => readRows(two, '1,2\n'.repeat(101))).toThrow('101 rows were pasted. At most 100 are answered at once.');
  });
});
