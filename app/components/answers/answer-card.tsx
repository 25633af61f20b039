import { TriangleAlert, Zap } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { Answer } from '#app/preview/contract.ts';
import { AnswerGlyph } from '../ui/answer-glyph.tsx';
import { formatDuration } from '../ui/duration.ts';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { AnswerBadges } from './answer-badges.tsx';
import { calibrationBasis, confidenceSentence, headlineParts, withUnit } from './answer-words.ts';
import { BandStrip } from './band-strip.tsx';
import { formatValue } from './format-value.ts';
import { RangeStrip } from './range-strip.tsx';
import { ScoreBars } from './score-bars.tsx';
import { beforeOf } from './shapes/curve-words.ts';
import { NearestList } from './shapes/nearest-list.tsx';
import { PictureAnswer } from './shapes/picture-answer.tsx';
import { SeriesAnswer } from './shapes/series-answer.tsx';
import { type Shapes, shapesOf } from './shapes/shapes-of.ts';
import { ValueTable } from './shapes/value-table.tsx';

interface AnswerCardProps {
  answer: Answer;
  /** What was asked, by field key; null when it was not kept. */
  inputs: Record<string, unknown> | null;
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
  /** At the very end: what else is known of it. */
  foot?: ReactNode;
}

/** What the model said: the decision first, then how sure, then every score and value. */
export function AnswerCard(props: AnswerCardProps) {
  const {
    answer,
    inputs,
    tookMs,
    versionNumber,
    range = null,
    corner,
    isChanging = false,
    old,
    children,
    foot,
  } = props;
  const sentence = confidenceSentence(answer);
  const shapes = useMemo(() => shapesOf(answer), [answer]);
  const hasSide = answer.scores.length > 0 || shapes.singles.length > 0;
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
          {answer.calibration && !answer.bands && (
            <p className="mt-1 text-xs text-muted">{calibrationBasis(answer.calibration)}</p>
          )}
          {answer.bands && <BandStrip bands={answer.bands} />}
          <NumberRange answer={answer} range={range} />
          {children}
        </div>
        {hasSide && (
          <div className="flex min-w-0 flex-col gap-4 self-center">
            {answer.scores.length > 0 && <ScoreBars scores={answer.scores} decision={answer.decision} />}
            {shapes.singles.length > 0 && <Values values={shapes.singles} />}
          </div>
        )}
      </div>
      <Wide answer={answer} shapes={shapes} inputs={inputs} />
      {(answer.notices.length > 0 || answer.isUnsteady) && (
        <div className="grid gap-2 px-6 pb-5 max-sm:px-4 max-sm:pb-4">
          {answer.notices.map((notice) => (
            <Notice key={`${notice.code} ${notice.key ?? ''}`} tone="warn">
              <p className="text-sm">{notice.message}</p>
            </Notice>
          ))}
          {answer.isUnsteady && (
            <Notice tone="warn">
              <p className="text-sm">The model gave two answers to one question when it was checked.</p>
            </Notice>
          )}
        </div>
      )}
      {foot}
    </section>
  );
}

function Headline({ answer }: { answer: Answer }) {
  const { text, unit } = headlineParts(answer);
  const isLong = text.length > 14;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h2 className="flex min-w-0 items-center gap-3">
        <DecisionGlyph answer={answer} size="large" />
        <span className={`answer-word${isLong ? ' answer-word-long' : ''}`}>
          {text}
          {unit && <span className="ml-2 text-lg font-medium text-muted">{unit}</span>}
        </span>
      </h2>
      <span className="mt-1.5 inline-flex flex-wrap gap-1.5 empty:hidden">
        <AnswerBadges answer={answer} />
      </span>
    </div>
  );
}

/** The mark of the decision; none where it is not one of up to three answers, or there are no scores to order them. */
export function DecisionGlyph({ answer, size }: { answer: Answer; size: 'medium' | 'large' }) {
  const { bands, scores, decision } = answer;
  // Of bands the highest comes first, as of answers the best does.
  const labels = bands ? bands.zones.map(({ label }) => label).toReversed() : scores.map(({ label }) => label);
  const place = decision === null ? -1 : labels.indexOf(decision);
  const count = labels.length;
  if (place < 0 || count > 3) return null;
  return <AnswerGlyph place={place} count={count} size={size} />;
}

function NumberRange({ answer, range }: { answer: Answer; range: { min: number; max: number } | null }) {
  const { likely, standing } = answer;
  const first = answer.values[0];
  if (answer.decision !== null || typeof first?.value !== 'number') return null;
  if (!range && !likely && !standing) return null;
  return <RangeStrip value={first.value} unit={first.unit} {...{ range, likely, standing }} />;
}

/** What needs the whole width: curves, pictures, lists. */
function Wide({ answer, shapes, inputs }: { answer: Answer; shapes: Shapes } & Pick<AnswerCardProps, 'inputs'>) {
  const { curve, pictures, tables } = shapes;
  const before = useMemo(() => beforeOf(answer, inputs), [answer, inputs]);
  const nearest = answer.nearest ?? [];
  if (!curve && pictures.length + tables.length + nearest.length === 0) return null;
  return (
    <div className="answer-wide">
      {curve && <SeriesAnswer curve={curve} before={before} />}
      {pictures.length > 0 && (
        <div className="flex flex-wrap gap-x-8 gap-y-4">
          {pictures.map((value) => (
            <PictureAnswer key={value.name} value={value} />
          ))}
        </div>
      )}
      {nearest.length > 0 && <NearestList nearest={nearest} />}
      {tables.map((value) => (
        <ValueTable key={value.name} value={value} />
      ))}
    </div>
  );
}

function Values({ values }: { values: Answer['values'] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
      {values.map((value) => (
        <div key={value.name} className="contents">
          <dt className="text-muted">{value.label}</dt>
          <dd className="num break-words">{withUnit(formatValue(value.value), value.unit)}</dd>
        </div>
      ))}
    </dl>
  );
}
