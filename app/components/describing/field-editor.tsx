import { Form, useNavigation } from '@remix-run/react';
import { Check, CircleHelp } from 'lucide-react';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Select } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { ChoicesControls } from './choices-controls.tsx';
import { FieldPreview } from './field-preview.tsx';
import type { ErrorOf, Shown } from './form-lookups.ts';
import { NumberControls } from './number-controls.tsx';
import type { DescribePageData, DescribeTried, FieldView } from './page-data.ts';
import { Unsaved } from './unsaved.tsx';
import { useTrial } from './use-trial.ts';

interface FieldEditorProps {
  page: DescribePageData;
  field: FieldView;
  /** This form, refused. */
  tried: DescribeTried | null;
}

/** Everything people see of one field, with its control beside it. */
export function FieldEditor({ page, field, tried }: FieldEditorProps) {
  const { trial, isChanged, onChange } = useTrial(page);
  const isSaving = useNavigation().formData?.get('key') === field.key;
  const shown: Shown = (name, saved) => tried?.values[name] ?? saved;
  const error: ErrorOf = (name) => (trial ? trial.fields : tried?.failure.fields)?.[name];
  const isOn = (name: string, saved: boolean): boolean => (tried ? Object.hasOwn(tried.values, name) : saved);
  return (
    <>
      <section className="card p-5 max-sm:p-4" aria-label={`Edit ${field.label}`}>
        <Unsaved name={field.label} isChanged={isChanged} />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="h-section">{field.label}</h2>
          <span className="code text-sm text-muted">{field.inFile}</span>
          <span className="ml-auto">
            <GuessMark field={field} />
          </span>
        </div>
        <GuessLine page={page} field={field} />
        <Form
          method="post"
          preventScrollReset
          className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-4"
          onChange={onChange}
        >
          <input type="hidden" name="intent" value="field" />
          <input type="hidden" name="key" value={field.key} />
          <input type="hidden" name="from" value={tried?.from ?? page.revision} />
          <input type="hidden" name="base" value={tried?.base ?? page.revision} />
          <input type="hidden" name="has-hidden" value="1" />
          <input type="hidden" name="has-sensitive" value="1" />
          {page.query && <input type="hidden" name="q" value={page.query} />}
          {/* Enter saves; it must not press one of the small buttons between the controls. */}
          <button type="submit" className="sr-only" tabIndex={-1} aria-hidden="true" />
          <Words {...{ page, field, shown, error }} />
          {field.number && <NumberControls number={field.number} shown={shown} error={error} />}
          {field.choices && <ChoicesControls choices={field.choices} shown={shown} error={error} />}
          <Start {...{ field, shown, error }} />
          <div className="grid gap-3 border-t border-line pt-4">
            <Switch
              key={`h${field.isHidden}`}
              name="hidden"
              label="Hidden: always asked with the value it starts with"
              defaultOn={isOn('hidden', field.isHidden)}
            />
            <Switch
              key={`s${field.isSensitive}`}
              name="sensitive"
              label="Sensitive: people must be treated alike whatever it is"
              defaultOn={isOn('sensitive', field.isSensitive)}
            />
            <Segmented
              key={field.direction}
              name="direction"
              label="How people can change it"
              options={DIRECTIONS}
              defaultValue={shown('direction', field.direction)}
              error={error('direction')}
            />
          </div>
          {error('form') && <p className="field-message">{error('form')}</p>}
          <div className="flex flex-wrap items-center gap-3 border-t border-line pt-4">
            <Button variant="primary" type="submit" isPending={isSaving} pendingLabel="Saving">
              Save
            </Button>
            <span role="status" className="text-sm text-muted">
              {isChanged && 'Not saved yet'}
            </span>
          </div>
        </Form>
      </section>
      <FieldPreview
        field={trial?.preview ?? field.preview}
        address={page.address}
        isHidden={field.isHidden}
        isTrial={trial?.preview != null}
      />
    </>
  );
}

const DIRECTIONS = [
  { value: 'any', label: 'Either way' },
  { value: 'up-only', label: 'Only up' },
  { value: 'fixed', label: 'Not at all' },
];

function Words({ page, field, shown, error }: Omit<FieldEditorProps, 'tried'> & { shown: Shown; error: ErrorOf }) {
  return (
    <>
      <div className="describe-pair">
        <TextField
          key={`label ${field.label}`}
          name="label"
          label="Label people see"
          defaultValue={shown('label', field.label)}
          error={error('label')}
          maxLength={200}
          required
          autoComplete="off"
        />
        <TextField
          key={`place ${field.place}`}
          name="place"
          label={`Place, of ${page.rows.length}`}
          defaultValue={shown('place', String(field.place))}
          error={error('place')}
          inputMode="numeric"
          autoComplete="off"
        />
      </div>
      <TextArea
        key={`help ${field.help}`}
        name="help"
        label="Help"
        isOptional
        rows={2}
        maxLength={4000}
        defaultValue={shown('help', field.help)}
        error={error('help')}
      />
      {field.kinds.length > 1 && (
        <Select
          key={`kind ${field.kind}`}
          name="kind"
          label="Kind"
          hint="Another kind has other details once it is saved"
          options={field.kinds}
          defaultValue={shown('kind', field.kind)}
          error={error('kind')}
        />
      )}
    </>
  );
}

function Start({ field: { start, isHidden }, shown, error }: { field: FieldView; shown: Shown; error: ErrorOf }) {
  const label = isHidden ? 'Always asked with' : 'Starts with';
  if (!start)
    return <p className="text-sm text-muted">The value it starts with is a long list: set it in preview.json.</p>;
  const common = { name: 'start', label, defaultValue: shown('start', start.value), error: error('start') };
  const key = `start ${start.value}`;
  if (start.control === 'choice') return <Select key={key} {...common} options={start.options} />;
  if (start.control === 'json')
    return <TextArea key={key} {...common} rows={3} className="input font-mono" spellCheck={false} />;
  return <TextField key={key} {...common} autoComplete="off" />;
}

function GuessMark({ field: { guess } }: { field: FieldView }) {
  if (guess && !guess.isSure) {
    return (
      <Badge tone="warn" icon={CircleHelp}>
        Unsure
      </Badge>
    );
  }
  return (
    <span className="inline-flex items-center gap-1.5 text-sm text-muted">
      <Icon of={Check} size={14} weight={2.25} className="text-ok-text" />
      {guess ? 'Sure guess' : 'Said by a person'}
    </span>
  );
}

/** Why it was guessed like this, and the quick ways to settle it. */
function GuessLine({ page, field }: Omit<FieldEditorProps, 'tried'>) {
  const { guess, percent, renamed } = field;
  if (!guess && !renamed) return null;
  return (
    <Form method="post" preventScrollReset className="notice describe-guess">
      <input type="hidden" name="key" value={field.key} />
      <input type="hidden" name="from" value={page.revision} />
      <input type="hidden" name="base" value={page.revision} />
      {guess && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <span>{guess.reason}</span>
          <span className="flex flex-wrap gap-2">
            <Button type="submit" size="small" name="intent" value="looks-right" icon={Check}>
              Looks right
            </Button>
            {percent && (
              <Button type="submit" size="small" name="intent" value="percent">
                {`Yes, ${percent.from} means ${percent.to}`}
              </Button>
            )}
          </span>
        </p>
      )}
      {renamed && (
        <p className={guess ? 'mt-2' : ''}>
          It may be {renamed.label} of the version before under another name. {renamed.reason}{' '}
          <a className="link" href="?part=changes">
            Say whether it is
          </a>
        </p>
      )}
    </Form>
  );
}
