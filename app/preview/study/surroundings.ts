import { setImmediate as nextTurn } from 'node:timers/promises';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { conformalPValue } from '#app/statistics/conformal.ts';
import { type MixedColumn, neighbourDistance } from '#app/statistics/neighbours.ts';

/**
 * The rows a model is known with, and how far each is from the others: what is further from all of them than nearly
 * every one of them is from its own neighbours is a question the model has not seen, though each value may be usual.
 */
export interface Surroundings {
  columns: (MixedColumn & { key: string; values?: FieldValue[] })[];
  rows: number[][];
  /** How far each row is from its fifth neighbour. */
  distances: number[];
}

/** The fifth neighbour: one or two odd rows beside a question do not make it usual. */
const PLACE = 5;
/** One row in a hundred may be as far away; fewer rows cannot say so. */
const ALPHA = 0.01;
const FEWEST_ROWS = 100;
const MOST_ROWS = 500;
/** Numbers gone through for one answer: less than a millisecond. */
const MOST_CELLS = 100_000;
const ROWS_A_TURN = 25;

type Rows = readonly Record<string, FieldValue>[];

/**
 * Lays out the fields that hold one number or one of some choices.
 * @returns null when there are too few rows or columns, or too many columns
 */
export async function surroundingsOf(version: VersionDetail, rows: Rows): Promise<Surroundings | null> {
  const columns = version.description.inputs.flatMap(({ key, kind }) => {
    const values = rows.map((row) => row[key] ?? null);
    if (kind === 'number' || kind === 'integer') return numberColumn(key, values) ?? [];
    return kind === 'category' || kind === 'yes-no' ? categoryColumn(key, values) : [];
  });
  const count = Math.min(rows.length, MOST_ROWS, Math.floor(MOST_CELLS / Math.max(1, columns.length)));
  if (columns.length < 2 || count < FEWEST_ROWS) return null;
  const kept = Array.from({ length: count }, (_, at) => rows[Math.floor((at * rows.length) / count)] ?? {});
  const placed = kept.map((row) => placeIn(columns, row));
  const distances: number[] = [];
  for (const [at, row] of placed.entries()) {
    distances.push(neighbourDistance({ columns, rows: placed, place: PLACE }, row, at));
    if (at % ROWS_A_TURN === 0) await nextTurn();
  }
  return { columns, rows: placed, distances };
}

/** Whether a question lies apart from the rows; false where that cannot be told. */
export function isApart({ columns, rows, distances }: Surroundings, values: Record<string, FieldValue>): boolean {
  const row = placeIn(columns, values);
  if (row.some(Number.isNaN)) return false;
  return conformalPValue(distances, neighbourDistance({ columns, rows, place: PLACE }, row)) <= ALPHA;
}

/** One step is what nine of ten values lie within. */
function numberColumn(key: string, values: readonly FieldValue[]) {
  const numbers = values.filter((value) => typeof value === 'number').sort((one, other) => one - other);
  if (numbers.length < values.length) return null;
  const at = (share: number): number => numbers[Math.floor(share * (numbers.length - 1))] as number;
  const scale = at(0.95) - at(0.05) || at(1) - at(0);
  return scale > 0 ? { kind: 'number' as const, key, scale } : null;
}

function categoryColumn(key: string, values: readonly FieldValue[]) {
  return { kind: 'category' as const, key, values: [...new Set(values)] };
}

function placeIn(columns: Surroundings['columns'], values: Record<string, FieldValue>): number[] {
  return columns.map(({ key, kind, values: known }) => {
    const value = values[key] ?? null;
    if (kind === 'category') return known?.indexOf(value) ?? -1;
    return typeof value === 'number' ? value : Number.NaN;
  });
}
