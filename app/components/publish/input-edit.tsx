import { Form, Link, useNavigation } from '@remix-run/react';
import { CircleHelp } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Switch } from '../ui/switch.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { EditState, InputRow } from './page-data.ts';

const COLUMNS = 7;

interface InputEditProps {
  row: InputRow;
  failure: EditState['failure'];
}

/** A row that is being corrected: what people see of the input, and why we were not sure. */
export function InputEdit({ row, failure }: InputEditProps) {
  const { key, inFile, label, kind, edit, isSensitive, reason, isSure } = row;
  const isSaving = useNavigation().formData?.get('key') === key;
  const error = (control: string) => failure?.fields[control];
  const isAtControl = Object.keys(failure?.fields ?? {}).some((field) => CONTROLS.has(field));
  return (
    <tr id={`input-${key}`} className="input-edit">
      <td colSpan={COLUMNS}>
        <Form method="post" preventScrollReset className="grid gap-4" aria-label={`Correct ${label}`}>
          <input type="hidden" name="intent" value="input" />
          <input type="hidden" name="key" value={key} />
          <input type="hidden" name="has-sensitive" value="1" />
          <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
            <span className="code">{inFile}</span>
            <span className="text-muted">{kind}</span>
          </div>
          <div className="input-edit-fields">
            <TextField
              name="label"
              label="Label people see"
              defaultValue={label}
              error={error('label')}
              autoFocus
              required
              maxLength={200}
            />
            {edit.range && <TextField name="unit" label="Unit" defaultValue={edit.unit} maxLength={40} />}
            {edit.range && <Range range={edit.range} error={error} />}
          </div>
          {edit.choices.length > 0 && <Choices choices={edit.choices} />}
          {!isSure && <Reason reason={reason} percent={row.percent} />}
          {failure && !isAtControl && (
            <Notice tone="bad">
              <p>{failure.message}</p>
            </Notice>
          )}
          <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
            <Switch name="sensitive" label="Sensitive: never hidden, and its use is shown" defaultOn={isSensitive} />
            <span className="ml-auto flex items-center gap-2">
              <Link className="btn btn-quiet btn-sm" to="?" preventScrollReset replace>
                Cancel
              </Link>
              <Button variant="primary" size="small" type="submit" isPending={isSaving} pendingLabel="Saving">
                {isSure ? 'Save' : 'Save, it is right now'}
              </Button>
            </span>
          </div>
        </Form>
      </td>
    </tr>
  );
}

const CONTROLS: ReadonlySet<string> = new Set(['label', 'min', 'max', 'unit']);

interface RangeProps {
  range: NonNullable<InputRow['edit']['range']>;
  error: (control: string) => string | undefined;
}

function Range({ range, error }: RangeProps) {
  return (
    <>
      <TextField
        name="min"
        label="Lowest known"
        defaultValue={range.min}
        error={error('min')}
        inputMode="decimal"
        autoComplete="off"
      />
      <TextField
        name="max"
        label="Highest known"
        defaultValue={range.max}
        error={error('max')}
        inputMode="decimal"
        autoComplete="off"
      />
    </>
  );
}

function Choices({ choices }: { choices: InputRow['edit']['choices'] }) {
  return (
    <fieldset>
      <legend className="field-label">What the choices are called</legend>
      <div className="input-edit-choices mt-2">
        {choices.map(({ value, label }, place) => (
          <label key={value} className="flex items-center gap-3 text-sm">
            <span className="code w-24 shrink-0 truncate text-muted" title={value}>
              {value}
            </span>
            <input className="input" name={`choice.${place}`} defaultValue={label} maxLength={200} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Reason({ reason, percent }: Pick<InputRow, 'reason' | 'percent'>) {
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
      <Icon of={CircleHelp} size={14} className="text-warn-text" />
      {reason}
      {percent && (
        <button type="submit" name="as" value="percent" className="link">
          Yes, {percent.from} means {percent.to}
        </button>
      )}
    </p>
  );
}
