import { Link } from '@remix-run/react';
import { Check, CircleHelp, CircleX, type LucideIcon } from 'lucide-react';
import { type FlagListItem, flagTitle, type VerdictValue, type VerdictView } from '#app/feedback/contract.ts';
import { KindMark, StateBadge } from '../flags/flag-marks.tsx';
import { turnWords } from '../flags/flag-words.ts';
import { agoWords } from '../ui/ages.ts';
import { Count } from '../ui/badge.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';

/** The flags people opened on a run. */
export function RunFlags({ flags, now }: { flags: readonly FlagListItem[]; now: number }) {
  return (
    <section aria-labelledby="flags" className="card">
      <h2 id="flags" className="h-section flex items-center gap-2 px-5 pt-4 pb-2.5 max-sm:px-4">
        Flags on this run
        <Count value={flags.length} />
      </h2>
      {flags.length === 0 ? (
        <p className="border-t border-line px-5 py-4 text-sm text-muted max-sm:px-4">
          None yet. Press <Kbd>F</Kbd> if this answer is not right.
        </p>
      ) : (
        <ul className="rule border-t border-line">
          {flags.map((flag) => (
            <li key={flag.id} id={`flag-${flag.id}`} className="relative px-5 py-3 hover:bg-hover max-sm:px-4">
              <p className="flex items-center justify-between gap-3 text-xs text-muted">
                <KindMark kind={flag.kind} number={flag.number} />
                <span className="num">
                  {flag.reporter.name}, {agoWords(flag.createdAt, now)}
                </span>
              </p>
              <Link
                to={`/f/${flag.id}`}
                className="mt-1 line-clamp-2 block font-medium after:absolute after:inset-0 after:content-['']"
              >
                {flagTitle(flag)}
              </Link>
              <p className="mt-1.5 flex flex-wrap items-center justify-between gap-2 text-xs text-muted">
                <StateBadge state={flag.state} version={flag.stateVersion} />
                {turnWords(flag.waitsOn, flag.waitsSince, now)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const VERDICTS: Record<VerdictValue, { icon: LucideIcon; look: string; words: string }> = {
  'looks-right': { icon: Check, look: 'text-ok-text', words: 'looks right' },
  'not-right': { icon: CircleX, look: 'text-bad-text', words: 'not right' },
  'not-sure': { icon: CircleHelp, look: 'text-muted', words: 'not sure' },
};

interface RunVerdictsProps {
  verdicts: readonly VerdictView[];
  now: number;
  viewerId: string;
}

/** What people said of a run. */
export function RunVerdicts({ verdicts, now, viewerId }: RunVerdictsProps) {
  if (verdicts.length === 0) return null;
  return (
    <section aria-labelledby="verdicts" className="card">
      <h2 id="verdicts" className="h-section px-5 pt-4 pb-2.5 max-sm:px-4">
        What people said
      </h2>
      <ul className="border-t border-line py-2">
        {verdicts.map(({ actor, value, at }) => (
          <li key={`${actor.kind} ${actor.id}`} className="flex items-center gap-2.5 px-5 py-1.5 text-sm max-sm:px-4">
            <Icon of={VERDICTS[value].icon} size={14} weight={2.25} className={VERDICTS[value].look} />
            <span className="min-w-0">
              {actor.id === viewerId ? 'You' : actor.name} <span className="text-muted">said</span>{' '}
              <span className="font-medium">{VERDICTS[value].words}</span>
            </span>
            <span className="num ml-auto flex-none text-xs text-muted">{agoWords(at, now)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
