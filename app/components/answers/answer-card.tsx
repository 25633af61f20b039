import { Scale, TriangleAlert, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FieldValue } from '#app/catalog/description-format.ts';
import type { Answer } from '#app/preview/contract.ts';
import { AnswerGlyph } from '../ui/answer-glyph.tsx';
import { Badge } from '../ui/badge.tsx';
import { formatDuration } from '../ui/duration.ts';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { confidenceSentence, headlineParts, withUnit } from './answer-words.ts';
import { formatValue } from './format-value.ts';
import { RangeStrip } from './range-strip.tsx';
import { ScoreBars } from './score-bars.tsx';

interface AnswerCardProps {
  answer: Answer;
  tookMs: number;
  versionNumber: number;
  /** Of a number: between which values the known answers lie. */
  range?: { min: number; max: number } | null;
  /** At the right of the first line: the link to this answer. */
  corner?: ReactNode;
  /** The next answer is on its way: this one stays, and dims after a moment. */
  isChanging?: boolean;
  /** Why this is an old answer, in place of how long it took. */
  old?: { words: string; isPassing: boolean } | null;
  /** What one can do with the answer. */
  children?: ReactNode;
}

/** What the model said: the decision first, then how sure, then every score and value. */
export function AnswerCard(props: AnswerCardProps) {
  const { answer, tookMs, versionNumber, range, corner, isChanging = false, old, children } = props;
  const sentence = confidenceSentence(answer);
  const others = otherValues(answer);
  const hasSide = answer.scores.length > 0 || others.length > 0;
  return (
    <section aria-label="Answer" className="card" data-changing={isChanging ? '' : undefined}>
      <div className="flex min-h-11 items-center justify-between gap-3 px-6 pt-2 text-xs text-muted max-sm:px-4">
        {old ? (
          <span
            role="status"
            className={`inline-flex items-center gap-1.5 font-medium ${old.isPassing ? 'text-warn-text' : 'text-bad-text'}`}
          >
            <Icon of={TriangleAlert} size={13} />
            {old.words}
          </span>
        ) : (
          <span className="num inline-flex items-center gap-1.5">
            <Icon of={Zap} size={13} />
            Answered in {formatDuration(tookMs)} by v{versionNumber}
          </span>
        )}
        {corner}
      </div>
      <div className={`answer-body${hasSide ? ' answer-sides' : ''}`}>
        <div className="min-w-0">
          <Headline answer={answer} />
          {sentence && <p className="mt-2 max-w-[44ch] text-md text-muted">{sentence}</p>}
          {range && <NumberRange answer={answer} range={range} />}
          {children}
        </div>
        {hasSide && (
          <div className="flex min-w-0 flex-col gap-4 self-center">
            {answer.scores.length > 0 && <ScoreBars scores={answer.scores} decision={answer.decision} />}
            {others.length > 0 && <Values values={others} />}
          </div>
        )}
      </div>
      {answer.notices.length > 0 && (
        <div className="grid gap-2 px-6 pb-5 max-sm:px-4 max-sm:pb-4">
          {answer.notices.map((notice) => (
            <Notice key={`${notice.code} ${notice.key ?? ''}`} tone="warn">
              <p className="text-sm">{notice.message}</p>
            </Notice>
          ))}
        </div>
      )}
    </section>
  );
}

function Headline({ answer }: { answer: Answer }) {
  const { text, unit } = headlineParts(answer);
  const isLong = text.length > 14;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <h2 className="flex min-w-0 items-center gap-3">
        <DecisionGlyph answer={answer} size="large" />
        <span className={`answer-word${isLong ? ' answer-word-long' : ''}`}>
          {text}
          {unit && <span className="ml-2 text-lg font-medium text-muted">{unit}</span>}
        </span>
      </h2>
      {answer.closeCall && (
        <span className="mt-1.5">
          <CloseCall />
        </span>
      )}
    </div>
  );
}

/** 'Close call': the two highest lie within ten of a hundred. */
export function CloseCall() {
  return (
    <Badge tone="warn" icon={Scale}>
      Close call
    </Badge>
  );
}

/** The mark of the decision; none where it is not one of up to three answers, or there are no scores to order them. */
export function DecisionGlyph({ answer, size }: { answer: Answer; size: 'medium' | 'large' }) {
  const place = answer.scores.findIndex(({ label }) => label === answer.decision);
  const count = answer.scores.length;
  if (place < 0 || count > 3) return null;
  return <AnswerGlyph place={place} count={count} size={size} />;
}

function NumberRange({ answer, range }: { answer: Answer; range: { min: number; max: number } }) {
  const first = answer.values[0];
  if (answer.decision !== null || typeof first?.value !== 'number') return null;
  return <RangeStrip value={first.value} unit={first.unit} {...range} />;
}

/** Every output that is not already said by the headline or the bars. */
function otherValues(answer: Answer): Answer['values'] {
  const isSaid = (value: FieldValue, at: number): boolean =>
    value === answer.decision ||
    (answer.scores.length > 0 && Array.isArray(value)) ||
    (answer.decision === null && at === 0 && !Array.isArray(value));
  return answer.values.filter(({ value }, at) => !isSaid(value, at));
}

function Values({ values }: { values: Answer['values'] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
      {values.map((value) => (
        <div key={value.name} className="contents">
          <dt className="text-muted">{value.label}</dt>
          <dd className="num">{withUnit(formatValue(value.value), value.unit)}</dd>
        </div>
      ))}
    </dl>
  );
}
