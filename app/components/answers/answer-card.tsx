import type { ReactNode } from 'react';
import type { FieldValue } from '#app/catalog/description-format.ts';
import type { Answer } from '#app/preview/contract.ts';
import { formatDuration } from '../ui/duration.ts';
import { confidenceSentence, headline, ofHundred, withUnit } from './answer-words.ts';
import { formatValue } from './format-value.ts';

interface AnswerCardProps {
  answer: Answer;
  tookMs: number;
  versionNumber: number;
  /** What one can do with the answer. */
  children?: ReactNode;
}

/** What the model said: the decision first, then how sure, then every score and value. */
export function AnswerCard({ answer, tookMs, versionNumber, children }: AnswerCardProps) {
  const sentence = confidenceSentence(answer);
  return (
    <section aria-label="Answer" className="card grid gap-6 p-6 md:grid-cols-2">
      <div className="flex flex-col gap-3">
        <p className="text-xs text-muted">
          Answered in {formatDuration(tookMs)} by v{versionNumber}
        </p>
        <div className="flex flex-wrap items-center gap-3">
          <h2 className="text-3xl">{headline(answer)}</h2>
          {answer.closeCall && <span className="badge badge-warn">Close call</span>}
        </div>
        {sentence && <p className="text-md text-muted">{sentence}</p>}
        {children}
      </div>
      <div className="flex flex-col gap-4">
        {answer.scores.length > 0 && <ScoreBars scores={answer.scores} />}
        <Values answer={answer} />
      </div>
      {answer.notices.length > 0 && <Notices notices={answer.notices} />}
    </section>
  );
}

function ScoreBars({ scores }: { scores: Answer['scores'] }) {
  return (
    <ul className="flex flex-col gap-3">
      {scores.map((score) => (
        <li key={score.label} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1">
          <span className="medium">{score.label}</span>
          <span className="num text-muted">{ofHundred(score.score)}</span>
          {/* Drawn as a picture: a style attribute would not pass the content security policy. */}
          <svg className="bar col-span-2" aria-hidden="true" focusable="false">
            <rect width={`${percent(score.score)}%`} height="100%" rx="3" />
          </svg>
        </li>
      ))}
    </ul>
  );
}

function percent(score: number): number {
  return Math.min(100, Math.max(0, score * 100));
}

/** Every output that is not already said by the headline or the bars. */
function Values({ answer }: { answer: Answer }) {
  const isSaid = (value: FieldValue): boolean =>
    value === answer.decision || (answer.scores.length > 0 && Array.isArray(value));
  const shown = answer.values.filter(({ value }) => !isSaid(value));
  if (shown.length === 0) return null;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
      {shown.map((value) => (
        <div key={value.name} className="contents">
          <dt className="text-muted">{value.label}</dt>
          <dd className="num">{withUnit(formatValue(value.value), value.unit)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Notices({ notices }: { notices: Answer['notices'] }) {
  return (
    <ul className="message-note flex flex-col gap-1 md:col-span-2">
      {notices.map((notice) => (
        <li key={`${notice.code} ${notice.key ?? ''}`}>{notice.message}</li>
      ))}
    </ul>
  );
}
