import { Link } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { type FlagCounts, type FlagListItem, flagTitle } from '#app/feedback/contract.ts';
import { ageWords } from '../ui/ages.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { FlagChips } from './flag-chips.tsx';
import { FlagFilters } from './flag-filters.tsx';
import { isOver, KindMark, StateBadge } from './flag-marks.tsx';
import { type FlagAddress, writeAddress } from './flag-query.ts';
import { turnWords } from './flag-words.ts';

export interface InboxListProps {
  items: readonly FlagListItem[];
  next: string | null;
  address: FlagAddress;
  counts: FlagCounts;
  models: readonly { name: string; title: string }[];
  /** The flag whose thread is beside the list. */
  currentId: string;
  /** `A` accepts the flag. */
  canAccept: boolean;
  /** Query that keeps this list while going from flag to flag. */
  query: string;
  now: number;
}

/** The flags of the list one came from, beside the thread of one. */
export function InboxList(props: InboxListProps) {
  const { items, next, address, counts, models, currentId, canAccept, query, now } = props;
  const current = useRef<HTMLLIElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another flag is another row to look at
  useEffect(() => {
    // In braces: newer browsers answer a promise, which React would take for a clean-up.
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [currentId]);
  return (
    <section aria-label="Flags" className="inbox-list">
      <div className="px-5 pt-5 pb-3.5">
        <div className="mb-3 flex items-center justify-between">
          <h2 className="text-xl">
            <Link to={`/flags${writeAddress(address)}`} className="hover:underline">
              Flags
            </Link>
          </h2>
          <FlagFilters address={address} counts={counts} models={models} to="/flags" />
        </div>
        <FlagChips address={address} counts={counts} to="/flags" />
      </div>
      <ul className="inbox-rows rule border-t border-line">
        {items.map((flag) => (
          <li key={flag.id} ref={flag.id === currentId ? current : undefined}>
            <InboxRow {...{ flag, query, now }} isCurrent={flag.id === currentId} hasModel={address.model === ''} />
          </li>
        ))}
        {items.length === 0 && (
          <li className="px-5 py-4">
            <EmptyState>No flag fits this filter.</EmptyState>
          </li>
        )}
        {next && (
          <li>
            <Link className="link block px-5 py-3 text-sm" to={`/flags${writeAddress(address, { cursor: next })}`}>
              Older flags
            </Link>
          </li>
        )}
      </ul>
      <p className="inbox-keys key-cap">
        <span>
          <Kbd>J</Kbd> <Kbd>K</Kbd> move
        </span>
        {canAccept && (
          <span>
            <Kbd>A</Kbd> accept
          </span>
        )}
        <span>
          <Kbd>R</Kbd> reply
        </span>
      </p>
    </section>
  );
}

interface InboxRowProps {
  flag: FlagListItem;
  query: string;
  now: number;
  isCurrent: boolean;
  /** The list is of several models. */
  hasModel: boolean;
}

function InboxRow({ flag, query, now, isCurrent, hasModel }: InboxRowProps) {
  const turn = turnWords(flag.waitsOn, flag.waitsSince, now);
  return (
    <Link
      to={`/f/${flag.id}${query}`}
      prefetch="intent"
      className="inbox-row"
      data-flag={flag.id}
      {...(isCurrent && { 'aria-current': 'true' as const })}
    >
      <span className="flex items-center gap-2 text-xs text-muted">
        <KindMark kind={flag.kind} number={flag.number} />
        {hasModel && <span className="min-w-0 truncate">{flag.modelTitle}</span>}
        <span className="num ml-auto flex-none">
          {!hasModel && `${flag.reporter.name}, `}
          {ageWords(flag.createdAt, now)}
        </span>
      </span>
      <span className={`mt-1 line-clamp-2 block font-medium ${isOver(flag.state) ? 'text-muted' : ''}`}>
        {flagTitle(flag)}
      </span>
      <span className="mt-2 flex items-center gap-2">
        <StateBadge state={flag.state} version={flag.stateVersion} />
        <span
          className={`ml-auto truncate text-xs ${flag.waitsOn?.isYou ? 'font-strong text-accent-text' : 'text-muted'}`}
        >
          {turn}
        </span>
      </span>
    </Link>
  );
}
