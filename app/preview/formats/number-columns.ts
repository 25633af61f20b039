import { separatorOf, splitCells, splitLines } from './cells.ts';
import { readNumberList } from './number-list.ts';

/** A column (or the one row) of a file of comma-separated values that holds numbers. */
export interface NumberColumn {
  name: string;
  numbers: number[];
}

export type NumberColumns = { columns: NumberColumn[]; problem?: never } | { problem: string; columns?: never };

/** Longer files hold more than a field can take. */
const LONGEST_FILE_TEXT = 4_000_000;
const MOST_COLUMNS = 1_000;

interface Wanted {
  /** How many numbers the field takes; null: any number. */
  length: number | null;
}

/**
 * The columns of numbers in a file of values parted by commas, semicolons or tabs, with or without a header: those that
 * have as many numbers as the field takes, or else all. A file that is one list is one column.
 */
export function readNumberColumns(text: string, { length }: Wanted): NumberColumns {
  if (text.length > LONGEST_FILE_TEXT) return { problem: 'This file is too large for a list of numbers.' };
  const whole = readNumberList(text, length);
  if (whole.numbers && (length === null || whole.numbers.length === length)) {
    return { columns: [{ name: 'the file', numbers: whole.numbers }] };
  }
  const lines = splitLines(text.replace(/^\uFEFF/, ''));
  const separator = separatorOf(lines);
  const rows = lines.map((line) => splitCells(line, separator).map((cell) => cell.trim()));
  const width = Math.min(MOST_COLUMNS, Math.max(0, ...rows.map((row) => row.length)));
  if (width === 0) return { problem: 'This file is empty.' };
  const header = rows[0]?.some(isNumber) ? null : (rows[0] ?? null);
  const data = header ? rows.slice(1) : rows;
  // Blank lines of a single column are gaps, not air between rows.
  if (width === 1) return readSingleColumn(text, { length, name: header?.[0] ?? null });
  const read = Array.from({ length: width }, (_, at) => readColumn(data, { at, header }));
  const columns = read.flatMap((column) => ('numbers' in column ? [column] : []));
  const fitting = columns.filter(({ numbers }) => numbers.length === length);
  const [only] = data;
  // A row below its header: as many cells as the field takes.
  const row = data.length === 1 && only && only.length === length ? readCells(only, header ? 2 : 1) : null;
  if (row && 'numbers' in row) return { columns: [{ name: 'the row', numbers: row.numbers }] };
  if (fitting.length > 0) return { columns: fitting };
  if (columns.length > 0) return { columns };
  const [problem] = read.flatMap((column) => ('problem' in column ? [column.problem] : []));
  return { problem: problem ?? 'This file holds no numbers.' };
}

function readSingleColumn(text: string, { length, name }: Wanted & { name: string | null }): NumberColumns {
  const below = name === null ? text : text.slice(text.indexOf(name) + name.length).replace(/^"?[^\r\n]*/, '');
  const skipped = text.slice(0, text.length - below.length).split('\n').length - 1;
  const read = readNumberList(below, length, skipped + 1);
  return read.numbers ? { columns: [{ name: name || 'the file', numbers: read.numbers }] } : { problem: read.problem };
}

interface ColumnPlace {
  at: number;
  header: readonly string[] | null;
}

type Cells = { numbers: number[] } | { problem: string };

function readColumn(rows: readonly string[][], { at, header }: ColumnPlace): NumberColumn | { problem: string } {
  const name = header?.[at] || `column ${at + 1}`;
  const read = readCells(
    rows.map((row) => row[at] ?? ''),
    header ? 2 : 1,
  );
  return 'numbers' in read ? { name, ...read } : { problem: `In ${JSON.stringify(name)}: ${read.problem}` };
}

/** One number a cell; `firstLine` is where the first of them stands in the file. */
function readCells(cells: readonly string[], firstLine: number): Cells {
  const gap = cells.findIndex((cell) => !isNumber(cell));
  if (gap >= 0) {
    const cell = cells[gap] ?? '';
    const said =
      cell === '' ? 'is empty' : `holds ${JSON.stringify(cell.slice(0, 24).toWellFormed())}, which is no number`;
    return { problem: `line ${gap + firstLine} ${said}.` };
  }
  const read = readNumberList(cells.join('\n'), cells.length);
  return read.numbers ? { numbers: read.numbers } : { problem: read.problem };
}

function isNumber(cell: string): boolean {
  return /^[+\-\u2212]?(?:\d|[.,]\d)[\d.,]*(?:e[+-]?\d+)?$/i.test(cell);
}
