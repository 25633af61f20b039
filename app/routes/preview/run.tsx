import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { AnswerCard } from '#app/components/answers/answer-card.tsx';
import { headline } from '#app/components/answers/answer-words.ts';
import { InputTable, inputRows } from '#app/components/answers/input-table.tsx';
import { ErrorSummary } from '#app/components/ui/error-summary.tsx';
import { FailurePage } from '#app/components/ui/failure.tsx';
import { FlagForm } from '#app/components/ui/flag-form.tsx';
import { FlagThreads } from '#app/components/ui/flag-thread.tsx';
import { Moment } from '#app/components/ui/moment.tsx';
import type { FlagKind, FlagSeverity, VerdictValue } from '#app/feedback/contract.ts';

const SHOWN_FLAGS = 50;
const SENT_BEFORE = 'This form was sent before with other words; that flag is kept. Send it again to make another one.';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `${headline(page.run.answer)} · ${page.run.modelTitle} · Firstlook` : 'Firstlook' },
];

export function loader({ context, params }: LoaderFunctionArgs) {
  return context.page((viewer) => {
    const { version, inputs, ...run } = context.preview.getRun(viewer, params.run ?? '');
    const { items } = context.feedback.listFlags(viewer, { runId: run.id, limit: SHOWN_FLAGS, cursor: undefined });
    return {
      run,
      // In words already: a description of hundreds of fields need not go to the browser.
      asked: inputRows(version.description.inputs, inputs),
      by: context.accounts.nameOf(run.actor),
      flags: items.map((flag) => context.feedback.getFlag(viewer, flag.id)),
      idempotencyKey: context.ids.secret(),
    };
  });
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const viewer = context.requireViewer();
  const runId = params.run ?? '';
  const form = await request.formData();
  const text = (name: string): string => String(form.get(name) ?? '');
  if (text('intent') === 'verdict') {
    // The door checks the word: a form can send anything.
    const value = text('value') as VerdictValue;
    const given = await context.attempt(() => context.feedback.giveVerdict(viewer, { runId, value }));
    if (!given.ok) return data({ given: null, flagged: null, message: given.failure.message }, given.failure.status);
    return data({ given: value, flagged: null, message: null });
  }
  const values = { kind: text('kind'), severity: text('severity'), note: text('note') };
  const idempotencyKey = text('idempotencyKey');
  const flagged = await context.attempt(() =>
    context.feedback.openFlag(viewer, {
      runId,
      // The door checks the words: a form can send anything.
      kind: values.kind as FlagKind,
      severity: values.severity as FlagSeverity,
      note: values.note,
      ...(idempotencyKey && { idempotencyKey }),
    }),
  );
  if (flagged.ok) return redirect(`/r/${runId}#flag-${flagged.value.flag.id}`, 303);
  const { code, fields, status } = flagged.failure;
  // Back after sending, other words, sent again: that is another flag, and needs a key of its own.
  const isSentBefore = code === 'FL_IDEMPOTENCY_REUSED';
  const tried = {
    message: isSentBefore ? SENT_BEFORE : flagged.failure.message,
    fields,
    values,
    idempotencyKey: isSentBefore ? context.ids.secret() : idempotencyKey,
  };
  return data({ given: null, message: null, flagged: tried }, status);
}

export default function Run() {
  const { run, asked, by, flags, idempotencyKey } = useLoaderData<typeof loader>();
  const tried = useActionData<typeof action>();
  return (
    <main id="main" className="page flex flex-col gap-6 py-8">
      <div className="flex flex-col gap-1">
        <h1 className="text-xl">
          <Link className="hover:underline" to={`/m/${run.modelName}/v/${run.versionNumber}`}>
            {run.modelTitle}
          </Link>{' '}
          <span className="text-muted">v{run.versionNumber}</span>
        </h1>
        <p className="text-sm text-muted">
          Asked by {by}, <Moment at={run.createdAt} />
        </p>
      </div>
      {tried?.message && <ErrorSummary message={tried.message} />}
      <AnswerCard answer={run.answer} tookMs={run.tookMs} versionNumber={run.versionNumber}>
        <VerdictForm given={tried?.given ?? null} />
      </AnswerCard>
      <div className="grid gap-6 lg:grid-cols-2">
        <section aria-labelledby="asked" className="card self-start">
          <h2 id="asked" className="h-section p-4">
            What was asked
          </h2>
          <InputTable rows={asked} />
        </section>
        <div className="flex flex-col gap-6">
          {flags.length > 0 && <FlagThreads flags={flags} />}
          <FlagForm
            // A flag that was sent leaves an empty form; one that was refused keeps what was typed.
            key={flags[0]?.id ?? 'first'}
            idempotencyKey={tried?.flagged?.idempotencyKey || idempotencyKey}
            {...(tried?.flagged && { tried: tried.flagged })}
          />
        </div>
      </div>
    </main>
  );
}

function VerdictForm({ given }: { given: VerdictValue | null }) {
  if (given)
    return (
      <p role="status" className="badge badge-ok self-start">
        Thank you, your judgement is kept.
      </p>
    );
  return (
    <Form method="post" className="flex flex-wrap gap-2">
      <input type="hidden" name="intent" value="verdict" />
      <button type="submit" name="value" value="looks-right" className="btn">
        Looks right
      </button>
      <button type="submit" name="value" value="not-sure" className="btn">
        Not sure
      </button>
    </Form>
  );
}

export function ErrorBoundary() {
  return <FailurePage />;
}
