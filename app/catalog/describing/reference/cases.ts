import type { DescribedInput, FieldValue } from '../../description-format.ts';
import { type Known, readersOf } from './questions.ts';
import type { ReferenceColumn, ReferenceRows } from './rows.ts';

/** A row of reference data as a case to ask, and what else the row tells of it: groups, columns that are no inputs. */
interface ReferenceCase {
  inputs: Record<string, FieldValue>;
  others: Record<string, string | number>;
}

/** A file of a hundred columns that are no inputs is a picture, or something else that tells of no groups. */
const MOST_OTHERS = 50;

/**
 * Reference rows as cases, whether or not their true answer is known, taken evenly from the whole table. Rows with a
 * value missing are left out and counted. Where an input has no column there are none, and the input is named.
 */
export function referenceCases(
  reference: ReferenceRows,
  known: Known,
  limit: number,
): { cases: ReferenceCase[]; skippedCount: number; missing: string[] } {
  const fields = readersOf(reference, known);
  if (!fields) return { cases: [], skippedCount: 0, missing: missingOf(reference, known) };
  if (fields.length === 0) return { cases: [], skippedCount: 0, missing: [] };
  const others = otherColumns(reference.columns, known.inputs);
  const count = Math.min(limit, reference.rowCount);
  const cases: ReferenceCase[] = [];
  for (let place = 0; place < count; place += 1) {
    const row = Math.floor((place * reference.rowCount) / count);
    const values = fields.map(([key, read]) => [key, read(row)] as const);
    if (values.some(([, value]) => value === null)) continue;
    const beside = others.map(({ name, values: told }) => [name, told[row] ?? ''] as const);
    cases.push({
      inputs: Object.fromEntries(values) as Record<string, FieldValue>,
      others: Object.fromEntries(beside),
    });
  }
  return { cases, skippedCount: count - cases.length, missing: [] };
}

/** Labels of the inputs that no column fits. */
function missingOf(reference: ReferenceRows, known: Known): string[] {
  return known.inputs.filter((input) => !readersOf(reference, { ...known, inputs: [input] })).map(({ label }) => label);
}

/** Columns that are neither an input nor the true answer; of flat vectors only those that say they are groups. */
function otherColumns(columns: readonly ReferenceColumn[], inputs: readonly DescribedInput[]): ReferenceColumn[] {
  const names = new Set(inputs.flatMap(({ name, feature, key }) => [name, feature ?? name, key]).map(loose));
  const isNamed = inputs.every((input) => columns.some(({ name }) => isColumnOf(name, input)));
  return columns
    .filter(({ name }) => {
      const known = name.trim().toLowerCase();
      if (/^group_/.test(known)) return true;
      return (
        isNamed &&
        known !== '' &&
        known !== 'label' &&
        !/^(target|unnamed: \d+$)/.test(known) &&
        !names.has(loose(name))
      );
    })
    .slice(0, MOST_OTHERS);
}

function isColumnOf(column: string, { name, feature, key }: DescribedInput): boolean {
  return [name, feature ?? name, key].some((each) => loose(each) === loose(column));
}

function loose(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
