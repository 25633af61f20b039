import type { ModelFacts } from '#app/oip/control.ts';
import type { DescribedInput, FieldValue } from '../../description-format.ts';
import { nested } from '../inputs/lists.ts';
import { isSingle } from '../inputs/slot.ts';
import { createSlotFinder } from '../inputs/slots.ts';
import { matchReference, type ReferenceMatch } from './match.ts';
import type { ReferenceColumn, ReferenceRows } from './rows.ts';

/** A row of reference data whose true answer is known, as a question by field key. */
export interface ReferenceQuestion {
  inputs: Record<string, FieldValue>;
  truth: string | number;
}

interface Known {
  facts: ModelFacts;
  inputs: readonly DescribedInput[];
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
 * evenly from the whole table. Rows with a value missing are left out.
 * @returns none when no true answer is there, or a field that no column fits
 */
export function referenceQuestions(reference: ReferenceRows, known: Known, limit: number): ReferenceQuestion[] {
  if (!truthColumn(reference.columns)) return [];
  return referenceInputs(reference, known, limit).filter((row): row is ReferenceQuestion => row.truth !== null);
}

/** The same of every row, whether its true answer is known or not. */
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

function readersOf(reference: ReferenceRows, { facts, inputs }: Known): [string, ReadField][] | null {
  const match = matchReference(reference, facts.inputs);
  const slotOf = createSlotFinder(facts);
  const readers: [string, ReadField][] = [];
  for (const field of inputs) {
    const slot = slotOf(field);
    const read = slot && (slot.isColumn || isSingle(slot) ? readOne(field, match) : readMany(field, slot.shape, match));
    if (!read) return null;
    readers.push([field.key, read]);
  }
  return readers;
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
