import { Link } from '@remix-run/react';
import { ArrowRight } from 'lucide-react';
import type { TwinExample, TwinReviewField } from '#app/preview/contract.ts';
import { Badge } from '../ui/badge.tsx';
import { Icon } from '../ui/icon.tsx';

interface WorstTwinsProps {
  id: string;
  field: TwinReviewField;
  /** Address of the version. */
  address: string;
}

/** The twins whose answers moved most; both sides can be opened in the form. */
export function WorstTwins({ id, field, address }: WorstTwinsProps) {
  const { label, changedCount, caseCount, worst } = field;
  if (worst.length === 0) return null;
  return (
    <div className="card">
      <div className="px-5 pt-5 pb-3.5">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h3 id={id} className="h-section">
            Farthest apart
          </h3>
          <Badge tone="bad">{`${changedCount} of ${caseCount} differ`}</Badge>
        </div>
        <p className="mt-2 text-sm text-muted">
          {changedCount > worst.length
            ? `The ${worst.length} that moved most with ${label} changed.`
            : `With ${label} changed.`}
        </p>
      </div>
      <ul className="rule border-t border-line text-sm">
        {worst.map((example, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows of a file may hold the same values.
          <Twin key={at} example={example} address={address} place={at + 1} />
        ))}
      </ul>
    </div>
  );
}

function Twin({ example, address, place }: { example: TwinExample; address: string; place: number }) {
  const { title, before, after, moved, query, twinQuery, sentence } = example;
  return (
    <li className="px-5 py-2.5">
      <p className="flex items-baseline gap-3">
        <span className="num min-w-0 flex-1 break-words">{title || sentence}</span>
        {moved && <span className="num shrink-0 text-xs text-muted">{moved}</span>}
      </p>
      {title !== '' && <p className="mt-0.5 text-xs text-muted">{sentence}</p>}
      <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="text-muted">{before}</span>
        <Icon of={ArrowRight} size={13} className="text-faint" />
        <span className="font-medium">{after}</span>
        {query !== null && twinQuery !== null && (
          <span className="ml-auto flex gap-4">
            <Link className="link" to={`${address}?${query}`}>
              Open<span className="sr-only">{` case ${place}`}</span>
            </Link>
            <Link className="link" to={`${address}?${twinQuery}`}>
              Open twin<span className="sr-only">{` of case ${place}`}</span>
            </Link>
          </span>
        )}
      </p>
    </li>
  );
}
