import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Answer, TensorDetails } from '#app/preview/contract.ts';
import { saveJson } from '../answers/shapes/save-json.ts';
import { Bar } from '../ui/bar.tsx';
import { Button } from '../ui/button.tsx';
import { firstElements, milliseconds, outputTensors, stagesOf } from './figures.ts';
import { CodeBlock } from './section.tsx';

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

function TensorList({ tensors }: { tensors: readonly TensorDetails[] }) {
  return (
    <ul className="grid gap-3">
      {tensors.map((tensor) => (
        <li key={tensor.name} className="grid gap-1">
          <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
            <b className="code break-all">{tensor.name}</b>
            <span className="num text-muted">
              {tensor.datatype} [{tensor.shape.join(', ')}]
            </span>
          </p>
          <Elements tensor={tensor} />
        </li>
      ))}
    </ul>
  );
}

function Elements({ tensor: { name, json, count } }: { tensor: TensorDetails }) {
  if (json === null) return <Missing>{count.toLocaleString('en')} elements, too many to show here.</Missing>;
  const first = firstElements(json);
  const isWhole = !first.endsWith('…');
  return (
    <>
      <CodeBlock text={first || 'nothing'} copied={json} label={`${name} as JSON`} />
      {!isWhole && (
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
    </>
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
