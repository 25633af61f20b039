import { Form } from '@remix-run/react';
import { FLAG_KINDS, FLAG_SEVERITIES } from '#app/feedback/contract.ts';
import { ErrorSummary } from './error-summary.tsx';
import { KIND_WORDS, SEVERITY_WORDS } from './flag-words.ts';
import { FieldError, TextArea } from './text-field.tsx';

interface FlagFormProps {
  /** The same key sent twice makes one flag, however often the button is pressed. */
  idempotencyKey: string;
  /** What was sent and refused. */
  tried?: {
    message: string;
    fields: Record<string, string>;
    values: { kind: string; severity: string; note: string };
  };
}

/** Says that a run is not right: what kind, how serious, and a note. */
export function FlagForm({ idempotencyKey, tried }: FlagFormProps) {
  return (
    <Form method="post" className="card flex flex-col gap-5 p-6">
      <h2 className="h-section">Flag a problem</h2>
      {tried && <ErrorSummary message={tried.message} />}
      <input type="hidden" name="intent" value="flag" />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <fieldset className="flex flex-col gap-2">
        <legend className="medium mb-2">What kind of problem?</legend>
        {FLAG_KINDS.map((kind) => (
          <label key={kind} className="choice py-2">
            <input type="radio" name="kind" value={kind} required defaultChecked={tried?.values.kind === kind} />
            <span>
              <span className="medium">{KIND_WORDS[kind].label}</span>
              <span className="block text-sm text-muted">{KIND_WORDS[kind].hint}</span>
            </span>
          </label>
        ))}
        <FieldError name="kind" error={tried?.fields.kind} />
      </fieldset>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="medium mb-2">How serious is it?</legend>
        {FLAG_SEVERITIES.map((severity) => (
          <label key={severity} className="choice">
            <input
              type="radio"
              name="severity"
              value={severity}
              defaultChecked={(tried?.values.severity ?? 'minor') === severity}
            />
            {SEVERITY_WORDS[severity]}
          </label>
        ))}
        <FieldError name="severity" error={tried?.fields.severity} />
      </fieldset>
      <TextArea
        name="note"
        label="What should be different, and why?"
        defaultValue={tried?.values.note}
        error={tried?.fields.note}
      />
      <div>
        <button type="submit" className="btn btn-primary">
          Send the flag
        </button>
      </div>
    </Form>
  );
}
