import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { appError, isAppError } from '#app/core/errors.ts';
import { separatorOf, splitCells, splitLines } from '../formats/cells.ts';
import { type Field, fieldsOf } from '../inputs/graph-input.ts';
import { showCount, showGiven } from '../inputs/reading.ts';
import { readGiven } from './prefill.ts';

/** Longest text that is looked at; a hundred rows of a spreadsheet are shorter. */
const LONGEST_PASTE = 200_000;
/** More rows are a file for a table of answers, not for a form. */
const MOST_ROWS = 100;

/**
 * One row copied from a spreadsheet, with or without its header, as values by field key in the model's own unit: cells
 * are parted by tabs, semicolons or commas. Columns are found by key or label under a header, else by their order.
 * @throws FL_ROW_INVALID with a sentence, and per cell (`cell.<n>` from 1) what is wrong with it
 */
export function readRow(version: VersionDetail, text: string): Record<string, FieldValue> {
  const { rows, columns } = tableOf(version, text);
  if (rows.length > 1) throw invalid(`${rows.length} rows were pasted. Paste one row at a time.`);
  return readCells(rows[0]?.cells ?? [], columns);
}

/** A row of several: its values, or what is wrong with the first cell that does not fit. */
export interface PastedRow {
  /** The row with its header, as `readRow` reads it. */
  text: string;
  values: Record<string, FieldValue> | null;
  problem: string | null;
}

/** Several rows in the same way. @throws FL_ROW_INVALID when they are no rows at all, or too many */
export function readRows(version: VersionDetail, text: string): PastedRow[] {
  const { rows, columns, header } = tableOf(version, text);
  if (rows.length > MOST_ROWS) {
    throw invalid(`${showCount(rows.length)} rows were pasted. At most ${MOST_ROWS} are answered at once.`);
  }
  return rows.map(({ line, cells }) => {
    const row = { text: header === null ? line : `${header}\n${line}` };
    try {
      return { ...row, values: readCells(cells, columns), problem: null };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { ...row, values: null, problem: error.message };
    }
  });
}

interface PastedTable {
  rows: { line: string; cells: string[] }[];
  /** The field of each cell; null: a column that is no field of this model. */
  columns: readonly (Field | null)[];
  header: string | null;
}

function tableOf(version: VersionDetail, text: string): PastedTable {
  if (text.length > LONGEST_PASTE) throw invalid('This is too much to paste. Copy fewer rows and paste them again.');
  const lines = splitLines(text);
  if (lines.length === 0) throw invalid('There is nothing to read. Copy a row in your spreadsheet and paste it here.');
  const fields = fieldsOf(version).filter(({ input }) => !input.hidden);
  // A single field is a text or a list more often than not: what it holds is not parted.
  const separator = fields.length === 1 ? null : separatorOf(lines);
  const rows = lines.map((line) => ({ line, cells: separator === null ? [line] : splitCells(line, separator) }));
  const [first, ...rest] = rows;
  if (!first || !isHeader(first.cells, fields)) return { rows, columns: fields, header: null };
  if (rest.length === 0) throw invalid('Only a header was pasted. Copy the row below it too.');
  return { rows: rest, columns: byHeader(first.cells, fields), header: first.line };
}

function readCells(cells: string[], columns: readonly (Field | null)[]): Record<string, FieldValue> {
  const problems: Record<string, string> = {};
  const placed: { field: Field; text: string; at: number }[] = [];
  for (const [at, text] of cells.entries()) {
    const field = columns[at];
    // An empty cell says nothing: its field keeps the value it has.
    if (text.trim() === '') continue;
    if (field) placed.push({ field, text, at });
    else if (field === undefined) problems[cellName(at)] = tooMany(at, text, columns.length);
  }
  const { values, refused } = readGiven(placed);
  for (const { field, at } of placed) {
    const wrong = refused[field.input.key];
    if (wrong) problems[cellName(at)] = `${field.input.label}: ${wrong.problem}`;
  }
  const [problem] = Object.values(problems);
  if (problem !== undefined) throw appError('FL_ROW_INVALID', { message: problem, fields: problems });
  return values;
}

function tooMany(at: number, text: string, count: number): string {
  const takes = count === 1 ? 'one value' : `${count} values`;
  return `Cell ${at + 1} (${showGiven(text.trim())}) has no field: this model takes ${takes}.`;
}

function cellName(at: number): string {
  return `cell.${at + 1}`;
}

function invalid(message: string) {
  return appError('FL_ROW_INVALID', { message });
}

/** A header names at least two fields, or all there are. A column that is no field of this model is left out. */
function isHeader(cells: string[], fields: readonly Field[]): boolean {
  const known = cells.filter((cell) => fields.some((field) => isNamed(field, cell))).length;
  return known > 0 && known >= Math.min(2, fields.length);
}

function byHeader(header: string[], fields: readonly Field[]): (Field | null)[] {
  return header.map((cell) => fields.find((field) => isNamed(field, cell)) ?? null);
}

function isNamed({ input }: Field, cell: string): boolean {
  const name = cell.trim().toLowerCase();
  return [input.key, input.feature, input.label].some((known) => known?.toLowerCase() === name);
}
