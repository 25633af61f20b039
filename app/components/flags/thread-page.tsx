import { Link, useNavigate } from '@remix-run/react';
import { ChevronLeft } from 'lucide-react';
import { useRef } from 'react';
import type { FlagCounts, FlagListItem, FlagThread } from '#app/feedback/contract.ts';
import { Icon } from '../ui/icon.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { CaseCard } from './case-card.tsx';
import type { CaseView } from './case-rows.ts';
import { FixedQuestion } from './fixed-question.tsx';
import { type FlagAddress, writeAddress } from './flag-query.ts';
import { InboxList } from './inbox-list.tsx';
import { ThreadComposer, type TriedReply } from './thread-composer.tsx';
import { ThreadEntries } from './thread-entries.tsx';
import { ThreadHead } from './thread-head.tsx';

export interface ThreadPageData {
  thread: Omit<FlagThread, 'runs'>;
  cases: CaseView[];
  list: { items: FlagListItem[]; next: string | null };
  address: FlagAddress;
  /** Query that keeps the list. */
  query: string;
  counts: FlagCounts;
  models: { name: string; title: string }[];
  viewer: { id: string; name: string };
  now: number;
}

/** The thread of a flag beside the list it is in; on a phone the thread alone. */
export function ThreadPage({ page, tried }: { page: ThreadPageData; tried: TriedReply | undefined }) {
  const { thread, cases, list, address, query, viewer, now } = page;
  const { flag, entries, earlier, moves, versions } = thread;
  const field = useRef<HTMLTextAreaElement>(null);
  const action = `/f/${flag.id}${query}`;
  useThreadKeys({ page, field });
  const isAsked = flag.state === 'looks-fixed' && moves.includes('confirmed');
  const values = cases[0]?.values ?? '';
  const question = flag.state === 'looks-fixed' && <FixedQuestion {...{ flag, isAsked, action, values }} />;
  return (
    <main id="main" className="inbox">
      <InboxList
        {...list}
        {...{ address, query, now }}
        counts={page.counts}
        models={page.models}
        currentId={flag.id}
        canAccept={moves.includes('accepted')}
      />
      <article aria-label={`Flag ${flag.number}`} className="thread">
        <Link to={`/flags${writeAddress(address)}`} className="thread-back link">
          <Icon of={ChevronLeft} size={14} />
          Flags
        </Link>
        <ThreadHead {...{ flag, moves, action, now }} />
        <div className="thread-body">
          {isAsked && question}
          {cases.map((view) => (
            <CaseCard key={view.run.id} view={view} hasOthers={cases.length > 1} />
          ))}
          {earlier > 0 && (
            <p className="text-sm text-muted">
              {earlier} earlier entries are not shown.{' '}
              <Link className="link" to={`/f/${flag.id}${query ? `${query}&` : '?'}entries=all`}>
                Show all
              </Link>
            </p>
          )}
          <ThreadEntries flag={flag} entries={entries} now={now} viewerId={viewer.id} />
          {!isAsked && question}
        </div>
        <ThreadComposer
          key={`${flag.id} ${entries.length}`}
          {...{ flag, entries, moves, versions, viewer, action, tried, field }}
        />
      </article>
    </main>
  );
}

/** J and K go to the next flag of the list, A accepts, R replies. */
function useThreadKeys({
  page,
  field,
}: {
  page: ThreadPageData;
  field: { current: HTMLTextAreaElement | null };
}): void {
  const navigate = useNavigate();
  const { list, query, thread } = page;
  const here = list.items.findIndex(({ id }) => id === thread.flag.id);
  const go = (flag: FlagListItem | undefined) => {
    if (!flag || flag.id === thread.flag.id) return null;
    return () => {
      document.querySelector<HTMLElement>(`[data-flag="${flag.id}"]`)?.focus({ preventScroll: true });
      navigate(`/f/${flag.id}${query}`);
    };
  };
  useShortcuts({
    j: go(list.items[here + 1]),
    k: go(here > 0 ? list.items[here - 1] : undefined),
    a: thread.moves.includes('accepted') ? () => press('#accept button') : null,
    r: () => field.current?.focus(),
  });
}

function press(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.click();
}
