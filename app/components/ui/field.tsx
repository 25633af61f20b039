import { Shield, TriangleAlert, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { HelpTip } from './help-tip.tsx';
import { Icon } from './icon.tsx';

/** What every field can be told about itself. */
export interface FieldLook {
  /** Name in the form; also the id of the control when `id` is left out. */
  name: string;
  id?: string | undefined;
  label: string;
  /** The range line or a word of help. */
  hint?: string | undefined;
  /** More than a line of help, opened from a mark beside the label. */
  help?: string | undefined;
  /** What is wrong with the value, and what to do. */
  error?: string | undefined;
  /** Allowed, but worth knowing: 'Outside what the model has seen'. */
  notice?: string | undefined;
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
  const { id, error, notice, was, layout, hasSlider = false, isTall = false, isWide = false, children } = props;
  const look = `field${layout === 'row' ? ' field-row' : ''}${hasSlider ? ' field-sliding' : ''}`;
  return (
    <div
      className={look}
      data-edited={was ? '' : undefined}
      data-invalid={error ? '' : undefined}
      data-tall={isTall || error || notice ? '' : undefined}
      data-wide={isWide ? '' : undefined}
    >
      <Head {...props} />
      {children}
      <FieldError name={id} error={error} />
      {notice && !error && <FieldNotice name={id} notice={notice} />}
    </div>
  );
}

function Head(props: FieldProps) {
  const { id, label, hint, help, was, isGroup = false, isSensitive = false, isOptional = false } = props;
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
      <div className="field-name">
        {isGroup ? (
          <span id={`${id}-label`} className="field-label">
            {words}
          </span>
        ) : (
          <label htmlFor={id} className="field-label">
            {words}
          </label>
        )}
        {help && <HelpTip about={label}>{help}</HelpTip>}
      </div>
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

/** What is worth knowing about a value that is allowed. */
function FieldNotice({ name, notice }: { name: string; notice: string }) {
  return (
    <p id={`${name}-notice`} className="field-message field-notice">
      <Icon of={TriangleAlert} size={13} />
      <span>{notice}</span>
    </p>
  );
}

/** Ties hint, notice and error to the control they are about. */
function describedBy(
  id: string,
  hint?: string | boolean | undefined,
  { error, notice }: Pick<FieldLook, 'error' | 'notice'> = {},
) {
  const ids = [hint && `${id}-hint`, error ? `${id}-error` : notice && `${id}-notice`].filter(Boolean).join(' ');
  return { ...(ids && { 'aria-describedby': ids }), ...(error && { 'aria-invalid': true as const }) };
}

/** Parts the frame's own props from those of the control, and ties the two. */
export function splitField<Rest>(props: FieldLook & Rest) {
  const { name, id = name, label, hint, help, error, notice, layout, isSensitive, isOptional, was, ...rest } = props;
  return {
    frame: { id, label, hint, help, error, notice, layout, isSensitive, isOptional, was },
    control: { id, name, ...describedBy(id, hint || isSensitive, { error, notice }) },
    rest: rest as Omit<Rest, keyof FieldLook>,
  };
}
