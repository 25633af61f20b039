import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import type { EditState, UploadPageData } from '#app/components/publish/page-data.ts';
import { UploadPage } from '#app/components/publish/upload-page.tsx';
import { FailurePage } from '#app/components/ui/failure.tsx';
import type { HeaderHandle } from '#app/components/ui/shell/header-slots.ts';
import { ModelSwitcher } from '#app/components/ui/shell/model-switcher.tsx';

/** An upload, at `/publish/<upload>`: on its way, refused, or with the version it became. */

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: `${titleOf(page)} · Firstlook` }];

function titleOf(page: UploadPageData | undefined): string {
  if (page?.state === 'refused') return `${page.model} was not published`;
  return page?.published ? `${page.published.title} v${page.published.number} published` : 'Publishing';
}

export const handle: HeaderHandle<UploadPageData> = {
  header: ({ model, models, published }) => {
    if (!published) return {};
    return {
      switcher: <ModelSwitcher name={model} title={published.title} models={models} />,
      tabs: [
        { to: published.address, label: 'Try it' },
        { to: `/flags?model=${encodeURIComponent(model)}`, label: 'Flags' },
      ],
      tabsLabel: 'Model',
    };
  },
};

export function loader({ context, params }: LoaderFunctionArgs) {
  return context.page((viewer) => context.uploadPage(viewer, params.upload ?? ''));
}

/** Announcing, corrections and the ask; what was wrong is shown where it was typed. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const viewer = context.requireViewer();
  const form = new URLSearchParams(await request.text());
  const done = await context.attempt(() => context.changePublished({ viewer, id: params.upload ?? '', form }));
  // A switch in the table leaves the page as it is.
  if (done.ok && form.has('stay')) return null;
  if (done.ok) return redirect(`/publish/${params.upload}`, 303);
  const { message, fields } = done.failure;
  return data({ failure: { message, fields }, intent: form.get('intent'), key: form.get('key') }, done.failure.status);
}

export default function Upload() {
  return <UploadPage page={useLoaderData<typeof loader>()} edit={useEditState()} />;
}

/** What is being corrected is in the address, so that it works without a script; what was refused stays open. */
function useEditState(): EditState {
  const [query] = useSearchParams();
  const refused = useActionData<typeof action>();
  const failed = refused && 'failure' in refused ? refused : null;
  return {
    key: failed?.intent === 'input' ? failed.key : query.get('edit'),
    isAnswers: failed ? failed.intent === 'answers' : query.has('edit.answers'),
    isAsk: failed ? failed.intent === 'ask' : query.has('edit.ask'),
    failure: failed?.failure ?? null,
  };
}

export function ErrorBoundary() {
  return <FailurePage />;
}
