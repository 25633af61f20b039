import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';
import { formatInput } from './format-value.ts';

interface InputTableProps {
  inputs: DescribedInput[];
  values: Record<string, FieldValue> | null;
}

/** What was asked, in the model's own units; null when the inputs were not to be stored. */
export function InputTable({ inputs, values }: InputTableProps) {
  if (values === null) return <p className="p-6 text-muted">The inputs of this run were not stored.</p>;
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
          {inputs.map((input) => (
            <tr key={input.key}>
              <th scope="row">
                {input.label}
                {input.sensitive && <span className="ml-2 text-xs text-muted">Sensitive field</span>}
              </th>
              <td className="num whitespace-pre-wrap">{formatInput(input, values[input.key] ?? null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
