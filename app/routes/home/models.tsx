import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { readSort, sortModels } from '#app/components/home/model-sort.ts';
import { ModelsPage } from '#app/components/home/models-page.tsx';
import { FailurePage } from '#app/components/ui/failure.tsx';

export const meta: MetaFunction = () => [{ title: 'Models · Firstlook' }];

export function loader({ context, request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const query = asked.get('q')?.trim().slice(0, 100) ?? '';
  const sort = readSort(asked.get('sort'));
  return context.page((viewer) => {
    const all = context.insight.models(viewer);
    const wanted = query.toLowerCase();
    const models = all.filter(({ name, title }) => `${title} ${name}`.toLowerCase().includes(wanted));
    return {
      models: sortModels(models, sort),
      ...{ total: all.length, query, sort },
      canPublish: context.insight.canPublish(viewer),
      now: context.clock.now(),
    };
  });
}

export default function Models() {
  return <ModelsPage page={useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <FailurePage />;
}
