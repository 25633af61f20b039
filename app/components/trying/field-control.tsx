import type { FormField } from '#app/preview/contract.ts';
import { NumberField } from '../ui/number-field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Combobox, Select } from '../ui/select.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import type { ControlText } from './form-state.ts';

const MOST_IN_SELECT = 7;
/** Two longer words do not fit side by side. */
const LONGEST_SEGMENT = 15;

interface FieldControlProps {
  field: FormField;
  now: ControlText;
  /** Before anyone edited it. */
  base: ControlText;
  onEdit: (text: string) => void;
  error: string | undefined;
  /** Allowed, but worth knowing: 'Outside what the model has seen'. */
  notice: string | undefined;
}

/** One field of the form with the control that suits it. */
export function FieldControl(props: FieldControlProps) {
  const { field, now } = props;
  return (
    <>
      <Control {...props} />
      {now.was !== null && <input type="hidden" name={`was.${field.key}`} value={now.was} />}
    </>
  );
}

function Control({ field, now, base, onEdit, error, notice }: FieldControlProps) {
  const isEdited = now.text !== base.text;
  const look = {
    name: field.name,
    label: field.label,
    hint: hintOf(field),
    error,
    notice,
    isSensitive: field.isSensitive,
  };
  const row = { ...look, layout: 'row' as const };
  const was = isEdited ? { was: { text: wasText(field, base.text), onReset: () => onEdit(base.text) } } : {};
  const value = { value: now.text, onValueChange: onEdit };
  const maxLength = field.maxLength === null ? {} : { maxLength: field.maxLength };
  switch (field.control) {
    case 'number':
      return (
        <NumberField
          {...row}
          {...value}
          original={base.text}
          unit={field.unit ?? undefined}
          {...(field.scale && {
            min: field.scale.min,
            max: field.scale.max,
            ...(field.scale.step !== null && { step: field.scale.step }),
            ...(field.scale.typical && { typical: field.scale.typical }),
          })}
        />
      );
    case 'choice':
      return <Choice field={field} look={{ ...row, ...was, ...value }} />;
    case 'lines':
    case 'json':
      return (
        <TextArea
          {...look}
          {...was}
          {...maxLength}
          value={now.text}
          rows={field.control === 'lines' ? 6 : 5}
          spellCheck={field.control === 'lines'}
          {...(field.control === 'json' && { className: 'input font-mono' })}
          onChange={(event) => onEdit(event.currentTarget.value)}
        />
      );
    default:
      return (
        <TextField
          {...row}
          {...was}
          {...maxLength}
          type={field.control === 'date' ? 'date' : 'text'}
          autoComplete="off"
          value={now.text}
          onChange={(event) => onEdit(event.currentTarget.value)}
        />
      );
  }
}

type ChoiceLook = Parameters<typeof Segmented>[0] extends infer Props ? Omit<Props & object, 'options'> : never;

/** Two short ones side by side, up to seven in a list, more in a list that can be searched. */
function Choice({ field, look }: { field: FormField; look: ChoiceLook }) {
  const { choices } = field;
  const props = { ...look, options: choices } as Parameters<typeof Segmented>[0];
  const areShort = choices.every(({ label }) => label.length <= LONGEST_SEGMENT);
  if (choices.length === 2 && areShort) return <Segmented {...props} />;
  return choices.length <= MOST_IN_SELECT ? <Select {...props} /> : <Combobox {...props} />;
}

/** Range and what is usual, with the unit: '0 to 300%, usually 19 to 44%'. */
function hintOf({ help, range, unit, scale }: FormField): string | undefined {
  const known = range === null ? null : withUnit(range, unit);
  const usual = scale?.typical ? `usually ${withUnit(scale.typical.text, unit)}` : null;
  return [help, [known, usual].filter(Boolean).join(', ')].filter(Boolean).join('. ') || undefined;
}

function wasText({ choices, control, unit }: FormField, text: string): string {
  if (control === 'choice') return choices.find(({ value }) => value === text)?.label ?? text;
  if (control === 'lines' || control === 'json') return 'the example';
  return text === '' ? 'empty' : withUnit(text, unit);
}

function withUnit(text: string, unit: string | null): string {
  if (unit === null) return text;
  return unit.startsWith('%') ? `${text}${unit}` : `${text} ${unit}`;
}
