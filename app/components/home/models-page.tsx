import { Form } from '@remix-run/react';
import { Upload } from 'lucide-react';
import type { ModelRow } from '#app/insight/contract.ts';
import { Count } from '../ui/badge.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { type ModelSort, sortQuery } from './model-sort.ts';
import { ModelTable } from './model-table.tsx';

export interface ModelsPageData {
  models: ModelRow[];
  /** How many there are without the search. */
  total: number;
  query: string;
  sort: ModelSort;
  canPublish: boolean;
  now: number;
}

const FEW = 8;

/** Every model the viewer may see. */
export function ModelsPage({ page }: { page: ModelsPageData }) {
  const { models, total, query, sort, canPublish, now } = page;
  return (
    <main id="main" className="page flex flex-col gap-5 pt-8 pb-12 max-sm:pt-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-3">
        <h1 className="text-xl">Models</h1>
        <Count value={total} />
        <div className="ml-auto flex flex-wrap items-center gap-2">
          {(total > FEW || query !== '') && (
            <Form method="get" className="flex gap-2" key={query}>
              <SearchField name="q" label="Search models" placeholder="Search models" defaultValue={query} />
              <Button type="submit">Search</Button>
            </Form>
          )}
          {canPublish && (
            <ButtonLink icon={Upload} variant="primary" to="/publish">
              New version
            </ButtonLink>
          )}
        </div>
      </div>
      {models.length > 0 ? (
        <ModelTable models={models} now={now} sort={{ by: sort, to: (key) => sortQuery(sort, key, query) }} />
      ) : (
        <div className="card p-6">
          <NoModels query={query} canPublish={canPublish} />
        </div>
      )}
    </main>
  );
}

function NoModels({ query, canPublish }: { query: string; canPublish: boolean }) {
  if (query !== '')
    return (
      <EmptyState action={<ButtonLink to="/models">Show all models</ButtonLink>}>
        No model is called “{query}”.
      </EmptyState>
    );
  if (canPublish)
    return (
      <EmptyState
        action={
          <ButtonLink variant="primary" icon={Upload} to="/publish">
            Publish a model
          </ButtonLink>
        }
      >
        No models yet. Publish one, and a page appears on which people can try it.
      </EmptyState>
    );
  return (
    <EmptyState>
      No model is shared with you yet. Once someone announces one in your project, it is here to try.
    </EmptyState>
  );
}
