import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Link, useActionData, useLoaderData } from '@remix-run/react';
import { FailurePage } from '#app/components/ui/failure.tsx';
import { ReplyForm, StateForm } from '#app/components/ui/flag-forms.tsx';
import { FlagHead, Messages } from '#app/components/ui/flag-thread.tsx';
import { flagName } from '#app/components/ui/flag-words.ts';
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

export function ErrorBoundary() {
  return <FailurePage />;
}
