import type { GraphValue } from '#app/oip/control.ts';
import { elementCount, rowShape } from '../../description-format.ts';
import type { ReferenceColumn, ReferenceRows } from './rows.ts';

/** Which columns of the reference rows belong to which inputs. */
export interface ReferenceMatch {
  /** The column of this name, also when only its spelling differs ('Loan Amount', 'loan_amount'). */
  byName(name: string): ReferenceColumn | null;
  /** The columns that hold the elements of an input of many, in order; null unless their number fits exactly. */
  blockOf(input: string): readonly ReferenceColumn[] | null;
}

/** A wider input is no table. */
const MOST_COLUMNS = 100_000;

/**
 * Whether a column may be an input: the true answer (`label`, or beginning with `target`), groups (`group_…`) and the
 * numbering that pandas writes are none.
 */
function mayBeInput({ name }: ReferenceColumn): boolean {
  const known = name.trim().toLowerCase();
  return known !== '' && known !== 'label' && !/^(target|group_|unnamed: \d+$)/.test(known);
}

/** Matches by name first; what is left over is dealt out to the inputs of many elements when the numbers fit. */
export function matchReference(reference: ReferenceRows | null, inputs: readonly GraphValue[]): ReferenceMatch {
  const candidates = (reference?.columns ?? []).filter(mayBeInput);
  const exact = new Map(candidates.map((column) => [column.name, column]));
  const loose = uniqueBy(candidates, ({ name }) => looseName(name));
  const byName = (name: string) => exact.get(name) ?? loose.get(looseName(name)) ?? null;
  const blocks = dealOut(candidates, inputs, byName);
  return { byName, blockOf: (input) => blocks.get(input) ?? null };
}

function dealOut(
  candidates: readonly ReferenceColumn[],
  inputs: readonly GraphValue[],
  byName: ReferenceMatch['byName'],
): Map<string, ReferenceColumn[]> {
  const wide = inputs.filter((input) => widthOf(input) !== 1);
  const named = new Set(inputs.filter((input) => widthOf(input) === 1).map(({ name }) => byName(name)));
  const left = candidates.filter((column) => !named.has(column));
  const total = wide.reduce((sum, input) => sum + widthOf(input), 0);
  const isNumeric = wide.every(({ datatype }) => datatype !== 'BYTES');
  const fitting = [left, left.filter(({ numeric }) => numeric)].find(
    (columns) =>
      columns.length > 0 &&
      // A single vector of open width takes all there is.
      (columns.length === total || (wide.length === 1 && Number.isNaN(total))) &&
      (!isNumeric || columns.every(({ numeric }) => numeric)),
  );
  const blocks = new Map<string, ReferenceColumn[]>();
  if (!fitting || fitting.length > MOST_COLUMNS) return blocks;
  let next = 0;
  for (const input of wide) {
    const width = widthOf(input);
    const end = Number.isNaN(width) ? fitting.length : next + width;
    blocks.set(input.name, fitting.slice(next, end));
    next = end;
  }
  return blocks;
}

/** How many elements a row of an input has; NaN where the file leaves it open. */
function widthOf({ shape }: GraphValue): number {
  const isOpen = shape?.some((size, i) => i > 0 && typeof size !== 'number') ?? false;
  return isOpen ? Number.NaN : elementCount(rowShape(shape));
}

function looseName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** By what `nameOf` gives; what two share belongs to neither. */
function uniqueBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T | null> {
  const found = new Map<string, T | null>();
  for (const item of items) found.set(nameOf(item), found.has(nameOf(item)) ? null : item);
  return found;
}
