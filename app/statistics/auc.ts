import type { Interval } from './intervals.ts';
import { seededRandom } from './seeded-random.ts';

/** Cases with a score each; those that have what is looked for, and the others. */
export interface ScoredCases {
  positives: readonly number[];
  negatives: readonly number[];
}

/** Draws for an interval: enough for two digits. */
const DRAWS = 1_000;

/**
 * The area under the ROC curve: how often a case that has what is looked for scores above one that has not, ties
 * counted half (Hanley and McNeil 1982; U / (m n) of Mann and Whitney). NaN when either group is empty.
 */
export function areaUnderCurve(cases: ScoredCases): number {
  const levels = levelsOf(cases);
  return areaOf(levels.positives, levels.negatives);
}

/**
 * Where that area could be: the percentile interval of a bootstrap that draws each group by itself, so that neither
 * can be empty (Efron and Tibshirani 1993). The same seed gives the same interval.
 * @param alpha how often it may miss, such as 0.05
 */
export function areaInterval(cases: ScoredCases, { alpha, seed }: { alpha: number; seed: number }): Interval {
  const random = seededRandom(seed);
  const levels = levelsOf(cases);
  const draws = Float64Array.from({ length: DRAWS }, () =>
    areaOf(redraw(levels.positives, random), redraw(levels.negatives, random)),
  ).sort();
  const at = (share: number): number => draws[Math.min(DRAWS - 1, Math.floor(share * DRAWS))] as number;
  return { lower: at(alpha / 2), upper: at(1 - alpha / 2) };
}

/** How many cases of each group there are at each different score, from the lowest. */
interface Levels {
  positives: Int32Array;
  negatives: Int32Array;
}

function levelsOf({ positives, negatives }: ScoredCases): Levels {
  const scores = [...new Set([...positives, ...negatives])].sort((a, b) => a - b);
  const places = new Map(scores.map((score, place) => [score, place]));
  const countsOf = (values: readonly number[]): Int32Array => {
    const counts = new Int32Array(scores.length);
    for (const value of values) counts[places.get(value) as number] = (counts[places.get(value) as number] ?? 0) + 1;
    return counts;
  };
  return { positives: countsOf(positives), negatives: countsOf(negatives) };
}

function areaOf(positives: Int32Array, negatives: Int32Array): number {
  let below = 0;
  let won = 0;
  let count = 0;
  for (const [level, here] of positives.entries()) {
    const others = negatives[level] ?? 0;
    won += here * (below + others / 2);
    below += others;
    count += here;
  }
  return won / (count * below);
}

/** As many cases as there are, each drawn with replacement. */
function redraw(counts: Int32Array, random: () => number): Int32Array {
  const cases: number[] = [];
  for (const [level, count] of counts.entries()) for (let left = count; left > 0; left -= 1) cases.push(level);
  const drawn = new Int32Array(counts.length);
  for (const _ of cases) {
    const level = cases[Math.floor(random() * cases.length)] as number;
    drawn[level] = (drawn[level] ?? 0) + 1;
  }
  return drawn;
}
