import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';
import type { ThreadRun } from '#app/feedback/contract.ts';
import type { RunView } from '#app/preview/contract.ts';
import { formatInput, formatShownInput } from '../answers/format-value.ts';

/** One field of what was asked, beside the example it comes from. */
export interface CaseRow {
  key: string;
  label: string;
  /** As people know it, in the unit of the form. */
  value: string;
  /** In the model's own unit, where that is another one. */
  ownValue: string | null;
  isSensitive: boolean;
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
  const { inputs: values } = run;
  return {
    run: { id, answer, tookMs, modelName, versionNumber, createdAt },
    rows: values && inputs.map((input) => caseRow(input, values, changed.includes(input.key) ? example : null)),
    exampleName: example?.name ?? null,
    values: valuesQuery(run.inputs),
  };
}

function caseRow(input: DescribedInput, values: Record<string, FieldValue>, example: ThreadRun['example']): CaseRow {
  const { key, label, sensitive = false } = input;
  const value = values[key] ?? null;
  const [shown, own] = [formatShownInput(input, value), formatInput(input, value)];
  return {
    ...{ key, label, value: shown, isSensitive: sensitive },
    ownValue: input.display && own !== shown ? own : null,
    inExample: example && formatShownInput(input, example.values[key] ?? null),
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
