import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { ErrorSummary } from '#app/components/ui/error-summary.tsx';
import { FailurePage } from '#app/components/ui/failure.tsx';
import { FlagHead, Messages } from '#app/components/ui/flag-thread.tsx';
import { flagName, stateWords } from '#app/components/ui/flag-words.ts';
import { TextArea, TextField } from '#app/components/ui/text-field.tsx';
import type { FlagState } from '#app/feedback/contract.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `${flagName(page.flag)} · ${page.flag.modelName} · Firstlook` : 'Firstlook' },
];

export function loader({ context, params }: LoaderFunctionArgs) {
  return context.page((viewer) => {
    const flag = context.feedback.getFlag(viewer, params.flag ?? '');
    return { flag, moves: context.feedback.movesOf(viewer, flag) };
  });
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const viewer = context.requireViewer();
  const flagId = params.flag ?? '';
  const form = await request.formData();
  const text = (name: string): string => String(form.get(name) ?? '').trim();
  const values = Object.fromEntries(
    ['body', 'state', 'reason', 'version', 'duplicateOf'].map((key) => [key, text(key)]),
  );
  const isReply = text('intent') === 'reply';
  const done = await context.attempt(() =>
    isReply
      ? context.feedback.reply(viewer, flagId, { body: text('body') })
      : context.feedback.changeState(viewer, flagId, {
          // The door checks the word: a form can send anything.
          state: text('state') as FlagState,
          ...(text('reason') && { reason: text('reason') }),
          ...(text('version') && { version: Number(text('version')) }),
          ...(text('duplicateOf') && { duplicateOf: text('duplicateOf') }),
        }),
  );
  if (done.ok) return redirect(`/f/${flagId}`, 303);
  return data({ ...done.failure, values, isReply }, done.failure.status);
}

type Tried = { message: string; fields: Record<string, string>; values: Record<string, string>; isReply: boolean };

export default function Flag() {
  const { flag, moves } = useLoaderData<typeof loader>();
  const tried = useActionData<typeof action>();
  return (
    <main id="main" className="page flex max-w-[860px] flex-col gap-6 py-8">
      <h1 className="text-xl">
        {flagName(flag)}{' '}
        <Link className="text-muted hover:underline" to={`/m/${flag.modelName}/v/${flag.versionNumber}`}>
          {flag.modelName} v{flag.versionNumber}
        </Link>
      </h1>
      <section aria-label="The flag" className="card flex flex-col gap-4 p-6">
        <FlagHead flag={flag} />
        <ul className="flex flex-wrap gap-3">
          {flag.runs.map(({ runId }) => (
            <li key={runId}>
              <Link className="link" to={`/r/${runId}`}>
                See the answer it is about
              </Link>
            </li>
          ))}
        </ul>
        <Messages messages={flag.messages} />
      </section>
      <ReplyForm key={flag.messages.length} tried={tried?.isReply ? tried : undefined} />
      {moves.length > 0 && (
        <StateForm key={flag.state} moves={moves} tried={tried && !tried.isReply ? tried : undefined} />
      )}
    </main>
  );
}

function ReplyForm({ tried }: { tried: Tried | undefined }) {
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

function StateForm({ moves, tried }: { moves: FlagState[]; tried: Tried | undefined }) {
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

export function ErrorBoundary() {
  return <FailurePage />;
}
