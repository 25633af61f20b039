import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import type { PublishPageData } from '#app/components/publish/page-data.ts';
import { PublishPage } from '#app/components/publish/publish-page.tsx';
import { FailurePage } from '#app/components/ui/failure.tsx';
import type { HeaderHandle } from '#app/components/ui/shell/header-slots.ts';
import { ModelSwitcher } from '#app/components/ui/shell/model-switcher.tsx';

/** Publishing a model, at `/publish`, and a version of one, at `/publish?model=<model>`. Its form posts past Remix. */

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.model ? `New version of ${data.model.title}` : 'Publish a model'} · Firstlook` },
];

export const handle: HeaderHandle<PublishPageData> = {
  header: ({ model, models }) =>
    model ? { switcher: <ModelSwitcher name={model.name} title={model.title} models={models} /> } : {},
};

export function loader({ context, request }: LoaderFunctionArgs) {
  return context.page((viewer) => context.publishPage(viewer, new URL(request.url).searchParams));
}

export default function Publish() {
  const page = useLoaderData<typeof loader>();
  return <PublishPage key={page.model?.name ?? ''} page={page} />;
}

export function ErrorBoundary() {
  return <FailurePage />;
}
