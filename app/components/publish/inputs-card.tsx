import { Link, useFetcher } from '@remix-run/react';
import { Check, CircleHelp, Eye, Pencil } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Badge } from '../ui/badge.tsx';
import { Icon } from '../ui/icon.tsx';
import { Switch } from '../ui/switch.tsx';
import { AnswersLine } from './answers-line.tsx';
import { EditLink } from './edit-link.tsx';
import { InputEdit } from './input-edit.tsx';
import type { EditState, InputRow, PublishedData } from './page-data.ts';

interface InputsCardProps {
  published: PublishedData;
  edit: EditState;
}

const HEADS = ['In the file', 'Label people see', 'Kind', 'Unit', 'Range', 'Sensitive'] as const;

/** What was found in the file, corrected in place: what people see of every input, and of the answers. */
export function InputsCard({ published, edit }: InputsCardProps) {
  const { inputs, address } = published;
  const unsure = inputs.filter(({ isSure }) => !isSure).length;
  const counts = unsure === 0 ? 'All sure.' : `${inputs.length - unsure} sure, ${unsure} unsure.`;
  return (
    <section className="card" aria-label="Inputs found in the file">
      <div className="flex flex-wrap items-baseline gap-3 px-6 pt-5 pb-3 max-sm:px-4">
        <h2 className="h-section">{inputs.length === 1 ? 'One input found' : `${inputs.length} inputs found`}</h2>
        <span className="text-sm text-muted">{counts}</span>
        <Link className="link ml-auto inline-flex items-center gap-1.5 text-sm" to={`${address}/describe`}>
          <Icon of={Pencil} size={14} />
          Edit the form
        </Link>
        <Link className="link inline-flex items-center gap-1.5 text-sm" to={address}>
          <Icon of={Eye} size={14} />
          See the form
        </Link>
      </div>
      <div className="scroll-x border-t border-line">
        <table className="tbl inputs-table text-sm">
          <caption className="sr-only">Inputs of this version</caption>
          <thead>
            <tr>
              {HEADS.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
              <th scope="col" className="r">
                Our guess
              </th>
            </tr>
          </thead>
          <tbody>
            {inputs.map((row) =>
              edit.key === row.key ? (
                <InputEdit key={row.key} row={row} failure={edit.failure} />
              ) : (
                <PlainRow key={row.key} row={row} />
              ),
            )}
          </tbody>
        </table>
      </div>
      <AnswersLine answers={published.answers} edit={edit} />
    </section>
  );
}

function PlainRow({ row }: { row: InputRow }) {
  const { key, inFile, label, kind, unit, range } = row;
  return (
    <tr id={`input-${key}`}>
      <td className="code text-muted">{inFile}</td>
      <th scope="row" className="font-medium">
        {label}
      </th>
      <td className="text-muted">{kind}</td>
      <td className="input-unit text-muted">{unit}</td>
      <td className="num text-muted">{range}</td>
      <td className="input-sensitive">
        <Sensitive row={row} />
      </td>
      <td className="r">
        <Guess row={row} />
      </td>
    </tr>
  );
}

/** Switched at once; without a script it is part of the row's own form. */
function Sensitive({ row: { key, label, isSensitive } }: { row: InputRow }) {
  const fetcher = useFetcher();
  // What was pressed counts until the server has said how it is.
  const [pressed, setPressed] = useState<boolean | null>(null);
  useEffect(() => {
    if (fetcher.state === 'idle') setPressed(null);
  }, [fetcher.state]);
  const change = (next: boolean): void => {
    setPressed(next);
    const form = { intent: 'input', key, stay: '1', 'has-sensitive': '1', ...(next && { sensitive: 'on' }) };
    fetcher.submit(form, { method: 'post' });
  };
  return (
    <>
      <span className="needs-script">
        <Switch
          name={`sensitive-${key}`}
          label={`${label} is sensitive`}
          isOn={pressed ?? isSensitive}
          onChange={change}
        >
          {null}
        </Switch>
      </span>
      <span className="without-script">{isSensitive ? 'Yes' : 'No'}</span>
    </>
  );
}

function Guess({ row: { key, label, isSure } }: { row: InputRow }) {
  return (
    <span className="inline-flex items-center gap-3">
      <EditLink name={key} anchor={`input-${key}`}>
        {isSure && <Icon of={Pencil} size={13} />}
        {isSure ? 'Edit' : 'Decide'}
        <span className="sr-only"> {label}</span>
      </EditLink>
      {isSure ? (
        <span className="inline-flex items-center gap-1.5 text-muted">
          <Icon of={Check} size={14} weight={2.25} className="text-ok-text" />
          Sure
        </span>
      ) : (
        <Badge tone="warn" icon={CircleHelp}>
          Unsure
        </Badge>
      )}
    </span>
  );
}
