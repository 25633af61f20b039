import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { descriptionInvalid } from '../problems.ts';
import type { ReferenceColumn, ReferenceRows } from './rows.ts';
import { summarise } from './summary.ts';

/** What is kept of a file: the first rows, and fewer of them when they are very wide or very long. */
const MOST_ROWS = 10_000;
const MOST_CELLS = 1_000_000;
const MOST_CHARACTERS = 16_000_000;
/** A longer row is a quote that was never closed, or no table at all. */
const LONGEST_ROW = 4_000_000;
const MOST_COLUMNS = 100_000;
const CHUNK_BYTES = 65_536;
/** Between two pauses, so that others get their turn: a millisecond or so. */
const CELLS_A_TURN = 20_000;

const DELIMITERS = [',', ';', '\t'] as const;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** How programs write that a number is missing. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none']);

/**
 * Reads the reference rows of a model from a CSV file with a header: comma, semicolon or tab, UTF-8. Only as much of
 * the file is read as is kept (10,000 rows at most).
 * @throws FL_DESCRIPTION_INVALID when it is empty, not a CSV text, or has no header
 */
export async function readReferenceRows(path: string): Promise<ReferenceRows> {
  const texts = readTexts(path);
  const first = (await texts.next()).value ?? '';
  if (first.trim() === '') throw refused('is empty');
  const table = createTable();
  try {
    const parser = pipeline(joined(first, texts), parse(optionsFor(first)), () => undefined);
    for await (const record of parser as AsyncIterable<string[]>) {
      if (table.add(record) === 'full') break;
    }
  } catch (thrown) {
    throw thrown instanceof CsvError ? refused(csvProblem(thrown, table.rowCount())) : thrown;
  } finally {
    await texts.return(undefined);
  }
  return table.finish();
}

function optionsFor(first: string) {
  return {
    delimiter: delimiterOf(first),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: LONGEST_ROW,
  } as const;
}

/** The texts of a file, chunk by chunk, without a byte order mark. */
async function* readTexts(path: string): AsyncGenerator<string, undefined, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isFirst = true;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    const bytes = chunk as Buffer;
    if (isFirst && bytes.includes(0)) throw refused('is not a CSV text. Save the table as CSV in UTF-8');
    isFirst = false;
    yield decode(() => decoder.decode(bytes, { stream: true }));
  }
  yield decode(() => decoder.decode());
}

function decode(step: () => string): string {
  try {
    return step();
  } catch {
    throw refused('is not UTF-8. Save the table as CSV in UTF-8');
  }
}

async function* joined(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

/** The delimiter that the first line has most of, quoted parts left out. */
function delimiterOf(text: string): string {
  const line = (text.trimStart().split(/\r\n|\r|\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function createTable() {
  let header: string[] | null = null;
  let characters = 0;
  let raggedRows = 0;
  let rowCount = 0;
  const columns: string[][] = [];

  function add(record: string[]): 'full' | 'open' {
    if (!header) {
      header = readHeader(record);
      for (const _ of header) columns.push([]);
      return 'open';
    }
    if (record.length !== header.length) {
      raggedRows++;
    } else {
      record.forEach((value, i) => void columns[i]?.push(value));
      rowCount++;
    }
    characters += record.reduce((sum, value) => sum + value.length, 0);
    const isFull =
      rowCount + raggedRows >= MOST_ROWS ||
      (rowCount + raggedRows + 1) * header.length > MOST_CELLS ||
      characters >= MOST_CHARACTERS;
    return isFull ? 'full' : 'open';
  }

  async function finish(): Promise<ReferenceRows> {
    if (rowCount === 0 && raggedRows > 0) throw refused('has no row with as many values as its header has names');
    const finished: ReferenceColumn[] = [];
    let cells = 0;
    for (const [i, name] of (header ?? []).entries()) {
      finished.push(finishColumn(name, columns[i] ?? []));
      cells += rowCount;
      if (cells < CELLS_A_TURN) continue;
      cells = 0;
      await nextTurn();
    }
    return { columns: finished, rowCount, raggedRows };
  }

  return { add, finish, rowCount: () => rowCount };
}

/** @throws FL_DESCRIPTION_INVALID when the first line holds values rather than names */
function readHeader(record: string[]): string[] {
  const names = record.map((name) => name.trim());
  if (names.length > MOST_COLUMNS) throw refused(`has more than ${MOST_COLUMNS} columns`);
  // pandas numbers columns without a name: 0, 1, 2 … is a header all the same.
  const isCount = [0, 1].some((start) => names.every((name, i) => name === String(i + start)));
  if (names.every((name) => NUMBER.test(name)) && !isCount) {
    throw refused('has no header: the first line must name the columns');
  }
  return names;
}

function finishColumn(name: string, texts: string[]): ReferenceColumn {
  const numbers = texts.map(toNumber);
  const numeric = numbers.some((value) => typeof value === 'number') && !numbers.includes(null);
  const column = { name, numeric, values: numeric ? (numbers as (number | '')[]) : texts };
  return { ...column, summary: summarise(column) };
}

/** A number, '' for a missing one, null for any other text. A number with leading zeros is a code. */
function toNumber(text: string): number | '' | null {
  const plain = text.trim();
  if (MISSING.has(plain.toLowerCase())) return '';
  if (!NUMBER.test(plain) || /^[+-]?0\d/.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

function csvProblem({ code }: CsvError, rowCount: number): string {
  return code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE'
    ? `has a quote that is never closed, after ${rowCount} rows`
    : 'is not a CSV text. Save the table as CSV in UTF-8';
}

function refused(what: string) {
  return descriptionInvalid('reference', [{ where: 'reference', what }]);
}
