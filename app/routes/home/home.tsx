import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { HomePage } from '#app/components/home/home-page.tsx';
import { FailurePage } from '#app/components/ui/failure.tsx';
import { readZone } from '#app/components/ui/zone.ts';

export const meta: MetaFunction = () => [{ title: 'Home · Firstlook' }];

export function loader({ context, request }: LoaderFunctionArgs) {
  return context.page((viewer) => ({
    ...context.insight.home(viewer),
    viewer: { id: viewer.actor.id, name: viewer.name },
    zone: readZone(request.headers.get('cookie')),
    now: context.clock.now(),
  }));
}

export default function Home() {
  return <HomePage page={useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <FailurePage />;
}
