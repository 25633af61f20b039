import { Form } from '@remix-run/react';
import { FLAG_KINDS, FLAG_SEVERITIES } from '#app/feedback/contract.ts';
import { KIND_ICONS } from '../flags/flag-marks.tsx';
import { KIND_WORDS, SEVERITY_WORDS } from '../flags/flag-words.ts';
import { Button } from '../ui/button.tsx';
import { ChoiceCards } from '../ui/choice-cards.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { TextArea } from '../ui/text-field.tsx';

/** What was sent and refused. */
export interface TriedFlag {
  message: string;
  fields: Record<string, string>;
  values: { kind: string; severity: string; note: string };
  idempotencyKey: string;
}

interface FlagFormProps {
  /** The same key sent twice makes one flag, however often the button is pressed. */
  idempotencyKey: string;
  action: string;
  tried: TriedFlag | undefined;
}

/** Flagging without a script, and after a form of it was refused; with one the panel at the side does it. */
export function FlagForm({ idempotencyKey, action, tried }: FlagFormProps) {
  return (
    <div className={tried ? undefined : 'without-script'}>
      <Form method="post" action={`${action}#flag`} id="flag" className="card grid gap-5 p-5 max-sm:p-4">
        <h2 className="h-section">Flag a problem</h2>
        {tried && <ErrorSummary message={tried.message} />}
        <input type="hidden" name="intent" value="flag" />
        <input type="hidden" name="idempotencyKey" value={tried?.idempotencyKey || idempotencyKey} />
        <ChoiceCards
          name="kind"
          label="What kind of problem?"
          isRequired
          defaultValue={tried?.values.kind}
          error={tried?.fields.kind}
          cards={FLAG_KINDS.map((kind) => ({ value: kind, icon: KIND_ICONS[kind], ...KIND_WORDS[kind] }))}
        />
        <Segmented
          name="severity"
          label="How serious is it?"
          defaultValue={tried?.values.severity || 'minor'}
          error={tried?.fields.severity}
          options={FLAG_SEVERITIES.map((severity) => ({ value: severity, label: SEVERITY_WORDS[severity] }))}
        />
        <TextArea
          name="note"
          label="What should be different, and why?"
          defaultValue={tried?.values.note}
          error={tried?.fields.note}
        />
        <div>
          <Button type="submit" variant="primary">
            Send flag
          </Button>
        </div>
      </Form>
    </div>
  );
}
