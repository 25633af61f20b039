/** One measured thing beside what it is compared with, taken in the same run because machines differ. */
export interface Figure {
  what: string;
  /** Milliseconds of each try. */
  ours: number[];
  /** Milliseconds of each try of the baseline. */
  baseline: number[];
  /** The target of the design, in words. */
  target: string;
}

/** The q-quantile (0 to 1) by the nearest rank. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

/** Lines of a table: median and range of ours, of the baseline, their ratio, the target. */
export function figureLines(figures: readonly Figure[]): string[] {
  const rows = figures.map(({ what, ours, baseline, target }) => [
    what,
    inWords(ours),
    inWords(baseline),
    `${(quantile(ours, 0.5) / quantile(baseline, 0.5)).toFixed(2)} x`,
    target,
  ]);
  const table = [['what', 'ours, ms (range)', 'baseline, ms (range)', 'ratio', 'target'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function inWords(values: readonly number[]): string {
  const [low, middle, high] = [0, 0.5, 1].map((q) => quantile(values, q).toFixed(0));
  return `${middle} (${low} to ${high})`;
}
