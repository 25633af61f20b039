import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { FieldError, TextArea } from '../ui/text-field.tsx';
import type { ErrorOf, Shown } from './form-lookups.ts';
import type { FieldView } from './page-data.ts';

interface ChoicesControlsProps {
  choices: NonNullable<FieldView['choices']>;
  shown: Shown;
  error: ErrorOf;
}

/** The choices of a field, what people read for each, and their order. Buttons in a row save at once. */
export function ChoicesControls({ choices, shown, error }: ChoicesControlsProps) {
  if (!choices.rows) {
    return (
      <TextArea
        key={choices.lines}
        name="choices"
        label="Choices"
        hint="One a line: value = what people read"
        rows={10}
        className="input font-mono"
        spellCheck={false}
        defaultValue={shown('choices', choices.lines)}
        error={error('choices')}
      />
    );
  }
  const { rows } = choices;
  return (
    <fieldset className="border-0" aria-describedby={error('choices') ? 'choices-error' : undefined}>
      <legend className="field-label">Choices, and what people read</legend>
      <ol className="mt-2 grid gap-2">
        {rows.map(({ value, label }, at) => (
          <li key={`${value} ${label}`} className="describe-choice">
            <span className="code truncate text-sm text-muted" title={value}>
              {value}
            </span>
            <input
              className="input"
              aria-label={`What people read for ${value}`}
              name={`choice.${at}`}
              defaultValue={shown(`choice.${at}`, label)}
              maxLength={500}
            />
            <span className="flex">
              <RowButton name="choice-up" at={at} icon={ArrowUp} words={`Move ${label} up`} />
              <RowButton name="choice-down" at={at} icon={ArrowDown} words={`Move ${label} down`} />
              <RowButton name="choice-remove" at={at} icon={X} words={`Remove ${label}`} />
            </span>
          </li>
        ))}
        <li key={`new ${rows.length}`} className="describe-choice">
          <input
            className="input font-mono"
            aria-label="Value of a new choice"
            placeholder="New value"
            name="choice-new-value"
            defaultValue={shown('choice-new-value', '')}
            maxLength={500}
          />
          <input
            className="input"
            aria-label="What people read for the new choice"
            placeholder="What people read"
            name="choice-new-label"
            defaultValue={shown('choice-new-label', '')}
            maxLength={500}
          />
        </li>
      </ol>
      <FieldError name="choices" error={error('choices')} />
    </fieldset>
  );
}

interface RowButtonProps {
  name: string;
  at: number;
  icon: typeof X;
  words: string;
}

function RowButton({ name, at, icon, words }: RowButtonProps) {
  return (
    <Button type="submit" variant="quiet" size="small" isIconOnly icon={icon} name={name} value={at}>
      {words}
    </Button>
  );
}
