import type { InputHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { Field, type FieldLook, splitField } from './field.tsx';

export { FieldError } from './field.tsx';

type TextFieldProps = FieldLook & Omit<InputHTMLAttributes<HTMLInputElement>, keyof FieldLook>;

/** A line of text. Takes every attribute of an <input> besides those of the frame. */
export function TextField(props: TextFieldProps) {
  const { frame, control, rest } = splitField(props);
  return (
    <Field {...frame} isWide>
      <input className="input" {...control} {...rest} />
    </Field>
  );
}

type TextAreaProps = FieldLook & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, keyof FieldLook>;

/** The same with room for several lines. */
export function TextArea(props: TextAreaProps) {
  const { frame, control, rest } = splitField(props);
  return (
    <Field {...frame} isTall isWide>
      <textarea className="input" {...control} {...rest} />
    </Field>
  );
}
