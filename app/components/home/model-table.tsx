import { Link } from '@remix-run/react';
import { ArrowDown, Flag } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ModelRow, NewestVersion } from '#app/insight/contract.ts';
import { ageWords } from '../ui/ages.ts';
import { Avatar } from '../ui/avatar.tsx';
import { StatusDot } from '../ui/badge.tsx';
import { formatDuration } from '../ui/duration.ts';
import { Icon } from '../ui/icon.tsx';
import type { ModelSort, SortKey } from './model-sort.ts';

interface ModelTableProps {
  models: readonly ModelRow[];
  now: number;
  /** How the rows are sorted, and the address of every other way; without it the heads are plain. */
  sort?: { by: ModelSort; to: (key: SortKey) => string };
}

const COLUMNS: readonly { key: SortKey; label: string; align?: 'right' }[] = [
  { key: 'title', label: 'Model' },
  { key: 'state', label: 'State' },
  { key: 'tried', label: 'Tried by' },
  { key: 'flags', label: 'Open flags' },
  { key: 'preview', label: 'Time to preview', align: 'right' },
  { key: 'feedback', label: 'Time to feedback', align: 'right' },
];

/** Models with how their newest version is doing; on a phone each row is two lines. */
export function ModelTable({ models, now, sort }: ModelTableProps) {
  return (
    <div className="card scroll-x">
      <table className="tbl model-table">
        <caption className="sr-only">Models</caption>
        <thead className="max-sm:sr-only">
          <tr>
            {COLUMNS.map((column) => (
              <Head key={column.key} column={column} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <Row key={model.id} model={model} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({ column, sort }: { column: (typeof COLUMNS)[number]; sort: ModelTableProps['sort'] }) {
  const { key, label, align } = column;
  const direction = sort?.by.key === key ? (sort.by.isDescending ? 'descending' : 'ascending') : 'none';
  return (
    <th scope="col" className={align === 'right' ? 'r' : undefined} aria-sort={sort && direction}>
      {sort ? (
        <Link
          className={align === 'right' ? 'tbl-sort flex-row-reverse' : 'tbl-sort'}
          to={sort.to(key)}
          preventScrollReset
        >
          {label}
          <Icon of={ArrowDown} size={12} />
        </Link>
      ) : (
        label
      )}
    </th>
  );
}

function Row({ model, now }: { model: ModelRow; now: number }) {
  const { name, title, newest, isSample } = model;
  return (
    <tr className="tbl-row-link">
      <th scope="row">
        <Link to={`/m/${name}`} prefetch="intent" className="inline-flex items-center gap-2.5">
          {newest && <Avatar name={newest.publisher.name} isNamed />}
          <span className="min-w-0">
            <span className="font-strong">{title}</span>{' '}
            {newest && <span className="num font-normal text-muted">v{newest.number}</span>}
          </span>
        </Link>
        <span className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm font-normal text-muted sm:hidden">
          <State newest={newest} />
          {newest && <span>{triedWords(newest.triedBy.count)}</span>}
          <OpenFlags model={model} noneWords={null} />
          {newest && <span className="ml-auto num">{feedbackWords(newest, isSample, now)}</span>}
        </span>
      </th>
      <td className="text-sm whitespace-nowrap text-muted max-sm:hidden">
        <State newest={newest} />
      </td>
      <td className="text-sm whitespace-nowrap text-muted max-sm:hidden">{newest && <Tried newest={newest} />}</td>
      <td className="text-sm whitespace-nowrap max-sm:hidden">
        <OpenFlags model={model} noneWords="None" />
      </td>
      <td className="r text-sm whitespace-nowrap text-muted max-sm:hidden">
        {newest && (newest.timeToPreviewMs === null ? 'Not known' : formatDuration(newest.timeToPreviewMs))}
      </td>
      <td className="r text-sm whitespace-nowrap text-muted max-sm:hidden">
        {newest && feedbackWords(newest, isSample, now)}
      </td>
    </tr>
  );
}

function State({ newest }: { newest: NewestVersion | null }): ReactNode {
  if (newest === null) return <StatusDot state="asleep">No version yet</StatusDot>;
  if (newest.state === 'retired') return <StatusDot state="asleep">Retired</StatusDot>;
  if (newest.state === 'ready') return <StatusDot state="waiting">Ready, not announced</StatusDot>;
  const { answersInMs } = newest;
  return (
    <StatusDot state="ready">
      {answersInMs === null ? 'Announced' : `Announced, ${formatDuration(Math.max(1, answersInMs))}`}
    </StatusDot>
  );
}

function Tried({ newest: { triedBy } }: { newest: NewestVersion }) {
  const { count, names } = triedBy;
  if (count === 0) return 'Nobody yet';
  const others = count - names.length;
  return (
    <span title={others > 0 ? `${names.join(', ')} and ${others} more` : names.join(', ')}>
      {count === 1 ? '1 person' : `${count} people`}
    </span>
  );
}

function triedWords(count: number): string {
  if (count === 0) return 'Nobody tried it';
  return count === 1 ? '1 person tried it' : `${count} people tried it`;
}

function OpenFlags({ model, noneWords }: { model: ModelRow; noneWords: string | null }) {
  const { name, openFlags, stopsRelease } = model;
  if (openFlags === 0) return <span className="text-muted">{noneWords}</span>;
  const words =
    stopsRelease === 0 ? openFlags : `${openFlags}, ${stopsRelease} ${stopsRelease === 1 ? 'stops' : 'stop'} release`;
  return (
    <Link
      to={`/flags?${new URLSearchParams({ model: name, state: 'unresolved' })}`}
      className={`relative z-1 inline-flex items-center gap-1.5 hover:underline ${stopsRelease > 0 ? 'font-medium text-bad-text' : 'text-text'}`}
    >
      <Icon of={Flag} size={14} />
      <span className="sr-only">Open flags: </span>
      <span className="num">{words}</span>
    </Link>
  );
}

/** How long the first judgement took, or how long it has been waited for. */
function feedbackWords(newest: NewestVersion, isSample: boolean, now: number): string {
  if (newest.timeToFeedbackMs !== null) return formatDuration(newest.timeToFeedbackMs);
  if (isSample) return 'Sample, not counted';
  if (newest.state !== 'announced') return newest.state === 'retired' ? 'None came' : 'Not announced yet';
  const age = ageWords(newest.receivedAt, now);
  return age === 'just now' ? 'Waiting' : `Waiting, ${age} so far`;
}
