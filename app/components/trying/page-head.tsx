import { Link } from '@remix-run/react';
import { ChevronDown, Pencil } from 'lucide-react';
import { agoWords } from '../ui/ages.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge, StatusDot } from '../ui/badge.tsx';
import { formatDuration } from '../ui/duration.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { type AnswerState, isPassing } from './answer-state.ts';
import type { TryingPageData } from './page-data.ts';

/** Which model and version this is, whether it answers now, who published it and who asked for it. */
export function PageHead({ page, answers }: { page: TryingPageData; answers: AnswerState }) {
  return (
    <div className="page flex flex-col gap-4 pt-5 pb-4 max-sm:pt-4">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-xl max-sm:sr-only">{page.title}</h1>
          <VersionSwitch page={page} />
          {page.state === 'ready' && <Badge tone="warn">Not announced yet</Badge>}
          {page.state === 'retired' && <Badge>Retired</Badge>}
          {page.editAddress && (
            <Link className="link ml-auto inline-flex items-center gap-1.5 text-sm" to={page.editAddress}>
              <Icon of={Pencil} size={14} />
              Edit the form
            </Link>
          )}
        </div>
        <p className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
          <span className="text-text">
            <StateSentence page={page} answers={answers} />
          </span>
          <span className="inline-flex items-center gap-2">
            <Avatar name={page.publishedBy} isNamed />
            {page.publishedBy} published this
          </span>
        </p>
        {page.summary && <p className="mt-2 max-w-[84ch] text-muted">{page.summary}</p>}
      </div>
      {page.ask && <AskLine ask={page.ask} />}
    </div>
  );
}

function VersionSwitch({ page }: { page: TryingPageData }) {
  const published = `published ${agoWords(page.readyAt, page.now)}`;
  const words = (
    <>
      <span className="strong">v{page.number}</span> <span className="text-muted">{published}</span>
    </>
  );
  if (page.versions.length < 2) return <span className="num inline-flex items-center gap-1.5 text-sm">{words}</span>;
  const items = page.versions.map(({ number, state, readyAt }) => ({
    id: String(number),
    label: `v${number}`,
    detail: state === 'announced' ? agoWords(readyAt, page.now) : state === 'retired' ? 'Retired' : 'Not announced',
    isCurrent: number === page.number,
    to: `/m/${page.model}/v/${number}`,
  }));
  return (
    <Menu label="Switch version" className="btn btn-sm num" groups={[{ label: 'Versions', items }]}>
      {words}
      <Icon of={ChevronDown} size={14} className="text-faint" />
    </Menu>
  );
}

function StateSentence({ page, answers }: { page: TryingPageData; answers: AnswerState }) {
  const { dot, words } = stateOf(page, answers);
  return <StatusDot state={dot}>{words}</StatusDot>;
}

type Dot = 'ready' | 'waiting' | 'asleep' | 'stopped';

/** Whether the model answers now, in words: ready, waking up, busy, paused, or cannot run. */
export function stateOf(
  page: Pick<TryingPageData, 'state' | 'answersInMs' | 'wakesInMs'>,
  { failure, shown, isPending }: Pick<AnswerState, 'failure' | 'shown' | 'isPending'>,
): { dot: Dot; words: string } {
  if (page.state === 'retired') return { dot: 'asleep', words: 'Retired. It no longer answers.' };
  const told = failure && FAILED[failure.code];
  if (told) return told;
  if (failure && isPassing(failure)) return { dot: 'waiting', words: 'Not reached right now. Trying again.' };
  if (isPending && !shown) return { dot: 'waiting', words: wakingWords(page) };
  if (page.answersInMs === null) return { dot: 'ready', words: 'Ready.' };
  return { dot: 'ready', words: `Ready. Answers in about ${formatDuration(Math.max(1, page.answersInMs))}.` };
}

const FAILED: Record<string, { dot: Dot; words: string } | undefined> = {
  FL_SERVING_BUSY: { dot: 'waiting', words: 'Busy with other questions. Trying again.' },
  FL_MODEL_CANNOT_LOAD: { dot: 'stopped', words: 'It cannot run at the moment.' },
  FL_MODEL_PAUSED: { dot: 'stopped', words: 'Paused, as it crashed again and again.' },
};

/** 'Waking up, about 0.3 s.' */
export function wakingWords({ wakesInMs }: Pick<TryingPageData, 'wakesInMs'>): string {
  return `Waking up, about ${formatDuration(Math.max(1, wakesInMs))}.`;
}

function AskLine({ ask }: { ask: NonNullable<TryingPageData['ask']> }) {
  return (
    <section
      aria-label="The ask"
      className="flex items-start gap-3 rounded-lg border border-accent-line bg-accent-soft px-4 py-2.5"
    >
      {ask.by && <Avatar name={ask.by} isNamed />}
      <div className="min-w-0 pt-0.5 text-sm">
        <p>
          <span className="text-muted">{ask.by ? `${ask.by} asks: ` : 'The ask: '}</span>
          <span className="strong">{ask.sentence}</span>
        </p>
        {(ask.good || ask.decision) && (
          <dl className="mt-1 flex flex-wrap gap-x-6 gap-y-0.5">
            {ask.good && <AskPart name="Good looks like" text={ask.good} />}
            {ask.decision && <AskPart name="What depends on it" text={ask.decision} />}
          </dl>
        )}
      </div>
    </section>
  );
}

function AskPart({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <dt className="inline text-muted">{name}: </dt>
      <dd className="inline">{text}</dd>
    </div>
  );
}
