import { Form, Link } from '@remix-run/react';
import { Check } from 'lucide-react';
import { type FlagListItem, type FlagState, type FlagWait, flagTitle } from '#app/feedback/contract.ts';
import { ageWords } from '../ui/ages.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { CopyLink } from '../ui/copy-link.tsx';
import { isOver, KindMark, StateBadge } from './flag-marks.tsx';
import { SEVERITY_WORDS } from './flag-words.ts';

interface ThreadHeadProps {
  flag: FlagListItem;
  moves: readonly FlagState[];
  /** Where forms go. */
  action: string;
  now: number;
}

/** What the flag says, where it stands, whose turn it is, who reported it. */
export function ThreadHead({ flag, moves, action, now }: ThreadHeadProps) {
  const isStopping = flag.severity === 'stops-release' && !isOver(flag.state);
  return (
    <div className="thread-head">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
            <KindMark kind={flag.kind} number={flag.number} />
            <span aria-hidden="true">·</span>
            <span className={isStopping ? 'font-medium text-bad-text' : ''}>{SEVERITY_WORDS[flag.severity]}</span>
            <span aria-hidden="true">·</span>
            <Link className="hover:text-text hover:underline" to={`/m/${flag.modelName}/v/${flag.versionNumber}`}>
              {flag.modelTitle} v{flag.versionNumber}
            </Link>
          </p>
          <h1 className="mt-1 text-xl max-sm:text-lg">{flagTitle(flag)}</h1>
        </div>
        <div className="flex gap-2">
          <CopyLink path={`/f/${flag.id}`} />
          {moves.includes('accepted') && (
            <Form method="post" action={action} id="accept">
              <Button
                type="submit"
                name="state"
                value="accepted"
                size="small"
                icon={Check}
                shortcut="A"
                {...(flag.waitsFor === 'answer' && { variant: 'primary' as const })}
              >
                Accept
              </Button>
            </Form>
          )}
        </div>
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-x-6 gap-y-2 text-sm">
        <StateBadge state={flag.state} version={flag.stateVersion} />
        <Turn flag={flag} now={now} />
        <span className="ml-auto inline-flex items-center gap-2 max-sm:ml-0">
          <span className="text-muted">Reported by</span>
          <Avatar name={flag.reporter.name} isNamed />
          <Link
            className="hover:underline"
            to={`/flags?${new URLSearchParams({ reporter: flag.reporter.id })}`}
            title="Every flag of this person"
          >
            {flag.reporter.name}
          </Link>
          <span className="num text-muted">{ageWords(flag.createdAt, now)}</span>
        </span>
      </div>
    </div>
  );
}

const TO_DO: Record<FlagWait, string> = {
  answer: 'to answer',
  reply: 'to reply',
  fix: 'to fix it',
  info: 'to say more',
  yes: 'to say “yes, fixed”',
  nothing: '',
};

function Turn({ flag, now }: { flag: FlagListItem; now: number }) {
  const { waitsOn, waitsFor, waitsSince } = flag;
  if (waitsOn === null) return null;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <span className="text-muted">Waits on</span>
      <Avatar name={waitsOn.name} isNamed />
      <b className={waitsOn.isYou ? 'text-accent-text' : ''}>{waitsOn.isYou ? 'you' : waitsOn.name}</b>
      <span className="num text-muted">
        {TO_DO[waitsFor]}, {ageWords(waitsSince, now)}
      </span>
    </span>
  );
}
