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

export function InputTable({ rows }: { rows: InputRow[] | null }) {
  if (rows === null) return <p className="p-6 text-muted">The inputs of this run were not stored.</p>;
  return (
    <div className="scroll-x">
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, value, isSensitive }) => (
            <tr key={key}>
              <th scope="row">
                {label}
                {isSensitive && <span className="ml-2 text-xs text-muted">Sensitive field</span>}
              </th>
              <td className="num whitespace-pre-wrap">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
