import { Link } from '@remix-run/react';
import { CircleHelp, CircleX, Lightbulb, Scale, Split } from 'lucide-react';
import type { FlagKind } from '#app/feedback/contract.ts';
import type { RecentRun } from '#app/preview/contract.ts';
import { DecisionGlyph } from '../answers/answer-card.tsx';
import { headline } from '../answers/answer-words.ts';
import { KIND_WORDS } from '../flags/flag-words.ts';
import { openCountAt } from '../flags/open-count.ts';
import { agoWords } from '../ui/ages.ts';
import { Count } from '../ui/badge.tsx';
import { Icon } from '../ui/icon.tsx';
import { useNewerCount } from '../ui/newer-counts.ts';
import type { OpenFlag, TryingPageData } from './page-data.ts';

const KIND_ICONS: Record<FlagKind, typeof Scale> = {
  wrong: CircleX,
  boundary: Split,
  bias: Scale,
  unclear: CircleHelp,
  idea: Lightbulb,
};

interface OpenFlagsProps {
  flags: TryingPageData['openFlags'];
}

/** What is still to be worked on with this model, and whose turn it is. */
export function OpenFlags({ model, flags, now }: Pick<TryingPageData, 'model' | 'now'> & OpenFlagsProps) {
  const { items } = flags;
  const count = useNewerCount(flags.count, openCountAt(model, now));
  return (
    <section aria-labelledby="open-flags" className="card">
      <div className="flex items-center justify-between px-5 pt-4 pb-2.5 max-sm:px-4">
        <h2 id="open-flags" className="h-section">
          Open flags on this model{' '}
          <span className="ml-1">
            <Count value={count} />
          </span>
        </h2>
        {count > 0 && (
          <Link className="link text-sm" to={`/flags?model=${encodeURIComponent(model)}`}>
            See all
          </Link>
        )}
      </div>
      {items.length === 0 ? (
        <p className="border-t border-line px-5 py-4 text-sm text-muted max-sm:px-4">
          None yet. Press <b>Flag a problem</b> when an answer is not right.
        </p>
      ) : (
        <ul className="rule border-t border-line">
          {items.map((flag) => (
            <FlagRow key={flag.id} flag={flag} />
          ))}
        </ul>
      )}
    </section>
  );
}

function FlagRow({ flag }: { flag: OpenFlag }) {
  return (
    <li className="relative flex items-center gap-x-4 gap-y-0.5 px-5 py-2 text-sm hover:bg-hover max-sm:flex-wrap max-sm:px-4 max-sm:py-2.5">
      <span className="inline-flex w-[92px] items-center gap-2 text-muted max-sm:w-auto">
        <Icon of={KIND_ICONS[flag.kind]} size={14} />
        {KIND_WORDS[flag.kind].label}
      </span>
      <Link
        to={`/f/${flag.id}`}
        className="line-clamp-2 min-w-0 flex-1 font-medium after:absolute after:inset-0 after:content-[''] max-sm:order-3 max-sm:basis-full"
      >
        {flag.title}
      </Link>
      <span className="w-[120px] truncate text-muted max-sm:w-auto">{flag.by}</span>
      <span className="num w-[128px] truncate text-muted max-sm:ml-auto max-sm:w-auto">{flag.turn}</span>
    </li>
  );
}

/** What this person ran on this version before. */
export function RecentRuns({ runs, now }: { runs: RecentRun[]; now: number }) {
  return (
    <section aria-labelledby="recent-runs" className="card">
      <h2 id="recent-runs" className="h-section px-5 pt-4 pb-2.5 max-sm:px-4">
        Your recent runs
      </h2>
      {runs.length === 0 ? (
        <p className="border-t border-line px-5 py-4 text-sm text-muted max-sm:px-4">
          Nothing yet. <b>Run and keep</b>, an example or a judgement puts the answer here, with a link of its own.
        </p>
      ) : (
        <ul className="rule border-t border-line">
          {runs.map((run) => (
            <li
              key={run.id}
              className="relative flex items-center gap-4 px-5 py-2 text-sm hover:bg-hover max-sm:px-4 max-sm:py-2.5"
            >
              <Link
                to={`/r/${run.id}`}
                className="inline-flex min-w-0 flex-1 items-center gap-2 font-medium after:absolute after:inset-0 after:content-['']"
              >
                <DecisionGlyph answer={run.answer} size="medium" />
                <span className="truncate">{headline(run.answer)}</span>
              </Link>
              {run.source === 'example' && <span className="text-muted max-sm:hidden">Example</span>}
              <span className="num text-muted">{agoWords(run.createdAt, Math.max(now, run.createdAt))}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
