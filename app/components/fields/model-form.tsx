import { Form } from '@remix-run/react';
import type { FormField } from '#app/preview/contract.ts';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { describedBy, FieldError } from '../ui/text-field.tsx';

interface ModelFormProps {
  /** The version's own address, so that the question goes to the version shown even when a newer one comes. */
  action: string;
  fields: FormField[];
  /** What was refused: a sentence, and messages by field key. */
  failure?: { message: string; fields: Record<string, string> } | undefined;
}

/** The generated form: one control a field, an example already in it. */
export function ModelForm({ action, fields, failure }: ModelFormProps) {
  const wrong = fields.flatMap(({ key, name, label }) => {
    const message = failure?.fields[key];
    return message ? [{ id: name, label, message }] : [];
  });
  return (
    <Form method="post" action={action} className="card flex flex-col gap-5 p-6" noValidate>
      {failure && <ErrorSummary message={failure.message} fields={wrong} />}
      {fields.map((field) => (
        <Control key={field.key} field={field} error={failure?.fields[field.key]} />
      ))}
      {fields.length === 0 && <p className="text-muted">This model takes no input. Run it as it is.</p>}
      <div>
        <button type="submit" className="btn btn-primary btn-wide">
          Run
        </button>
      </div>
    </Form>
  );
}

function Control({ field, error }: { field: FormField; error?: string | undefined }) {
  const hint = hintOf(field);
  return (
    <div className="flex flex-col gap-1">
      <label className="medium" htmlFor={field.name}>
        {field.label}
        {field.isSensitive && <span className="ml-2 text-xs text-muted">Sensitive field</span>}
      </label>
      {hint && (
        <p id={`${field.name}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      <div className="flex items-center gap-2">
        <Input
          field={field}
          attributes={{ id: field.name, name: field.name, ...describedBy(field.name, hint, error) }}
        />
        {field.unit && <span className="text-muted">{field.unit}</span>}
      </div>
      {field.was !== null && <input type="hidden" name={`was.${field.key}`} value={field.was} />}
      <FieldError name={field.name} error={error} />
    </div>
  );
}

interface InputProps {
  field: FormField;
  attributes: { id: string; name: string };
}

/** Numbers are text with a number keyboard: a number control would refuse '33%' and round what it was given. */
function Input({ field, attributes }: InputProps) {
  if (field.control === 'choice') {
    return (
      <select className="input" defaultValue={field.value} {...attributes}>
        {field.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    );
  }
  const maxLength = field.maxLength === null ? {} : { maxLength: field.maxLength };
  if (field.control === 'lines') {
    return <textarea className="input" rows={4} defaultValue={field.value} {...maxLength} {...attributes} />;
  }
  if (field.control === 'json') {
    return (
      <textarea className="input font-mono" rows={5} spellCheck={false} defaultValue={field.value} {...attributes} />
    );
  }
  const isNumber = field.control === 'number';
  return (
    <input
      className="input num"
      type={field.control === 'date' ? 'date' : 'text'}
      autoComplete="off"
      defaultValue={field.value}
      {...(isNumber ? { inputMode: 'decimal' } : maxLength)}
      {...attributes}
    />
  );
}

function hintOf(field: FormField): string | undefined {
  return [field.help, field.range].filter(Boolean).join('. ') || undefined;
}
