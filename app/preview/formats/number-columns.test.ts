import { describe, expect, test } from 'vitest';
import { readNumberColumns } from './number-columns.ts';

const columnsOf = (text: string, length: number | null = null) => readNumberColumns(text, { length }).columns;

describe('a file of comma-separated values', () => {
  test('that is one list is taken whole', () => {
    expect(columnsOf('1\n2\n3\n', 3)).toEqual([{ name: 'the file', numbers: [1, 2, 3] }]);
    expect(columnsOf('1,2,3', 3)).toEqual([{ name: 'the file', numbers: [1, 2, 3] }]);
  });

  test('with a header and a day before each number gives the numbers', () => {
    const text = 'month,co2\n1991-02,365.3\n1991-03,366.2\n';
    expect(columnsOf(text, 2)).toEqual([{ name: 'co2', numbers: [365.3, 366.2] }]);
  });

  test('with several columns of numbers gives each, those that fit before others', () => {
    const text = 'a;b;c\n1,5;2;x\n3,25;4;y\n';
    expect(columnsOf(text, 2)).toEqual([
      { name: 'a', numbers: [1.5, 3.25] },
      { name: 'b', numbers: [2, 4] },
    ]);
    expect(columnsOf(text, 7)?.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('with a header over a single row gives the row', () => {
    expect(columnsOf('a,b,c\n1,2,3', 3)).toEqual([{ name: 'the row', numbers: [1, 2, 3] }]);
  });

  test('a cell in quotes may hold the separator, and a byte order mark is nothing', () => {
    expect(columnsOf('\uFEFFname,"x, y"\n"a, b",1.5\nc,2.5', 2)).toEqual([{ name: 'x, y', numbers: [1.5, 2.5] }]);
  });

  test.each<[string, RegExp]>([
    ['', /empty/],

    ['a,b\nx,1\ny,\n', /"a"|line/],
    ['name\nx\ny', /\(line 2\) is "x"/],
    ['1\n2\n<b>', /line 3/],
    ['co2\n1.5\n\n2', /^Value 2 \(line 3\) is empty/],
    ['"co2"\n1.5\nNaN\n2', /^Value 2 \(line 3\) is missing/],
  ])('%j says where there is no number', (text, words) =>
    expect(readNumberColumns(text, { length: 3 }).problem).toMatch(words),
  );
});
