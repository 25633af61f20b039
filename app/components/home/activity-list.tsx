import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import type { FlagState, VerdictValue } from '#app/feedback/contract.ts';
import type { Activity, ActivityFlag } from '#app/insight/contract.ts';
import { agoWords } from '../ui/ages.ts';
import { Avatar } from '../ui/avatar.tsx';

/** So many of a kind are read from the ledger: more cannot be told apart from this. */
const COUNTED = 60;

interface ActivityListProps {
  activity: readonly Activity[];
  now: number;
  viewerId: string;
}

/** What people did lately. */
export function ActivityList({ activity, now, viewerId }: ActivityListProps) {
  return (
    <section aria-labelledby="activity" className="card">
      <h2 id="activity" className="h-section px-5 pt-5 pb-2">
        Recent activity
      </h2>
      {activity.length === 0 ? (
        <p className="px-5 pb-5 text-sm text-muted">Quiet so far. What people try, flag and fix shows up here.</p>
      ) : (
        <ol className="pb-3">
          {activity.map((one) => (
            <li key={one.id} className="flex gap-3 px-5 py-2.5 text-sm">
              <Avatar name={one.actor.name} isNamed />
              <div className="min-w-0 flex-1">
                <p>
                  <span className="text-muted" title={one.actor.name}>
                    {one.actor.id === viewerId ? 'You' : shortName(one)}
                  </span>{' '}
                  <What activity={one} />
                </p>
                <p className="mt-0.5 flex justify-between gap-3 text-xs text-muted">
                  <Link className="truncate hover:text-text hover:underline" to={placeOf(one)}>
                    {one.model.title} {one.version !== null && `v${one.version}`}
                  </Link>
                  <span className="num flex-none">{agoWords(one.at, now)}</span>
                </p>
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** First names, as people speak of each other; programs keep their whole one. */
function shortName({ actor }: Activity): string {
  return actor.kind === 'human' && !actor.name.startsWith('Someone') ? (actor.name.split(' ', 1)[0] ?? '') : actor.name;
}

function placeOf({ model, version }: Activity): string {
  return version === null ? `/m/${model.name}` : `/m/${model.name}/v/${version}`;
}

function What({ activity: { what, count, version } }: { activity: Activity }): ReactNode {
  switch (what.type) {
    case 'published':
      return (
        <>
          published <b>v{version}</b>
        </>
      );
    case 'announced':
      return (
        <>
          announced <b>v{version}</b>
        </>
      );
    case 'retired':
      return (
        <>
          retired <b>v{version}</b>
        </>
      );
    case 'described':
      return (
        <>
          corrected the description of <b>v{version}</b>
        </>
      );
    case 'tried':
      return (
        <>
          tried <b>v{version}</b> {timesWords(count)}
        </>
      );
    case 'judged':
      return (
        <>
          {JUDGED[what.value]} {timesWords(count)}
        </>
      );
    case 'flagged':
      return count > 1 ? (
        <>
          flagged <b>{timesNumber(count)} problems</b>, the last: <FlagTitle flag={what.flag} />
        </>
      ) : (
        <>
          flagged <FlagTitle flag={what.flag} />
        </>
      );
    case 'replied':
      return (
        <>
          replied on <FlagNumber flag={what.flag} />
        </>
      );
    case 'changed':
      return <Changed {...what} count={count} />;
  }
}

const JUDGED: Record<VerdictValue, ReactNode> = {
  'looks-right': (
    <>
      said <b>looks right</b>
    </>
  ),
  'not-right': (
    <>
      said <b>not right</b>
    </>
  ),
  'not-sure': (
    <>
      was <b>not sure</b>
    </>
  ),
};

function timesWords(count: number): string {
  if (count === 1) return '';
  return count === 2 ? 'twice' : `${timesNumber(count)} times`;
}

function timesNumber(count: number): string {
  return count < COUNTED ? String(count) : `${COUNTED} or more`;
}

function FlagTitle({ flag }: { flag: ActivityFlag }) {
  return (
    <Link className="font-medium hover:underline" to={`/f/${flag.id}`}>
      {flag.title}
    </Link>
  );
}

function FlagNumber({ flag }: { flag: ActivityFlag }) {
  return (
    <Link className="font-medium hover:underline" to={`/f/${flag.id}`} title={flag.title}>
      flag {flag.number}
    </Link>
  );
}

interface ChangedProps {
  to: FlagState;
  stateVersion: number | null;
  flag: ActivityFlag;
  count: number;
}

function Changed({ to, stateVersion, flag, count }: ChangedProps): ReactNode {
  const which = (
    <>
      <FlagNumber flag={flag} />
      {count > 1 && ` and ${count - 1} more`}
    </>
  );
  const isOne = count === 1;
  const words: Record<FlagState, ReactNode> = {
    open: <>opened {which} again</>,
    'needs-info': <>asked for more on {which}</>,
    accepted: <>accepted {which}</>,
    'looks-fixed': (
      <>
        says {which} {isOne ? 'looks' : 'look'} fixed in v{stateVersion}
      </>
    ),
    confirmed: <>confirmed {which} as fixed</>,
    unconfirmed: <>got no answer on {which}</>,
    'broke-again': (
      <>
        says {which} broke again in v{stateVersion}
      </>
    ),
    'wont-fix': <>will not fix {which}</>,
    duplicate: (
      <>
        marked {which} as {isOne ? 'a duplicate' : 'duplicates'}
      </>
    ),
    withdrawn: <>withdrew {which}</>,
  };
  return words[to];
}
