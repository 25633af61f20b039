import { Form, Link } from '@remix-run/react';
import { Box } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Found } from '#app/insight/contract.ts';
import { StateBadge } from '../flags/flag-marks.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { SearchField } from '../ui/search-field.tsx';

/** The search as a page: where the dialog leads without a script, and what a link to a search shows. */
export function SearchPage({ query, found }: { query: string; found: Found }) {
  const { models, flags, people } = found;
  const isEmpty = models.length + flags.length + people.length === 0;
  return (
    <main id="main" className="page flex max-w-[840px] flex-col gap-6 pt-8 pb-12 max-sm:pt-5">
      <h1 className="text-xl">Search</h1>
      <Form method="get" className="flex gap-2" role="search">
        <span className="flex-1">
          <SearchField
            name="q"
            label="Search models, flags and people"
            placeholder="Models, flags and people"
            defaultValue={query}
            autoFocus={query === ''}
          />
        </span>
        <Button type="submit" variant="primary">
          Search
        </Button>
      </Form>
      {query !== '' && isEmpty && (
        <EmptyState>Nothing found for “{query}”. Try fewer or other words, or the number of a flag.</EmptyState>
      )}
      <Group title="Models" isEmpty={models.length === 0}>
        {models.map(({ name, title, version }) => (
          <Hit key={name} to={`/m/${name}`} mark={<Icon of={Box} size={16} className="text-muted" />}>
            <span className="font-medium">{title}</span>{' '}
            <span className="text-sm text-muted">
              {name}
              {version !== null && `, v${version}`}
            </span>
          </Hit>
        ))}
      </Group>
      <Group title="Flags" isEmpty={flags.length === 0}>
        {flags.map(({ id, number, title, state, stateVersion, model }) => (
          <Hit key={id} to={`/f/${id}`} end={<StateBadge state={state} version={stateVersion} />}>
            <span className="line-clamp-2 font-medium">{title}</span>
            <span className="block text-sm text-muted">
              Flag {number}, {model.title}
            </span>
          </Hit>
        ))}
      </Group>
      <Group title="People" isEmpty={people.length === 0}>
        {people.map(({ id, name }) => (
          <Hit key={id} to={`/flags?${new URLSearchParams({ reporter: id })}`} mark={<Avatar name={name} isNamed />}>
            <span className="font-medium">{name}</span> <span className="text-sm text-muted">their flags</span>
          </Hit>
        ))}
      </Group>
    </main>
  );
}

function Group({ title, isEmpty, children }: { title: string; isEmpty: boolean; children: ReactNode }) {
  if (isEmpty) return null;
  return (
    <section aria-label={title} className="card">
      <h2 className="h-section px-5 pt-4 pb-2">{title}</h2>
      <ul className="rule border-t border-line">{children}</ul>
    </section>
  );
}

function Hit({ to, mark, end, children }: { to: string; mark?: ReactNode; end?: ReactNode; children: ReactNode }) {
  return (
    <li className="relative flex items-center gap-3 px-5 py-2.5 hover:bg-hover">
      {mark}
      <Link to={to} className="min-w-0 flex-1 after:absolute after:inset-0 after:content-['']">
        {children}
      </Link>
      {end}
    </li>
  );
}
