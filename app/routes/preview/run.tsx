import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { nearestExample } from '#app/catalog/description-format.ts';
import { headline } from '#app/components/answers/answer-words.ts';
import { caseView } from '#app/components/flags/case-rows.ts';
import { modelHeader } from '#app/components/flags/model-header.tsx';
import { openCountOf } from '#app/components/flags/open-count.ts';
import { RunPage } from '#app/components/run/run-page.tsx';
import { FailurePage } from '#app/components/ui/failure.tsx';
import type { HeaderHandle } from '#app/components/ui/shell/header-slots.ts';
import type { FlagKind, FlagSeverity, VerdictValue } from '#app/feedback/contract.ts';

const SHOWN_FLAGS = 50;
const SENT_BEFORE = 'This form was sent before with other words; that flag is kept. Send it again to make another one.';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `${headline(page.view.run.answer)} · ${page.model.title} · Firstlook` : 'Firstlook' },
];

export const handle: HeaderHandle<Awaited<ReturnType<typeof loader>>> = {
  header: ({ model, models, openCount, now }) => modelHeader({ model, models, openCount, now, page: 'run' }),
};

export function loader({ context, params }: LoaderFunctionArgs) {
  return context.page((viewer) => {
    const { accounts, catalog, clock, feedback, ids, preview } = context;
    const { version, ...run } = preview.getRun(viewer, params.run ?? '');
    const { history } = run.answer;
    const inputs = version.description.inputs.filter(({ hidden }) => !hidden);
    const models = catalog
      .listModels(viewer)
      .map(({ name, title, newest }) => ({ name, title, newest: newest?.number }));
    // Whoever made the run and left the project still sees it, and nothing around it.
    const newest = models.find(({ name }) => name === run.modelName)?.newest ?? 0;
    const { items } = feedback.browseFlags(viewer, { runId: run.id, limit: SHOWN_FLAGS, cursor: undefined });
    return {
      // In words already: a description of hundreds of fields need not go to the browser.
      view: caseView({
        part: 'this',
        run,
        inputs,
        ...nearestExample(version.description.examples, inputs, run.inputs),
      }),
      // Only what the answer is drawn with: an input can be megabytes.
      series: history && run.inputs ? { [history.key]: run.inputs[history.key] ?? null } : null,
      model: { name: run.modelName, title: run.modelTitle },
      versionState: version.state,
      newerVersion: newest > run.versionNumber ? newest : null,
      by: accounts.nameOf(run.actor),
      verdicts: feedback.verdictsOf(viewer, run.id),
      flags: items,
      models: models.map(({ name, title }) => ({ name, title })),
      openCount: openCountOf(feedback.countFlags(viewer, { model: run.modelName })),
      viewer: { id: viewer.actor.id, name: viewer.name },
      idempotencyKey: ids.secret(),
      now: clock.now(),
    };
  });
}

/** Judging without a script: a verdict, or a flag whose form comes back with what was typed while it is not complete. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const viewer = context.requireViewer();
  const runId = params.run ?? '';
  const form = await request.formData();
  const text = (name: string): string => String(form.get(name) ?? '');
  if (text('intent') !== 'flag') {
    // The door checks the word: a form can send anything.
    const value = text('intent') as VerdictValue;
    const given = await context.attempt(() => context.feedback.giveVerdict(viewer, { runId, value }));
    if (given.ok) return redirect(`/r/${runId}`, 303);
    throw data({ error: given.failure }, given.failure.status);
  }
  const values = { kind: text('kind'), severity: text('severity'), note: text('note') };
  const idempotencyKey = text('idempotencyKey');
  const flagged = await context.attempt(() =>
    context.feedback.openFlag(viewer, {
      runId,
      kind: values.kind as FlagKind,
      severity: values.severity as FlagSeverity,
      note: values.note,
      ...(idempotencyKey && { idempotencyKey }),
    }),
  );
  if (flagged.ok) return redirect(`/r/${runId}#flag-${flagged.value.flag.id}`, 303);
  // The button of the answer only asks for the form.
  if (!form.has('kind') && !form.has('note'))
    return data({ message: 'Say what is wrong.', fields: {}, values, idempotencyKey });
  const { code, fields, status, message } = flagged.failure;
  // Back after sending, other words, sent again: that is another flag, and needs a key of its own.
  if (code === 'FL_IDEMPOTENCY_REUSED')
    return data({ message: SENT_BEFORE, fields, values, idempotencyKey: context.ids.secret() }, status);
  return data({ message, fields, values, idempotencyKey }, status);
}

export default function Run() {
  return <RunPage page={useLoaderData<typeof loader>()} tried={useActionData<typeof action>()} />;
}

export function ErrorBoundary() {
  return <FailurePage />;
}
