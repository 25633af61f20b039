import { Form } from '@remix-run/react';
import type { FlagState } from '#app/feedback/contract.ts';
import { ErrorSummary } from './error-summary.tsx';
import { stateWords } from './flag-words.ts';
import { TextArea, TextField } from './text-field.tsx';

/** What was sent and refused. */
interface Tried {
  message: string;
  fields: Record<string, string>;
  values: Record<string, string>;
}

/** Says something about a flag. */
export function ReplyForm({ tried }: { tried: Tried | undefined }) {
  return (
    <Form method="post" className="card flex flex-col gap-4 p-6">
      <h2 className="h-section">Reply</h2>
      {tried && <ErrorSummary message={tried.message} />}
      <input type="hidden" name="intent" value="reply" />
      <TextArea name="body" label="Your reply" required defaultValue={tried?.values.body} error={tried?.fields.body} />
      <div>
        <button type="submit" className="btn btn-primary">
          Send the reply
        </button>
      </div>
    </Form>
  );
}

/** Moves a flag on; only the states the viewer may choose are offered. */
export function StateForm({ moves, tried }: { moves: FlagState[]; tried: Tried | undefined }) {
  return (
    <Form method="post" className="card flex flex-col gap-4 p-6">
      <h2 className="h-section">Change the state</h2>
      {tried && <ErrorSummary message={tried.message} />}
      <input type="hidden" name="intent" value="state" />
      <div className="flex flex-col gap-1">
        <label className="medium" htmlFor="state">
          New state
        </label>
        <select id="state" name="state" className="input" defaultValue={tried?.values.state}>
          {moves.map((state) => (
            <option key={state} value={state}>
              {stateWords(state)}
            </option>
          ))}
        </select>
      </div>
      <TextField
        name="reason"
        label="Reason"
        hint="Needed when it will not be fixed."
        defaultValue={tried?.values.reason}
        error={tried?.fields.reason}
      />
      {moves.includes('looks-fixed') && (
        <TextField
          name="version"
          label="Version"
          hint="The number of the version in which it looks fixed or broke again."
          inputMode="numeric"
          defaultValue={tried?.values.version}
          error={tried?.fields.version}
        />
      )}
      {moves.includes('duplicate') && (
        <TextField
          name="duplicateOf"
          label="Duplicate of"
          hint="The id of the other flag, as in its address: flg_…"
          defaultValue={tried?.values.duplicateOf}
          error={tried?.fields.duplicateOf}
        />
      )}
      <div>
        <button type="submit" className="btn">
          Change the state
        </button>
      </div>
    </Form>
  );
}
