import type { ModelFacts } from '#app/oip/control.ts';
import { type DescribedInput, type FieldValue, isTokenized } from '../../description-format.ts';
import { nested } from '../inputs/lists.ts';
import { isSingle } from '../inputs/slot.ts';
import { createSlotFinder } from '../inputs/slots.ts';
import { matchReference, type ReferenceMatch } from './match.ts';
import type { ReferenceColumn, ReferenceRows } from './rows.ts';

interface Known {
  facts: ModelFacts;
  inputs: readonly DescribedInput[];
  /** SHA-256 of the pictures beside the rows, by the names that the rows have for them. */
  pictures?: ReadonlyMap<string, string>;
}

/** The value of a field in a row; null where it is missing. */
type ReadField = (row: number) => FieldValue | null;

/** A row of reference data by field key, with its true answer where that is known. */
export interface ReferenceInputs {
  inputs: Record<string, FieldValue>;
  truth: string | number | null;
}

/**
 * Reference rows as questions with their true answers (the column `label`, or one that begins with `target`), taken
 * evenly from the whole table. Rows with a value missing are left out; without one column of true answers none is known.
 * @returns none when there is a field that no column fits
 */
export function referenceInputs(reference: ReferenceRows, known: Known, limit: number): ReferenceInputs[] {
  const truth = truthColumn(reference.columns);
  const fields = readersOf(reference, known);
  if (!fields || fields.length === 0) return [];
  const count = Math.min(limit, reference.rowCount);
  const found: ReferenceInputs[] = [];
  for (let place = 0; place < count; place += 1) {
    const row = Math.floor((place * reference.rowCount) / count);
    const answer = truth?.values[row];
    const values = fields.map(([key, read]) => [key, read(row)] as const);
    if (values.some(([, value]) => value === null)) continue;
    const inputs = Object.fromEntries(values) as Record<string, FieldValue>;
    found.push({ inputs, truth: answer === undefined || answer === '' ? null : answer });
  }
  return found;
}

/** Several targets are a curve, which is no single answer. */
function truthColumn(columns: readonly ReferenceColumn[]): ReferenceColumn | null {
  const named = (test: RegExp) => columns.filter(({ name }) => test.test(name.trim()));
  const found = [named(/^label$/i), named(/^target/i)].find((list) => list.length > 0) ?? [];
  return found.length === 1 ? (found[0] ?? null) : null;
}

function readersOf(reference: ReferenceRows, { facts, inputs, pictures }: Known): [string, ReadField][] | null {
  const match = matchReference(reference, facts.inputs);
  const slotOf = createSlotFinder(facts);
  const readers: [string, ReadField][] = [];
  for (const field of inputs) {
    const slot = slotOf(field);
    const read =
      readPicture(field, reference.columns, pictures) ??
      (slot &&
        (slot.isColumn || isSingle(slot) || isTokenized(field)
          ? readOne(field, match)
          : readMany(field, slot.shape, match)));
    if (!read) return null;
    readers.push([field.key, read]);
  }
  return readers;
}

/** A field of pictures takes the column that names files which came along. */
function readPicture(
  { kind }: DescribedInput,
  columns: readonly ReferenceColumn[],
  pictures: Known['pictures'] = new Map(),
): ReadField | null {
  if (kind !== 'image' || pictures.size === 0) return null;
  const column = columns.find(({ values }) => values.some((value) => pictures.has(String(value))));
  if (!column) return null;
  return (row) => {
    const file = pictures.get(String(column.values[row]));
    return file === undefined ? null : { file };
  };
}

function readOne({ name, index, feature, key }: DescribedInput, match: ReferenceMatch): ReadField | null {
  const column = [feature, key, name].flatMap((each) => (each === undefined ? [] : (match.byName(each) ?? [])))[0];
  const found = column ?? (index === undefined ? undefined : match.blockOf(name)?.[index]);
  return found ? (row) => valueAt(found, row) : null;
}

function readMany({ name }: DescribedInput, shape: number[], match: ReferenceMatch): ReadField | null {
  const block = match.blockOf(name);
  if (!block) return null;
  return (row) => {
    const elements = block.map((column) => valueAt(column, row));
    return elements.includes(null) ? null : nested(elements as FieldValue[], shape);
  };
}

function valueAt({ values }: ReferenceColumn, row: number): string | number | null {
  const value = values[row];
  return value === undefined || value === '' ? null : value;
}
