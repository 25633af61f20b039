import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { filterOf, readAddress } from '#app/components/flags/flag-query.ts';
import { FlagsPage } from '#app/components/flags/flags-page.tsx';
import { modelHeader } from '#app/components/flags/model-header.tsx';
import { openCountOf } from '#app/components/flags/open-count.ts';
import { FailurePage } from '#app/components/ui/failure.tsx';
import type { HeaderHandle } from '#app/components/ui/shell/header-slots.ts';

const PAGE_SIZE = 50;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page?.model ? `Flags · ${page.model.title} · Firstlook` : 'Flags · Firstlook' },
];

export const handle: HeaderHandle<Awaited<ReturnType<typeof loader>>> = {
  header: ({ model, models, openCount, now }) => (model ? modelHeader({ model, models, openCount, now }) : {}),
};

export function loader({ context, request }: LoaderFunctionArgs) {
  const address = readAddress(new URL(request.url).searchParams);
  return context.page((viewer) => {
    const { feedback } = context;
    const filter = filterOf(address, viewer.actor);
    const models = context.catalog.listModels(viewer).map(({ name, title }) => ({ name, title }));
    const model = models.find(({ name }) => name === address.model) ?? null;
    return {
      ...feedback.browseFlags(viewer, { ...filter, limit: PAGE_SIZE, cursor: address.cursor ?? undefined }),
      ...{ address, model, models },
      counts: feedback.countFlags(viewer, filter),
      openCount: model ? openCountOf(feedback.countFlags(viewer, { model: model.name })) : 0,
      now: context.clock.now(),
    };
  });
}

export default function Flags() {
  return <FlagsPage page={useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <FailurePage />;
}
