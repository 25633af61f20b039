import type { InputHTMLAttributes, TextareaHTMLAttributes } from 'react';

interface FieldProps {
  name: string;
  label: string;
  hint?: string | undefined;
  /** What is wrong with the value. */
  error?: string | undefined;
}

/** A labelled text input; the hint and the error belong to it for screen readers too. */
export function TextField({ label, hint, error, name, ...input }: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <div className="flex flex-col gap-1">
      <label className="medium" htmlFor={name}>
        {label}
      </label>
      {hint && (
        <p id={`${name}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      <input id={name} name={name} className="input" {...describedBy(name, hint, error)} {...input} />
      <FieldError name={name} error={error} />
    </div>
  );
}

/** The same with room for several lines. */
export function TextArea({
  label,
  hint,
  error,
  name,
  ...input
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <div className="flex flex-col gap-1">
      <label className="medium" htmlFor={name}>
        {label}
      </label>
      {hint && (
        <p id={`${name}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      <textarea id={name} name={name} className="input" {...describedBy(name, hint, error)} {...input} />
      <FieldError name={name} error={error} />
    </div>
  );
}

/** The message under a field. */
export function FieldError({ name, error }: { name: string; error?: string | undefined }) {
  if (!error) return null;
  return (
    <p id={`${name}-error`} className="text-sm medium text-bad-text">
      {error}
    </p>
  );
}

/** Ties hint and error to the control they are about. */
export function describedBy(name: string, hint?: string | undefined, error?: string | undefined) {
  const ids = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return { ...(ids && { 'aria-describedby': ids }), ...(error && { 'aria-invalid': true as const }) };
}
