import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, Link, useLoaderData } from '@remix-run/react';
import { FailurePage } from '#app/components/ui/failure.tsx';
import { FlagList } from '#app/components/ui/flag-list.tsx';
import { stateWords } from '#app/components/ui/flag-words.ts';
import { FLAG_STATES } from '#app/feedback/contract.ts';

const PAGE_SIZE = 50;

export const meta: MetaFunction = () => [{ title: 'Flags · Firstlook' }];

export function loader({ context, request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const model = query.get('model')?.trim() || undefined;
  const state = FLAG_STATES.find((known) => known === query.get('state'));
  const cursor = query.get('cursor') ?? undefined;
  return context.page((viewer) => {
    const { items, next } = context.feedback.listFlags(viewer, {
      limit: PAGE_SIZE,
      cursor,
      ...(model !== undefined && { model }),
      ...(state !== undefined && { state }),
    });
    return { flags: items, next, model: model ?? '', state: state ?? '' };
  });
}

export default function Flags() {
  const { flags, next, model, state } = useLoaderData<typeof loader>();
  return (
    <main id="main" className="page flex flex-col gap-6 py-8">
      <h1 className="text-xl">Flags</h1>
      <Form method="get" className="flex flex-wrap items-end gap-3">
        <label className="flex flex-col gap-1">
          <span className="medium">Model</span>
          <input className="input" name="model" defaultValue={model} />
        </label>
        <label className="flex flex-col gap-1">
          <span className="medium">State</span>
          <select className="input" name="state" defaultValue={state}>
            <option value="">All</option>
            {FLAG_STATES.map((known) => (
              <option key={known} value={known}>
                {stateWords(known)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="btn">
          Show
        </button>
      </Form>
      {flags.length > 0 ? <FlagList flags={flags} showModel /> : <NoFlags isFiltered={Boolean(model || state)} />}
      {next && (
        <p>
          <Link className="btn" to={`?${new URLSearchParams({ model, state, cursor: next })}`}>
            Older flags
          </Link>
        </p>
      )}
    </main>
  );
}

function NoFlags({ isFiltered }: { isFiltered: boolean }) {
  return (
    <p className="card p-6 text-muted">
      {isFiltered
        ? 'No flag fits. Choose another state, or leave the model empty.'
        : 'No flags yet. Try a model; on the page of an answer you can flag what is not right.'}
    </p>
  );
}

export function ErrorBoundary() {
  return <FailurePage />;
}
