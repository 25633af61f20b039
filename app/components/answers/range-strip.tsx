import type { Answer } from '#app/preview/contract.ts';
import { withUnit } from './answer-words.ts';
import { formatHeadline, formatNumber } from './format-value.ts';

interface RangeStripProps {
  value: number;
  unit: string | null;
  /** Between which values the known answers lie, where the publisher said it. */
  range: { min: number; max: number } | null;
  likely: Answer['likely'];
  standing: Answer['standing'];
}

/** Where a number lies among the known ones, and where the true one likely is. */
export function RangeStrip({ value, unit, range, likely, standing }: RangeStripProps) {
  const ends = range ?? (standing && standing.max > standing.min ? standing : null);
  return (
    <div className="mt-4 max-w-[420px]">
      {ends && <Strip {...{ value, likely, min: ends.min, max: ends.max }} />}
      {range && <p className="mt-1 text-sm text-muted">{rangeWords(value, { ...range, unit })}</p>}
      {likely && (
        <p className="mt-1 text-sm text-muted">
          Likely between {formatHeadline(Math.max(likely.from, range?.min ?? likely.from))} and{' '}
          {withUnit(formatHeadline(Math.min(likely.to, range?.max ?? likely.to)), unit)}: of {formatNumber(likely.of)}{' '}
          reference rows, {likely.inHundred} in 100 were no further off.
        </p>
      )}
      {standing && <p className="mt-1 text-sm text-muted">{standingWords(standing)}</p>}
    </div>
  );
}

interface StripProps {
  value: number;
  min: number;
  max: number;
  likely: Answer['likely'];
}

function Strip({ value, min, max, likely }: StripProps) {
  const place = (number: number): string => `${100 * Math.min(1, Math.max(0, (number - min) / (max - min)))}%`;
  return (
    <>
      <svg className="range-strip" aria-hidden="true" focusable="false">
        <rect className="range-strip-track" width="100%" height="6" y="7" rx="3" />
        {likely ? (
          <line
            className="range-strip-likely-line"
            x1={place(likely.from)}
            x2={place(likely.to)}
            y1="10"
            y2="10"
            strokeWidth="6"
          />
        ) : (
          <rect className="range-strip-fill" width={place(value)} height="6" y="7" rx="3" />
        )}
        <circle className="range-strip-mark" cx={place(value)} cy="10" r="7" />
      </svg>
      <div className="num mt-1 flex justify-between text-xs text-faint">
        <span>{formatNumber(min)}</span>
        <span>{formatNumber(max)}</span>
      </div>
    </>
  );
}

function rangeWords(value: number, { min, max, unit }: { min: number; max: number; unit: string | null }): string {
  const between = `between ${formatNumber(min)} and ${withUnit(formatNumber(max), unit)}.`;
  if (value < min) return `Below all known answers, which lie ${between}`;
  return value > max ? `Above all known answers, which lie ${between}` : `Known answers lie ${between}`;
}

/** 'Higher than 63 of 100 answers to reference rows.' */
export function standingWords({ lowerInHundred }: NonNullable<Answer['standing']>): string {
  if (lowerInHundred <= 0) return 'Lower than all answers to reference rows.';
  if (lowerInHundred >= 100) return 'Higher than all answers to reference rows.';
  return `Higher than ${lowerInHundred} of 100 answers to reference rows.`;
}
