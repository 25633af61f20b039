import { wilsonInterval } from './intervals.ts';

/** Forecasts of one stretch of probabilities with what came of them. */
export interface CalibrationBin {
  /** The lowest and the highest probability in it. */
  from: number;
  to: number;
  count: number;
  /** Mean of the probabilities, and the share of outcomes that came true. */
  said: number;
  right: number;
}

/** How far what was said is from what came true. */
export interface Calibration {
  bins: CalibrationBin[];
  /** Expected calibration error: mean distance of said and right over the bins, weighted by their counts. */
  ece: number;
  /** In the large: mean of outcome less probability, and its z under 'every probability is true'. */
  meanDifference: number;
  z: number;
}

const MOST_BINS = 10;
/** Fewer cases say too little about how many of a hundred come true. */
const FEWEST_A_BIN = 30;

/**
 * Checks probabilities against outcomes on bins of equal count: at most ten, at least thirty cases each.
 * Expected calibration error after Naeini, Cooper and Hauskrecht, 'Obtaining well calibrated probabilities using
 * Bayesian binning', AAAI 2015, with equal-count bins as in Nguyen and O'Connor, EMNLP 2015; in the large after
 * Spiegelhalter, 1986.
 * @param cases probabilities between 0 and 1 with whether it came true
 * @returns null for fewer than thirty cases
 */
export function calibrate(cases: readonly { probability: number; isTrue: boolean }[]): Calibration | null {
  const count = Math.min(MOST_BINS, Math.floor(cases.length / FEWEST_A_BIN));
  if (count === 0) return null;
  const sorted = cases.toSorted((one, other) => one.probability - other.probability);
  const bins = Array.from({ length: count }, (_, place) =>
    binOf(sorted.slice(edge(place, count, sorted.length), edge(place + 1, count, sorted.length))),
  );
  const differences = sorted.reduce((sum, { probability, isTrue }) => sum + Number(isTrue) - probability, 0);
  const variance = sorted.reduce((sum, { probability }) => sum + probability * (1 - probability), 0);
  return {
    bins,
    ece: bins.reduce((sum, bin) => sum + (bin.count / sorted.length) * Math.abs(bin.right - bin.said), 0),
    meanDifference: differences / sorted.length,
    z: variance === 0 ? 0 : differences / Math.sqrt(variance),
  };
}

function edge(place: number, bins: number, of: number): number {
  return Math.floor((place * of) / bins);
}

function binOf(cases: readonly { probability: number; isTrue: boolean }[]): CalibrationBin {
  const probabilities = cases.map(({ probability }) => probability);
  return {
    from: probabilities[0] ?? Number.NaN,
    to: probabilities.at(-1) ?? Number.NaN,
    count: cases.length,
    said: probabilities.reduce((sum, probability) => sum + probability, 0) / cases.length,
    right: cases.filter(({ isTrue }) => isTrue).length / cases.length,
  };
}

/**
 * The cases most like a probability: the bins that hold it, together, else the nearer one.
 * @returns null without bins
 */
export function likeIt(bins: readonly CalibrationBin[], probability: number): CalibrationBin | null {
  const distances = bins.map(({ from, to }) => Math.max(from - probability, probability - to, 0));
  const nearest = Math.min(...distances);
  const found = bins.filter((_, place) => distances[place] === nearest);
  const count = found.reduce((sum, bin) => sum + bin.count, 0);
  if (count === 0) return null;
  const mean = (of: 'said' | 'right'): number => found.reduce((sum, bin) => sum + bin[of] * bin.count, 0) / count;
  return {
    from: Math.min(...found.map(({ from }) => from)),
    to: Math.max(...found.map(({ to }) => to)),
    ...{ count, said: mean('said'), right: mean('right') },
  };
}

/** Whether what was said lies outside what chance explains (one in a hundred), by Wilson's interval of what came true. */
export function isOff({ said, right, count }: CalibrationBin, alpha = 0.01): boolean {
  const { lower, upper } = wilsonInterval({ successes: Math.round(right * count), of: count, alpha });
  return said < lower || said > upper;
}
