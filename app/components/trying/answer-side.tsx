import { Check, Copy, Link2 } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { AnswerCard } from '../answers/answer-card.tsx';
import { announcement } from '../answers/answer-words.ts';
import { DetailsButton } from '../details/details-button.tsx';
import { JudgeButtons, Judged } from '../judging/judge-buttons.tsx';
import type { Judging } from '../judging/judging.ts';
import { Button } from '../ui/button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { showToast } from '../ui/toast-queue.ts';
import { isPassing } from './answer-state.ts';
import { AskedTwice } from './asked-twice.tsx';
import type { TryingPageData } from './page-data.ts';
import { wakingWords } from './page-head.tsx';
import type { Trying } from './use-trying.ts';

const ANNOUNCED_AFTER_MS = 500;

interface AnswerSideProps {
  page: TryingPageData;
  trying: Trying;
  judging: Judging;
  /** Fetches what flagging needs before it is pressed. */
  onNear: () => void;
}

/** The answer on the screen with what can be done about it, or why there is none. */
export function AnswerSide({ page, trying, judging, onNear }: AnswerSideProps) {
  const { answers, isCurrent } = trying;
  const { shown, failure } = answers;
  if (!shown) return <NoAnswer page={page} trying={trying} />;
  return (
    <>
      <AnswerCard
        answer={shown.answer}
        inputs={shown.inputs}
        tookMs={shown.tookMs}
        versionNumber={page.number}
        range={page.range}
        isChanging={!isCurrent}
        old={failure && { words: `${failure.message} Below is the answer before.`, isPassing: isPassing(failure) }}
        corner={<Permalink trying={trying} />}
        foot={<Details page={page} trying={trying} />}
      >
        <div>
          <JudgeButtons {...{ shown, judging, isCurrent, onNear }} isBlocked={failure !== null} action={page.address} />
        </div>
        <Judged shown={shown} />
        {shown.answer.isUnsteady && <AskedTwice address={page.address} shown={shown} />}
      </AnswerCard>
      <Announced trying={trying} />
    </>
  );
}

function NoAnswer({ page, trying }: { page: TryingPageData; trying: Trying }) {
  const { failure, isPending } = trying.answers;
  return (
    <section aria-label="Answer" className="card">
      <div className="flex min-h-[168px] flex-col justify-center gap-3 p-6 max-sm:p-4">
        {failure ? (
          <Why title={titleOf(failure)}>
            <p>{failure.message}</p>
            <Misfits page={page} fields={failure.fields} />
            {isPassing(failure) && <p>It is asked again by itself.</p>}
            {STOPPED[failure.code] && (
              <p>What was run before is still below. Whoever published it can publish a version that runs.</p>
            )}
          </Why>
        ) : page.state === 'retired' ? (
          <Why title="This version is retired">
            <p>It no longer answers. Its runs and flags stay. Newer versions are in the list beside the title.</p>
          </Why>
        ) : (
          <>
            <p role="status" className="text-sm text-muted">
              {isPending ? wakingWords(page) : 'Press Run to get an answer.'}
            </p>
            <Skeleton className="h-10 w-1/2" />
            <Skeleton className="w-4/5" />
          </>
        )}
      </div>
      <Details page={page} trying={trying} />
    </section>
  );
}

/** Failures of the version itself, whatever it is asked, with what they come down to. */
const STOPPED: Record<string, string | undefined> = {
  FL_MODEL_CANNOT_LOAD: 'It cannot run',
  FL_MODEL_PAUSED: 'It is paused',
};

function titleOf(failure: NonNullable<Trying['answers']['failure']>): string {
  return STOPPED[failure.code] ?? (isPassing(failure) ? 'No answer yet' : 'No answer');
}

/** The drawer of the data scientist, about the answer on the screen. */
function Details({ page, trying }: Pick<AnswerSideProps, 'page' | 'trying'>) {
  const { shown } = trying.answers;
  const subject = useMemo(
    () => ({
      address: page.address,
      shown: shown && { answer: shown.answer, question: { inputs: shown.inputs } },
    }),
    [page.address, shown],
  );
  return <DetailsButton subject={subject} />;
}

/** The fields to mend, with the way there: after a form was sent without a script they may be far below. */
function Misfits({ page, fields }: { page: TryingPageData; fields: Record<string, string> }) {
  const misfits = page.fields.filter(({ key }) => fields[key] !== undefined);
  if (misfits.length === 0) return null;
  return (
    <ul className="list-disc pl-5">
      {misfits.map(({ key, name, label }) => (
        <li key={key}>
          <a className="link" href={`#${name}`}>
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Why({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div role="status" className="grid gap-1">
      <h2 className="text-lg">{title}</h2>
      <div className="grid max-w-[60ch] gap-1 text-muted">{children}</div>
    </div>
  );
}

/** The link to this very answer. An answer that is not stored yet is stored by copying its link. */
function Permalink({ trying }: { trying: Trying }) {
  const { shown } = trying.answers;
  const [copied, setCopied] = useState<string | null>(null);
  const run = shown?.run ?? null;
  const isCopied = run !== null && copied === run.id;
  const copy = async (): Promise<void> => {
    const kept = trying.keep();
    const outcome = await copyLink(kept);
    const made = await kept;
    if (made && 'url' in made && outcome) setCopied(made.id);
    else if (made && 'url' in made) showToast({ tone: 'done', title: 'The link to this answer', text: made.url });
    else if (made) showToast({ tone: 'failed', title: 'The link was not made', text: made.message });
  };
  return (
    <span className="needs-script inline-flex items-center gap-1.5">
      {run && (
        <a className="code hover:text-text max-sm:hidden" href={`/r/${run.id}`}>
          /r/{run.id.replace('run_', '').slice(0, 6)}…
        </a>
      )}
      <Button
        variant="quiet"
        size="small"
        className="-mr-2"
        icon={isCopied ? Check : run ? Copy : Link2}
        aria-disabled={!trying.isCurrent || undefined}
        onClick={() => void (trying.isCurrent && copy())}
      >
        {isCopied ? 'Link copied' : 'Copy link'}
      </Button>
    </span>
  );
}

/** Starts writing to the clipboard within the press, as browsers ask for, though the address comes a moment later. */
async function copyLink(kept: ReturnType<Trying['keep']>): Promise<boolean> {
  const text = kept.then((made) => {
    if (made && 'url' in made) return made.url;
    throw new Error('there is no link');
  });
  try {
    if (typeof ClipboardItem === 'undefined') await navigator.clipboard.writeText(await text);
    else {
      const blob = text.then((url) => new Blob([url], { type: 'text/plain' }));
      await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    }
    return true;
  } catch {
    // No clipboard outside secure contexts, or it was not allowed: the address is shown instead.
    text.catch(() => undefined);
    return false;
  }
}

/** Reads the answer out once it has settled; nothing at first, as the page itself is being read then. */
function Announced({ trying }: { trying: Trying }) {
  const { answers, isCurrent } = trying;
  const answer = answers.shown?.answer ?? null;
  const [first] = useState(answer);
  const [text, setText] = useState('');
  useEffect(() => {
    if (!isCurrent || answer === null || answer === first) return;
    const timer = setTimeout(() => setText(announcement(answer)), ANNOUNCED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isCurrent, answer, first]);
  return (
    <p aria-live="polite" className="sr-only">
      {text}
    </p>
  );
}
