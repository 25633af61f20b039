import { useRef } from 'react';
import type { FlagCounts, FlagListItem } from '#app/feedback/contract.ts';
import { ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { FlagChips } from './flag-chips.tsx';
import { FlagFilters } from './flag-filters.tsx';
import { type FlagAddress, filterCount, writeAddress } from './flag-query.ts';
import { FlagTable } from './flag-table.tsx';

export interface FlagsPageData {
  items: FlagListItem[];
  next: string | null;
  /** Whether the list begins here. */
  isFirst: boolean;
  address: FlagAddress;
  counts: FlagCounts;
  model: { name: string; title: string } | null;
  models: { name: string; title: string }[];
  now: number;
}

const HERE = '/flags';

/** Every flag one may see, filtered by the address. */
export function FlagsPage({ page }: { page: FlagsPageData }) {
  const { items, next, isFirst, address, counts, model, models, now } = page;
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  return (
    <main id="main" className="page flex flex-col gap-5 pt-8 pb-12 max-sm:pt-5">
      <div className="flags-head">
        <h1 className="text-xl">{model ? `Flags on ${model.title}` : 'Flags'}</h1>
        <FlagFilters address={address} counts={counts} models={models} to={HERE} />
        <FlagChips address={address} counts={counts} to={HERE} />
      </div>
      <ReporterLine address={address} name={items[0]?.reporter.name} />
      <div ref={list} className="card">
        {items.length > 0 ? (
          <FlagTable flags={items} query={listQuery(address)} now={now} />
        ) : (
          <div className="p-6">
            <NoFlags address={address} counts={counts} model={model} />
          </div>
        )}
      </div>
      <div className="flex items-center gap-3">
        {!isFirst && <ButtonLink to={`${HERE}${writeAddress(address)}`}>Newest flags</ButtonLink>}
        {next && <ButtonLink to={`${HERE}${writeAddress(address, { cursor: next })}`}>Older flags</ButtonLink>}
        {items.length > 1 && (
          <p className="key-cap ml-auto text-xs text-muted">
            <span>
              <Kbd>J</Kbd> <Kbd>K</Kbd> move, <Kbd>Enter</Kbd> open
            </span>
          </p>
        )}
      </div>
    </main>
  );
}

/** The list as the page of a flag continues it. */
function listQuery(address: FlagAddress): string {
  const query = writeAddress(address, { cursor: address.cursor });
  return address.model ? query : `${query || '?'}${query ? '&' : ''}list=all`;
}

function ReporterLine({ address, name }: { address: FlagAddress; name: string | undefined }) {
  const { reporter } = address;
  if (reporter === '') return null;
  return (
    <p className="flex items-center gap-3 text-sm text-muted">
      {reporter === 'me' ? 'Reported by you.' : `Reported by ${name ?? 'one person'}.`}
      <ButtonLink size="small" variant="quiet" to={`${HERE}${writeAddress(address, { reporter: '' })}`}>
        Show everyone’s
      </ButtonLink>
    </p>
  );
}

type NoFlagsProps = Pick<FlagsPageData, 'address' | 'counts' | 'model'>;

/** Nothing at all yet teaches; nothing that fits says what to change. */
function NoFlags({ address, counts, model }: NoFlagsProps) {
  if (address.waits && counts.all > 0)
    return (
      <EmptyState
        action={<ButtonLink to={`${HERE}${writeAddress(address, { waits: false })}`}>Show all flags</ButtonLink>}
      >
        Nothing waits on you. Flags to answer, and fixes to confirm, show up here.
      </EmptyState>
    );
  const isNarrowed = address.state !== null || filterCount({ ...address, model: '' }) > 0;
  if (isNarrowed || address.cursor !== null)
    return (
      <EmptyState
        action={
          <ButtonLink to={model ? `${HERE}?${new URLSearchParams({ model: model.name })}` : HERE}>
            Clear the filter
          </ButtonLink>
        }
      >
        No flag fits this filter.
      </EmptyState>
    );
  if (address.model && !model)
    return (
      <EmptyState action={<ButtonLink to={HERE}>Show all flags</ButtonLink>}>
        There is no model of this name.
      </EmptyState>
    );
  return (
    <EmptyState
      action={
        <ButtonLink to={model ? `/m/${model.name}` : '/models'}>{model ? 'Try it' : 'Choose a model'}</ButtonLink>
      }
    >
      No flags yet. Try a model and press <Kbd>F</Kbd> when an answer looks wrong.
    </EmptyState>
  );
}

/** J and K go from row to row; Enter opens, as it does with every link. */
function useRowKeys(list: { current: HTMLDivElement | null }): void {
  const move = (step: number) => (): void => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-flag]') ?? [])];
    const here = links.indexOf(document.activeElement as HTMLElement);
    links[here === -1 ? 0 : Math.max(0, Math.min(links.length - 1, here + step))]?.focus();
  };
  useShortcuts({ j: move(1), k: move(-1) });
}
