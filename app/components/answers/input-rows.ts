import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';
import { formatInput } from './format-value.ts';

/** One field of what was asked, in words. */
export interface InputRow {
  key: string;
  label: string;
  value: string;
  isSensitive: boolean;
}

/** What was asked, field by field in the model's own units; null when the inputs were not to be stored. */
export function inputRows(inputs: DescribedInput[], values: Record<string, FieldValue> | null): InputRow[] | null {
  if (values === null) return null;
  const shown = inputs.filter((input) => !input.hidden);
  return shown.map((input) => ({
    key: input.key,
    label: input.label,
    value: formatInput(input, values[input.key] ?? null),
    isSensitive: input.sensitive ?? false,
  }));
}
