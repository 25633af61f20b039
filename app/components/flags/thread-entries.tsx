import { Link } from '@remix-run/react';
import { Flag } from 'lucide-react';
import type { ReactNode } from 'react';
import { type FlagListItem, flagTitle, type ThreadEntry } from '#app/feedback/contract.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { Moment } from '../ui/moment.tsx';
import { StateRound } from './flag-marks.tsx';

interface ThreadEntriesProps {
  flag: FlagListItem;
  entries: readonly ThreadEntry[];
  now: number;
  viewerId: string;
}

/** What was said and done about a flag, the oldest first. */
export function ThreadEntries({ flag, entries, now, viewerId }: ThreadEntriesProps) {
  return (
    <ol aria-label="What happened" className="grid gap-4">
      {entries.map((entry) => {
        const name = entry.actor.id === viewerId ? 'You' : entry.actor.name;
        const line = { entry, name, now };
        if (entry.type === 'reply') return <Said key={entry.id} {...line} body={entry.body} />;
        if (entry.type === 'opened') {
          return (
            <Happened key={entry.id} {...line} mark={<FlagRound />} body={restOfNote(flag)}>
              reported this on v{flag.versionNumber}
            </Happened>
          );
        }
        return (
          <Happened key={entry.id} {...line} mark={<StateRound state={entry.to} />} body={entry.reason}>
            <ChangeWords entry={entry} isYou={name === 'You'} />
          </Happened>
        );
      })}
    </ol>
  );
}

interface LineProps {
  entry: ThreadEntry;
  name: string;
  now: number;
}

function Said({ entry, name, now, body }: LineProps & { body: string }) {
  return (
    <li id={entry.id} className="thread-entry">
      <Avatar name={entry.actor.name} isNamed />
      <div className="min-w-0">
        <p className="text-sm font-strong">{name}</p>
        <p className="mt-0.5 whitespace-pre-wrap">{body}</p>
      </div>
      <When at={entry.at} now={now} />
    </li>
  );
}

function Happened(props: LineProps & { mark: ReactNode; body: string | null; children: ReactNode }) {
  const { entry, name, now, mark, body, children } = props;
  return (
    <li id={entry.id} className="thread-entry">
      {mark}
      <div className="min-w-0">
        <p className="pt-0.5 text-sm text-muted">
          <b className="text-text">{name}</b> {children}
        </p>
        {body && <p className="mt-0.5 whitespace-pre-wrap">{body}</p>}
      </div>
      <When at={entry.at} now={now} />
    </li>
  );
}

function When({ at, now }: { at: number; now: number }) {
  return (
    <span className="thread-when num">
      <Moment at={at} now={now} />
    </span>
  );
}

function FlagRound() {
  return (
    <span aria-hidden="true" className="state-round">
      <Icon of={Flag} size={13} />
    </span>
  );
}

type Change = Extract<ThreadEntry, { type: 'change' }>;

function ChangeWords({ entry, isYou }: { entry: Change; isYou: boolean }) {
  const { from, to, version, duplicateOf } = entry;
  const say = isYou ? 'say' : 'says';
  if (to === 'duplicate' && duplicateOf)
    return (
      <>
        marked it as a duplicate of{' '}
        <Link className="link" to={`/f/${duplicateOf.id}`}>
          flag {duplicateOf.number}
        </Link>
      </>
    );
  const words: Record<typeof to, string> = {
    open: from === 'looks-fixed' || from === 'unconfirmed' ? `${say} it is still wrong` : 'opened it again',
    'needs-info': 'asked for more',
    accepted: 'accepted it',
    'looks-fixed': `${say} it looks fixed in v${version}`,
    confirmed: `${say} it is fixed`,
    unconfirmed: 'got no answer',
    'broke-again': `${say} it broke again in v${version}`,
    'wont-fix': 'will not fix it',
    duplicate: 'marked it as a duplicate',
    withdrawn: 'withdrew it',
  };
  return <>{words[to]}</>;
}

/** What the title leaves out of the note; null when it says all of it. */
function restOfNote(flag: FlagListItem): string | null {
  const note = flag.note.trim();
  if (note === '' || flagTitle(flag) === note) return null;
  const [first = '', ...rest] = note.split('\n');
  return flagTitle(flag) === first.trim() ? rest.join('\n').trim() || null : note;
}
