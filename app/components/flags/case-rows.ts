import type { FieldValue } from '#app/catalog/description-format.ts';
import type { ThreadRun } from '#app/feedback/contract.ts';
import type { RunView } from '#app/preview/contract.ts';
import { formatInput } from '../answers/format-value.ts';
import { type InputRow, inputRows } from '../answers/input-rows.ts';

/** One field of what was asked, beside the example it comes from. */
export interface CaseRow extends InputRow {
  /** What the example says instead; null where both are the same. */
  inExample: string | null;
}

/** A run as the thread of a flag shows it, in words already. */
export interface CaseView {
  run: Pick<RunView, 'id' | 'answer' | 'tookMs' | 'modelName' | 'versionNumber' | 'createdAt'>;
  /** Null when the inputs were not kept. */
  rows: CaseRow[] | null;
  exampleName: string | null;
  /** Query that puts these values into the form of a version; empty when that cannot be said in an address. */
  values: string;
}

export function caseView({ run, inputs, example, changed }: ThreadRun): CaseView {
  const { id, answer, tookMs, modelName, versionNumber, createdAt } = run;
  const rows = inputRows(inputs, run.inputs);
  const inExample = (key: string): string | null => {
    const input = inputs.find((one) => one.key === key);
    return example && input && changed.includes(key) ? formatInput(input, example.values[key] ?? null) : null;
  };
  return {
    run: { id, answer, tookMs, modelName, versionNumber, createdAt },
    rows: rows?.map((row) => ({ ...row, inExample: inExample(row.key) })) ?? null,
    exampleName: example?.name ?? null,
    values: valuesQuery(run.inputs),
  };
}

const MOST_CHARACTERS = 6_000;

/** Values by field key in the model's own unit, as the page of a version reads them. */
function valuesQuery(values: Record<string, FieldValue> | null): string {
  if (values === null) return '';
  const pairs: [string, string][] = [];
  for (const [key, value] of Object.entries(values)) {
    if (value === null) continue;
    // A picture or a series fits no address.
    if (typeof value === 'object') return '';
    pairs.push([key, String(value)]);
  }
  const query = `?${new URLSearchParams(pairs)}`;
  return query.length > MOST_CHARACTERS ? '' : query;
}
