import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readReferenceRows } from './read.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstlook-reference-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: string | Uint8Array) {
  const path = join(folder, 'reference.csv');
  writeFileSync(path, content);
  return readReferenceRows(path);
}

/** Columns as name and values only. */
async function columnsOf(content: string | Uint8Array) {
  const { columns } = await read(content);
  return Object.fromEntries(columns.map(({ name, values }) => [name, values]));
}

function refusal(content: string | Uint8Array) {
  return read(content).then(
    () => 'was read',
    ({ code, fields }) => `${code} ${fields.reference}`,
  );
}

describe('a CSV file', () => {
  test('is read by column, numbers as numbers', async () => {
    const { columns, rowCount, raggedRows } = await read('age,job\n20,cook\n31.5,nurse\n-4e2,cook\n');
    expect({ rowCount, raggedRows }).toEqual({ rowCount: 3, raggedRows: 0 });
    expect(columns).toMatchObject([
      { name: 'age', numeric: true, values: [20, 31.5, -400] },
      { name: 'job', numeric: false, values: ['cook', 'nurse', 'cook'] },
    ]);
    expect(columns[0]?.summary?.numbers).toMatchObject({ min: -400, max: 31.5, median: 20, isWhole: false });
  });

  test('may quote, span lines, and begin with a byte order mark', async () => {
    expect(await columnsOf('\uFEFF"a","the ""b"""\r\n"x, y","two\nlines"\r\n5" pipe,z\r\n')).toEqual({
      a: ['x, y', '5" pipe'],
      'the "b"': ['two\nlines', 'z'],
    });
  });

  test.each([
    ['semicolons', 'a;b\n1;"x,y"\n'],
    ['tabs', 'a\tb\n1\tx,y\n'],
    ['commas in quotes', '"a",b\n1,"x,y"\n'],
  ])('may be parted by %s', async (_, content) => {
    expect(await columnsOf(content)).toEqual({ a: [1], b: ['x,y'] });
  });

  test('may have empty lines, and no line end at the end', async () => {
    expect(await columnsOf('\n\na,b\n\n1,2\n , \n,\n3,4')).toEqual({ a: [1, 3], b: [2, 4] });
  });

  test('may have gaps, written in several ways; texts keep their own words', async () => {
    expect(await columnsOf('a,b\n1,none\nNaN,x\n,\nNA,\nnull,NA\n')).toEqual({
      a: [1, '', '', ''],
      b: ['none', 'x', '', 'NA'],
    });
  });

  test('has codes, infinities and other scripts as texts', async () => {
    expect(await columnsOf('zip,inf,hex,big,n\n01067,inf,0x10,1e999,٣\n')).toEqual({
      zip: ['01067'],
      inf: ['inf'],
      hex: ['0x10'],
      big: ['1e999'],
      n: ['٣'],
    });
  });

  test('may have rows of other lengths, which are counted and left out', async () => {
    const { columns, rowCount, raggedRows } = await read('a,b\n1,2\n3\n4,5,6\n7,8\n');
    expect({ rowCount, raggedRows }).toEqual({ rowCount: 2, raggedRows: 2 });
    expect(columns.map(({ values }) => values)).toEqual([
      [1, 7],
      [2, 8],
    ]);
  });

  test('may have columns of any name, twice too', async () => {
    const { columns } = await read('__proto__,,a,a,<b>\n1,2,3,4,5\n');
    expect(columns.map(({ name }) => name)).toEqual(['__proto__', '', 'a', 'a', '<b>']);
  });

  test('may have no rows, and columns that are only numbered', async () => {
    expect(await read('a,b\n')).toMatchObject({ rowCount: 0, columns: [{ numeric: false }, { numeric: false }] });
    expect(await columnsOf('0,1\n5,6\n')).toEqual({ 0: [5], 1: [6] });
  });
});

describe('is refused', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'is empty'],
    ['blank lines', ' \n\n', 'is empty'],
    ['no header', '1,2.5\n3,4\n', 'has no header: the first line must name the columns'],
    ['a single number', '3.5\n4\n', 'has no header: the first line must name the columns'],
    [
      'an open quote',
      `a,b\n1,2\n1,"open\n${'x\n'.repeat(3_000_000)}`,
      'has a quote that is never closed, after 1 rows',
    ],
    ['rows of other lengths only', 'a,b\n1\n2\n', 'has no row with as many values as its header has names'],
    ['a spreadsheet', Buffer.from('504b030414000600', 'hex'), 'is not a CSV text. Save the table as CSV in UTF-8'],
    ['UTF-16', Buffer.from('a,b\n1,2\n', 'utf16le'), 'is not a CSV text. Save the table as CSV in UTF-8'],
    ['Latin-1', Buffer.from('größe\n1\n', 'latin1'), 'is not UTF-8. Save the table as CSV in UTF-8'],
    [
      'half a letter at the end',
      Buffer.from([...Buffer.from('a\n'), 0xc3]),
      'is not UTF-8. Save the table as CSV in UTF-8',
    ],
  ])('%s', async (_, content, what) => {
    expect(await refusal(content)).toBe(`FL_DESCRIPTION_INVALID ${what}`);
  });

  test('never a letter that two pieces of the file share', async () => {
    // One byte before the piece ends, so that the first letter of two bytes is cut in half.
    expect((await read(`a,b\n${'x'.repeat(65_531)}${'é'.repeat(10)},1\n`)).columns[0]?.values[0]).toHaveLength(65_541);
  });

  test('a file that is not there is no fault of the sender', async () => {
    await expect(readReferenceRows(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('no more is read than is kept', () => {
  test('of a file of 512 MB', async () => {
    const path = join(folder, 'large.csv');
    writeFileSync(path, `a,b\n${'1,x\n'.repeat(20_000)}"`);
    // What follows is one endless quoted value: reading into it would be refused.
    truncateSync(path, 512 * 1024 ** 2);
    const { rowCount, columns } = await readReferenceRows(path);
    expect(rowCount).toBe(10_000);
    expect(columns.map(({ values }) => values.length)).toEqual([10_000, 10_000]);
  });

  test('of very wide rows', async () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `c${i}`).join();
    const { rowCount, columns } = await read(`${names}\n${`${'7,'.repeat(19_999)}7\n`.repeat(60)}`);
    expect([rowCount, columns.length]).toEqual([50, 20_000]);
  });

  test('of very long texts', async () => {
    const { rowCount } = await read(`a,b\n${`${'x'.repeat(2_000_000)},1\n`.repeat(20)}`);
    expect(rowCount).toBe(8);
  });
});
