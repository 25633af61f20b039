import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Answer, TensorDetails } from '#app/preview/contract.ts';
import { saveJson } from '../answers/shapes/save-json.ts';
import { Bar } from '../ui/bar.tsx';
import { Button } from '../ui/button.tsx';
import { firstElements, milliseconds, outputTensors, stagesOf } from './figures.ts';
import { CodeBlock, CopyText } from './section.tsx';

/** What the model was sent, element by element, and what it sent back. */
export function Tensors({ inputs, answer }: { inputs: TensorDetails[] | null; answer: Answer | null }) {
  const outputs = answer && outputTensors(answer);
  return (
    <>
      <h4 className="text-sm font-medium">In</h4>
      {inputs ? <TensorList tensors={inputs} /> : <Missing>What was asked was not kept.</Missing>}
      <h4 className="text-sm font-medium">Out</h4>
      {answer === null && <Missing>There is no answer yet.</Missing>}
      {answer !== null && outputs === null && (
        <Missing>This run was kept before types and shapes were. Its values are in the answer.</Missing>
      )}
      {outputs && <TensorList tensors={outputs} />}
    </>
  );
}

/** Short ones in a table, long ones with their first elements below. */
function TensorList({ tensors }: { tensors: readonly TensorDetails[] }) {
  const isShort = ({ json }: TensorDetails): boolean => json !== null && firstElements(json).length <= SHORT;
  const short = tensors.filter(isShort);
  const all = tensors.every(({ json }) => json !== null) ? `[${tensors.map(({ json }) => json).join(',\n')}]` : null;
  return (
    <>
      {short.length > 0 && (
        <table className="tbl text-sm">
          <thead className="sr-only">
            <tr>
              <th scope="col">Tensor</th>
              <th scope="col">Type and shape</th>
              <th scope="col">Elements</th>
            </tr>
          </thead>
          <tbody>
            {short.map((tensor) => (
              <tr key={tensor.name}>
                <th scope="row" className="code break-all">
                  {tensor.name}
                </th>
                <td className="num text-muted">{typeWords(tensor)}</td>
                <td className="code break-all">{firstElements(tensor.json ?? '') || 'nothing'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {tensors
        .filter((tensor) => !isShort(tensor))
        .map((tensor) => (
          <LongTensor key={tensor.name} tensor={tensor} />
        ))}
      {all !== null && short.length > 0 && (
        <div>
          <CopyText text={all} label="as JSON" />
        </div>
      )}
    </>
  );
}

/** Elements that fit a line. */
const SHORT = 48;

function typeWords({ datatype, shape }: TensorDetails): string {
  return `${datatype} [${shape.join(', ')}]`;
}

function LongTensor({ tensor }: { tensor: TensorDetails }) {
  const { name, json, count } = tensor;
  const first = json === null ? null : firstElements(json);
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
        <b className="code break-all">{name}</b>
        <span className="num text-muted">{typeWords(tensor)}</span>
      </p>
      {json === null || first === null ? (
        <Missing>{count.toLocaleString('en')} elements, too many to show here.</Missing>
      ) : (
        <CodeBlock text={first} copied={json} label={`${name} as JSON`} />
      )}
      {json !== null && first?.endsWith('…') && (
        <div>
          <Button
            size="small"
            variant="quiet"
            icon={Download}
            onClick={() => saveJson(JSON.parse(json), `${name}-tensor`)}
          >
            Download all {count.toLocaleString('en')} elements
          </Button>
        </div>
      )}
    </div>
  );
}

function Missing({ children }: { children: ReactNode }) {
  return <p className="text-sm text-muted">{children}</p>;
}

/** How long each stage of the answer took. */
export function Timings({ timings }: { timings: NonNullable<Answer['timings']> }) {
  return (
    <ul className="grid gap-2 text-sm">
      {stagesOf(timings).map(({ label, ms, share }) => (
        <li key={label} className="score-row">
          <span>{label}</span>
          <Bar share={share} />
          <span className="num text-right text-muted">{milliseconds(ms)}</span>
        </li>
      ))}
    </ul>
  );
}
