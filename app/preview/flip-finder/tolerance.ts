import type { Asked } from './probe.ts';

/** Fewer answers tell nothing about how far they usually lie apart. */
const FEWEST = 10;

/** Standard deviation of the answers that are numbers; null with too few of them. */
export function deviationOf(replies: readonly Asked[]): number | null {
  const numbers = replies.flatMap((reply) => reply?.number ?? []);
  if (numbers.length < FEWEST) return null;
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / (numbers.length - 1));
}
