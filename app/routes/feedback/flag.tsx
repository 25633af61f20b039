import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { caseView } from '#app/components/flags/case-rows.ts';
import { filterOf, readAddress } from '#app/components/flags/flag-query.ts';
import { flagName } from '#app/components/flags/flag-words.ts';
import { modelHeader } from '#app/components/flags/model-header.tsx';
import { openCountOf } from '#app/components/flags/open-count.ts';
import { ThreadPage } from '#app/components/flags/thread-page.tsx';
import { FailurePage } from '#app/components/ui/failure.tsx';
import type { HeaderHandle } from '#app/components/ui/shell/header-slots.ts';
import { type FlagState, flagTitle } from '#app/feedback/contract.ts';

const LIST_SIZE = 50;
const SHOWN_ENTRIES = 200;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `${flagName(page.thread.flag)}: ${flagTitle(page.thread.flag)} · Firstlook` : 'Firstlook' },
];

export const handle: HeaderHandle<Awaited<ReturnType<typeof loader>>> = {
  header: ({ thread: { flag }, models, openCount, now }) =>
    modelHeader({ model: { name: flag.modelName, title: flag.modelTitle }, models, openCount, now }),
};

export function loader({ context, params, request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  return context.page((viewer) => {
    const { feedback } = context;
    const limit = searchParams.get('entries') === 'all' ? Number.MAX_SAFE_INTEGER : SHOWN_ENTRIES;
    const { runs, ...thread } = feedback.readThread(viewer, params.flag ?? '', { limit });
    const given = readAddress(searchParams);
    // Alone a flag is among those of its model.
    const address = search === '' ? { ...given, model: thread.flag.modelName } : given;
    const filter = filterOf(address, viewer.actor);
    const { modelName, id } = thread.flag;
    return {
      thread,
      cases: runs.map(caseView),
      list: feedback.browseFlags(viewer, {
        ...filter,
        limit: LIST_SIZE,
        cursor: given.cursor ?? undefined,
        around: id,
      }),
      ...{ address, query: search },
      counts: feedback.countFlags(viewer, filter),
      openCount: openCountOf(feedback.countFlags(viewer, { model: modelName })),
      models: context.catalog.listModels(viewer).map(({ name, title }) => ({ name, title })),
      viewer: { id: viewer.actor.id, name: viewer.name },
      now: context.clock.now(),
    };
  });
}

/** A reply, or a move with its words; comes back to the list it was sent from, or to the page that asked (`back`). */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const flagId = params.flag ?? '';
  const here = `/f/${flagId}${new URL(request.url).search}`;
  // Signing in again leads back to the thread; the browser kept what was typed.
  if (!context.viewer) throw redirect(`/login?next=${encodeURIComponent(here)}`, 303);
  const viewer = context.requireViewer();
  const form = await request.formData();
  const text = (name: string): string => String(form.get(name) ?? '').trim();
  const values = {
    body: text('body'),
    state: text('state'),
    version: text('version'),
    duplicateOf: text('duplicateOf'),
  };
  const done = await context.attempt(() =>
    values.state === ''
      ? context.feedback.reply(viewer, flagId, { body: values.body })
      : context.feedback.changeState(viewer, flagId, changeOf(values)),
  );
  if (done.ok) return redirect(text('back') === '/' ? '/' : here, 303);
  const { message, fields, status } = done.failure;
  return data({ message, fields, values }, status);
}

/** What a form holds besides the chosen state is about other states. */
function changeOf({ body, state, version, duplicateOf }: Record<'body' | 'state' | 'version' | 'duplicateOf', string>) {
  const hasVersion = state === 'looks-fixed' || state === 'broke-again';
  return {
    // The door checks the word: a form can send anything.
    state: state as FlagState,
    ...(body && { reason: body }),
    ...(hasVersion && version && { version: Number(version) }),
    ...(state === 'duplicate' && { duplicateOf }),
  };
}

export default function Flag() {
  return <ThreadPage page={useLoaderData<typeof loader>()} tried={useActionData<typeof action>()} />;
}

export function ErrorBoundary() {
  return <FailurePage />;
}
