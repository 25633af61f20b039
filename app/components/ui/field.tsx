import { Shield, TriangleAlert, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** What every field can be told about itself. */
export interface FieldLook {
  /** Name in the form; also the id of the control when `id` is left out. */
  name: string;
  id?: string | undefined;
  label: string;
  /** The range line or a word of help. */
  hint?: string | undefined;
  /** What is wrong with the value, and what to do. */
  error?: string | undefined;
  /** `row` puts the control beside the label, as in the form of a preview. */
  layout?: 'stack' | 'row' | undefined;
  /** Shield and 'Sensitive field'; never hidden. */
  isSensitive?: boolean | undefined;
  isOptional?: boolean | undefined;
  /** The value before it was edited, in words ('36%'), and the way back to it. Marks the field as edited. */
  was?: { text: string; onReset: () => void } | undefined;
}

interface FieldProps extends Omit<FieldLook, 'name' | 'id'> {
  /** Id of the control; hint and message take theirs from it. */
  id: string;
  /** The control is a group: its label is text with the id `<id>-label`, not a <label>. */
  isGroup?: boolean;
  /** The control comes with a slider of its own column. */
  hasSlider?: boolean;
  /** The control is taller than a line, so the label stays at its top. */
  isTall?: boolean;
  /** The control needs the whole width of a phone, also in a row. */
  isWide?: boolean;
  children: ReactNode;
}

/** The frame of a field: label, range line or way back, the control, the message under it. */
export function Field(props: FieldProps) {
  const { id, error, was, layout, hasSlider = false, isTall = false, isWide = false, children } = props;
  const look = `field${layout === 'row' ? ' field-row' : ''}${hasSlider ? ' field-sliding' : ''}`;
  return (
    <div
      className={look}
      data-edited={was ? '' : undefined}
      data-invalid={error ? '' : undefined}
      data-tall={isTall || error ? '' : undefined}
      data-wide={isWide ? '' : undefined}
    >
      <Head {...props} />
      {children}
      <FieldError name={id} error={error} />
    </div>
  );
}

function Head({ id, label, hint, was, isGroup = false, isSensitive = false, isOptional = false }: FieldProps) {
  const words = (
    <>
      {label}
      {isSensitive && <Icon of={Shield} size={13} className="text-muted" />}
      {isOptional && <span className="font-normal text-muted">Optional</span>}
    </>
  );
  const line = isSensitive ? ['Sensitive field', hint].filter(Boolean).join('. ') : hint;
  return (
    <div className="field-head">
      {isGroup ? (
        <span id={`${id}-label`} className="field-label">
          {words}
        </span>
      ) : (
        <label htmlFor={id} className="field-label">
          {words}
        </label>
      )}
      {line && (
        <span id={`${id}-hint`} className={was ? 'sr-only' : 'field-hint num'}>
          {line}
        </span>
      )}
      {was && (
        <div>
          <button type="button" className="field-was num" onClick={was.onReset}>
            <Icon of={Undo2} size={12} />
            was {was.text}
            <span className="sr-only">, reset {label}</span>
          </button>
        </div>
      )}
    </div>
  );
}

/** The message under a field. */
export function FieldError({ name, error }: { name: string; error?: string | undefined }) {
  if (!error) return null;
  return (
    <p id={`${name}-error`} className="field-message">
      <Icon of={TriangleAlert} size={13} />
      <span>{error}</span>
    </p>
  );
}

/** Ties hint and error to the control they are about. */
export function describedBy(id: string, hint?: string | boolean | undefined, error?: string | undefined) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return { ...(ids && { 'aria-describedby': ids }), ...(error && { 'aria-invalid': true as const }) };
}

/** Parts the frame's own props from those of the control, and ties the two. */
export function splitField<Rest>(props: FieldLook & Rest) {
  const { name, id = name, label, hint, error, layout, isSensitive, isOptional, was, ...rest } = props;
  return {
    frame: { id, label, hint, error, layout, isSensitive, isOptional, was },
    control: { id, name, ...describedBy(id, hint || isSensitive, error) },
    rest: rest as Omit<Rest, keyof FieldLook>,
  };
}
