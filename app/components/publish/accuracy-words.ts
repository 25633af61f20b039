import type { AccuracyView } from '#app/preview/contract.ts';

type Known = Extract<AccuracyView, { state: 'known' }>;

export interface AccuracyWords {
  headline: string;
  /** Between what it could lie; null where there are too few to say. */
  sentence: string | null;
  note: string | null;
}

/** How well a version did on its reference rows, as natural frequencies and in the unit of its answer. */
export function accuracyWords(accuracy: Known, unit: string | null): AccuracyWords {
  const { rowCount, skippedCount } = accuracy;
  const skipped = skippedCount === 0 ? null : `${skippedCount} more rows could not be compared and are left out.`;
  if (accuracy.kind === 'class') {
    const { rightCount, interval } = accuracy;
    const [from, to] = [hundredths(interval.lower), hundredths(interval.upper)];
    return {
      headline: `Right on ${rightCount} of ${rowCount}`,
      sentence:
        from === to
          ? `That is about ${from} in 100.`
          : `For others like these it could be anywhere from ${from} to ${to} in 100.`,
      note: skipped,
    };
  }
  const { meanError, interval } = accuracy;
  return {
    headline: `Off by ${withUnit(meanError, unit)} on average`,
    sentence: interval
      ? `For others like these it could be anywhere from ${figure(interval.lower)} to ${withUnit(interval.upper, unit)}.`
      : 'Too few rows to say how it does on others.',
    note: [`Over ${rowCount} rows.`, skipped].filter(Boolean).join(' '),
  };
}

const hundredths = (share: number): number => Math.round(share * 100);

function figure(value: number): string {
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(Math.max(0, value));
}

function withUnit(value: number, unit: string | null): string {
  if (!unit) return figure(value);
  return unit.startsWith('%') ? `${figure(value)}${unit}` : `${figure(value)} ${unit}`;
}
