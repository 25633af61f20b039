import { Link } from '@remix-run/react';
import { type FlagListItem, flagTitle } from '#app/feedback/contract.ts';
import { ageWords } from '../ui/ages.ts';
import { Avatar } from '../ui/avatar.tsx';
import { isOver, KindMark, StateBadge } from './flag-marks.tsx';
import { SEVERITY_WORDS, turnWords } from './flag-words.ts';

interface FlagTableProps {
  flags: readonly FlagListItem[];
  /** Query of the list, which the page of a flag shows beside it. */
  query: string;
  now: number;
}

/** Flags as a table; on a phone each row is two or three lines. */
export function FlagTable({ flags, query, now }: FlagTableProps) {
  return (
    <table className="tbl flag-table">
      <caption className="sr-only">Flags, the newest first</caption>
      <thead className="max-sm:sr-only">
        <tr>
          <th scope="col">Flag</th>
          <th scope="col">Model</th>
          <th scope="col">How serious</th>
          <th scope="col">State</th>
          <th scope="col">Reported by</th>
          <th scope="col">Whose turn</th>
        </tr>
      </thead>
      <tbody>
        {flags.map((flag) => (
          <FlagRow key={flag.id} {...{ flag, query, now }} />
        ))}
      </tbody>
    </table>
  );
}

function FlagRow({ flag, query, now }: { flag: FlagListItem; query: string; now: number }) {
  const isStopping = flag.severity === 'stops-release' && !isOver(flag.state);
  const severity = (
    <span className={isStopping ? 'font-medium text-bad-text' : 'text-muted'}>{SEVERITY_WORDS[flag.severity]}</span>
  );
  return (
    <tr className="tbl-row-link">
      <th scope="row">
        <Link to={`/f/${flag.id}${query}`} prefetch="intent" data-flag={flag.id}>
          <span className="flex items-center gap-3 text-xs font-normal text-muted">
            <KindMark kind={flag.kind} number={flag.number} />
            <span className="sm:hidden">{severity}</span>
            <span className="num ml-auto sm:hidden">{ageWords(flag.createdAt, now)}</span>
          </span>
          <span className={`line-clamp-2 font-medium ${isOver(flag.state) ? 'text-muted' : ''}`}>
            {flagTitle(flag)}
          </span>
        </Link>
        <span className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs font-normal sm:hidden">
          <StateBadge state={flag.state} version={flag.stateVersion} />
          <span className="text-muted">
            {flag.modelTitle} v{flag.versionNumber}
          </span>
          <span className="ml-auto">
            <Turn {...{ flag, now }} />
          </span>
        </span>
      </th>
      <td className="text-sm text-muted max-sm:hidden">
        {flag.modelTitle} <span className="num">v{flag.versionNumber}</span>
      </td>
      <td className="text-sm whitespace-nowrap max-sm:hidden">{severity}</td>
      <td className="max-sm:hidden">
        <StateBadge state={flag.state} version={flag.stateVersion} />
      </td>
      <td className="text-sm max-sm:hidden">
        <span className="flex items-center gap-2">
          <Avatar name={flag.reporter.name} isNamed />
          <span className="min-w-0">
            <span className="block truncate">{flag.reporter.name}</span>
            <span className="num block text-xs text-muted">{ageWords(flag.createdAt, now)}</span>
          </span>
        </span>
      </td>
      <td className="text-sm whitespace-nowrap max-sm:hidden">
        <Turn {...{ flag, now }} isShort />
      </td>
    </tr>
  );
}

/** Short under a head that says what it is. */
function Turn({ flag, now, isShort = false }: { flag: FlagListItem; now: number; isShort?: boolean }) {
  const { waitsOn, waitsSince } = flag;
  const words = turnWords(waitsOn, waitsSince, now);
  return (
    <span className={waitsOn?.isYou ? 'font-medium text-accent-text' : 'text-muted'}>
      {isShort ? words.replace(/^Waits on you/, 'You').replace(/^Waits on /, '') : words}
    </span>
  );
}
