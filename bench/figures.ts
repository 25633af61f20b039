/** One measured thing beside what it is compared with, taken in the same run because machines differ. */
export interface Figure {
  what: string;
  /** Each try, in `unit`. */
  ours: number[];
  /** Each try of the baseline. */
  baseline: number[];
  /** The target of the design, in words. */
  target: string;
  /** Milliseconds when absent. */
  unit?: 'ms' | 'kB' | 'MB' | 'per s';
  /** What is compared of the tries: the median when absent, 0.95 for what 95 of 100 stay below. */
  quantile?: number;
}

/** The q-quantile (0 to 1) by the nearest rank. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

/** Lines of a table: what was measured and its range, ours and the baseline, their ratio, the target. */
export function figureLines(figures: readonly Figure[]): string[] {
  const rows = figures.map(({ what, ours, baseline, target, unit = 'ms', quantile: q = 0.5 }) => [
    q === 0.5 ? what : `${what}, p${Math.round(q * 100)}`,
    inWords(ours, q, unit),
    inWords(baseline, q, unit),
    `${(quantile(ours, q) / quantile(baseline, q)).toFixed(2)} x`,
    target,
  ]);
  const table = [['what', 'ours (range)', 'baseline (range)', 'ratio', 'target'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function inWords(values: readonly number[], q: number, unit: string): string {
  const [low, compared, high] = [0, q, 1].map((at) => rounded(quantile(values, at)));
  return `${compared} ${unit} (${low} to ${high})`;
}

/** Three figures are enough, and more than two behind the point would be noise. */
function rounded(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
