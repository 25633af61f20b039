import { Form, useNavigation } from '@remix-run/react';
import { Plus } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { FieldError } from '../ui/text-field.tsx';
import { usePolling } from '../ui/use-polling.ts';
import { DecisionCounts } from './decision-counts.tsx';
import { FormStart } from './form-start.tsx';
import type { BandsView, DescribePageData, DescribeTried } from './page-data.ts';
import { Unsaved } from './unsaved.tsx';
import { useTrial } from './use-trial.ts';

interface BandsEditorProps {
  page: DescribePageData;
  bands: BandsView;
  tried: DescribeTried | null;
}

/** Without a script there is room for as many as most teams need. */
const FEWEST_ROWS = 3;
const MOST_ROWS = 100;
const USUAL = ['Approve', 'Refer', 'Decline'];

/** The decisions made of a score or a number, and how many reference rows they change while one types. */
export function BandsEditor({ page, bands, tried }: BandsEditorProps) {
  const { trial, isChanged, onChange, ask } = useTrial(page);
  const form = useRef<HTMLFormElement>(null);
  usePolling(bands.count.state === 'pending');
  const isSaving = useNavigation().formData?.get('intent') === 'bands';
  const saved = rowsOf(bands, tried);
  const [added, setAdded] = useState(0);
  // What was saved is part of the rows now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every revision there are other rows.
  useEffect(() => setAdded(0), [page.revision]);
  const rowCount = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, saved.length) + added);
  const error = (name: string): string | undefined => (trial ? trial.fields : tried?.failure.fields)?.[name];
  const wrong = error('bands') ?? firstError(trial?.fields ?? tried?.failure.fields ?? {});
  return (
    <section className="card p-5 max-sm:p-4" aria-label="Decisions">
      <Unsaved name="The list of decisions" isChanged={isChanged} />
      <h2 className="h-section">Decisions</h2>
      <p className="mt-1 text-sm text-muted">{sentenceOf(bands)}</p>
      <Form
        ref={form}
        method="post"
        preventScrollReset
        className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-4"
        onChange={(event: FormEvent<HTMLFormElement>) => onChange(event)}
      >
        <FormStart page={page} tried={tried} intent="bands" />
        <ol className="grid gap-2">
          {Array.from({ length: rowCount }, (_, at) => (
            <BandRow
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
              key={`${page.revision} ${at}`}
              at={at}
              row={saved[at] ?? { from: '', label: '' }}
              isScore={bands.isScore}
              placeholder={saved.length === 0 ? USUAL[at] : undefined}
              isWrong={error(`band-from.${at}`) !== undefined || error(`band-label.${at}`) !== undefined}
            />
          ))}
        </ol>
        <FieldError name="bands" error={wrong} />
        <DecisionCounts count={trial?.count ?? bands.count} isTrial={trial?.count != null} />
        <div className="flex flex-wrap items-center gap-3 border-t border-line pt-4">
          <Button variant="primary" type="submit" isPending={isSaving} pendingLabel="Saving">
            Save the decisions
          </Button>
          <span className="needs-script">
            <Button icon={Plus} onClick={() => setAdded(added + 1)}>
              Add a decision
            </Button>
          </span>
          {saved.length > 0 && (
            <span className="needs-script">
              <Button variant="quiet" onClick={() => form.current && empty(form.current, ask)}>
                Take all away
              </Button>
            </span>
          )}
        </div>
      </Form>
    </section>
  );
}

function sentenceOf({ isScore, over }: BandsView): string {
  const what = isScore ? `the score of “${over}”, in 100` : over;
  return `Made of ${what}: the highest that is reached counts. Below the lowest the model's own answer is shown.`;
}

function rowsOf({ rows }: BandsView, tried: DescribeTried | null): BandsView['rows'] {
  if (!tried) return rows;
  const { values } = tried;
  const places = Object.keys(values).filter((name) => name.startsWith('band-label.'));
  return places.map((_, at) => ({ from: values[`band-from.${at}`] ?? '', label: values[`band-label.${at}`] ?? '' }));
}

function firstError(fields: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(fields).find(([name]) => name.startsWith('band-'))?.[1];
}

function empty(form: HTMLFormElement, ask: (form: HTMLFormElement) => void): void {
  for (const input of form.querySelectorAll<HTMLInputElement>('input.input')) input.value = '';
  ask(form);
}

interface BandRowProps {
  at: number;
  row: { from: string; label: string };
  isScore: boolean;
  placeholder: string | undefined;
  isWrong: boolean;
}

function BandRow({ at, row, isScore, placeholder, isWrong }: BandRowProps) {
  const invalid = isWrong ? { 'aria-invalid': true as const, 'aria-describedby': 'bands-error' } : {};
  return (
    <li className="describe-band">
      <label htmlFor={`band-from.${at}`} className="text-sm text-muted">
        From
        <span className="sr-only">
          {' '}
          which {isScore ? 'score in 100' : 'number'}, decision {at + 1}
        </span>
      </label>
      <input
        id={`band-from.${at}`}
        className="input num"
        name={`band-from.${at}`}
        defaultValue={row.from}
        inputMode="decimal"
        autoComplete="off"
        maxLength={40}
        {...invalid}
      />
      <input
        className="input"
        aria-label={`Decision ${at + 1}`}
        name={`band-label.${at}`}
        defaultValue={row.label}
        placeholder={placeholder}
        autoComplete="off"
        maxLength={200}
        {...invalid}
      />
    </li>
  );
}
