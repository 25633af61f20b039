import { type Dispatch, memo } from 'react';
import type { FormField } from '#app/preview/contract.ts';
import { ListControl } from '../fields/list-control.tsx';
import { PictureControl } from '../fields/picture-control.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Combobox, Select } from '../ui/select.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import type { ControlText, FormAction } from './form-state.ts';

const MOST_IN_SELECT = 7;
/** Two longer words do not fit side by side. */
const LONGEST_SEGMENT = 15;

interface FieldControlProps {
  field: FormField;
  now: ControlText;
  /** Before anyone edited it. */
  base: ControlText;
  edit: Dispatch<FormAction>;
  /** Address of the version. */
  address: string;
  /** What was in the field before is that of an example. */
  isExample: boolean;
  error: string | undefined;
  /** Allowed, but worth knowing: 'Outside what the model has seen'. */
  notice: string | undefined;
}

/** One field of the form with the control that suits it. Drawn again only when something about it changed. */
export const FieldControl = memo(function FieldControl(props: FieldControlProps) {
  const { field, now } = props;
  return (
    <>
      <Control {...props} />
      {now.was !== null && <input type="hidden" name={`was.${field.key}`} value={now.was} />}
    </>
  );
});

function Control({ field, now, base, edit, address, isExample, error, notice }: FieldControlProps) {
  const onEdit = (text: string): void => edit({ type: 'edit', key: field.key, text });
  const isEdited = now.text !== base.text;
  const look = {
    name: field.name,
    label: field.label,
    hint: hintOf(field),
    help: helpOf(field),
    error,
    notice,
    isSensitive: field.isSensitive,
  };
  const row = { ...look, layout: 'row' as const };
  const was = isEdited
    ? { was: { text: wasText({ field, text: base.text, isExample }), onReset: () => onEdit(base.text) } }
    : {};
  const value = { value: now.text, onValueChange: onEdit };
  const maxLength = field.maxLength === null ? {} : { maxLength: field.maxLength };
  switch (field.control) {
    case 'number':
      return (
        <NumberField
          {...row}
          {...value}
          original={base.text}
          unit={fitsInBox(field, base.text) ? (field.unit ?? undefined) : undefined}
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
    case 'series':
    case 'table':
    case 'tensor':
    case 'vector':
      return <ListControl {...look} {...was} field={field} text={now.text} base={base.text} onEdit={onEdit} />;
    case 'picture':
      return <PictureControl {...{ ...look, ...was, field, address, onEdit }} text={now.text} />;
    case 'lines':
      return (
        <TextArea
          {...look}
          {...was}
          {...maxLength}
          value={now.text}
          rows={field.control === 'lines' ? 6 : 5}
          spellCheck={field.control === 'lines'}
          {...(field.control !== 'lines' && { className: 'input font-mono' })}
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

/** What is usual, else the range, with the unit: 'Usually 19 to 44%'. What is longer than a line opens beside the label. */
function hintOf({ help, range, unit, scale, control }: FormField): string | undefined {
  const isPlain = control !== 'number';
  if (isPlain) return range === null ? (isLine(help) ? help : undefined) : withUnit(range, unit);
  const { typical, min, max } = scale ?? {};
  const isNarrower = typical && !(typical.from === min && typical.to === max);
  if (isNarrower) return `Usually ${withUnit(typical.text, unit)}`;
  return range === null ? (unit ?? undefined) : withUnit(range, unit);
}

function helpOf({ help, range, unit, scale, control }: FormField): string | undefined {
  const isShown = control !== 'number' && range === null && isLine(help);
  const known = scale?.typical && range !== null ? `What it has seen goes from ${withUnit(range, unit)}.` : null;
  return [isShown ? null : help && ended(help), known].filter(Boolean).join(' ') || undefined;
}

const LINE = 48;

function isLine(help: string | null): help is string {
  return help !== null && help.length <= LINE;
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

const LONGEST_UNIT = 6;
const LONGEST_IN_BOX = 8;

/** A longer unit stands under the label only: the number needs the room. */
function fitsInBox({ unit }: FormField, text: string): boolean {
  return unit !== null && unit.length <= LONGEST_UNIT && unit.length + text.length <= LONGEST_IN_BOX;
}

function wasText({ field, text, isExample }: { field: FormField; text: string; isExample: boolean }): string {
  const { choices, control, unit } = field;
  if (control === 'choice') return choices.find(({ value }) => value === text)?.label ?? text;
  if (isTall(control)) return isExample ? 'the example' : 'the default';
  return text === '' ? 'empty' : withUnit(text, unit);
}

/** What is shown as more than a line. */
function isTall(control: FormField['control']): boolean {
  return ['lines', 'picture', 'series', 'table', 'tensor', 'vector'].includes(control);
}

function withUnit(text: string, unit: string | null): string {
  if (unit === null) return text;
  return unit.startsWith('%') ? `${text}${unit}` : `${text} ${unit}`;
}
