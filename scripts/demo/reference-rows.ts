import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';
import { SAMPLES_DIR } from '#app/server/container.ts';

/** A recorded case: what goes into the model by field key, and what happened in truth. */
export interface ReferenceRow {
  values: Record<string, FieldValue>;
  truth: string;
}

/** Which of the rows: the first, counted from 0, and how many. */
interface Stretch {
  from: number;
  count: number;
}

/** Some of the held-out rows of a sample with an answer that is one of a few, as values of these fields. */
export function referenceRows(
  model: string,
  inputs: readonly DescribedInput[],
  { from, count }: Stretch,
): ReferenceRow[] {
  const text = readFileSync(join(SAMPLES_DIR, model, 'test.csv'));
  const rows: Record<string, string>[] = parse(text, { columns: true, from: from + 1, to: from + count });
  return rows.map((row) => ({
    values: Object.fromEntries(inputs.map((input) => [input.key, typed(input, row[input.key] ?? '')])),
    truth: row.label ?? '',
  }));
}

/** A cell in the type the field takes; that of its default. */
function typed(input: DescribedInput, cell: string): FieldValue {
  return typeof input.default === 'number' ? Number(cell) : cell;
}
