import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { searchHits } from '#app/components/home/search-hits.ts';
import { SearchPage } from '#app/components/home/search-page.tsx';
import { FailurePage } from '#app/components/ui/failure.tsx';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page?.query ? `${page.query} · Search · Firstlook` : 'Search · Firstlook' },
];

/** The search dialog of the header lives from the same answer (`hits`). */
export function loader({ context, request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams.get('q')?.trim().slice(0, 200) ?? '';
  return context.page((viewer) => {
    const found = context.insight.search(viewer, query);
    return { query, found, hits: searchHits(found) };
  });
}

export default function Search() {
  const { query, found } = useLoaderData<typeof loader>();
  return <SearchPage key={query} query={query} found={found} />;
}

export function ErrorBoundary() {
  return <FailurePage />;
}
