import { normalQuantile } from './normal.ts';

/** Where a figure could be, at both ends. */
export interface Interval {
  lower: number;
  upper: number;
}

/**
 * Wilson's score interval for a share: it never leaves 0 to 1, and holds with few cases too.
 * @param alpha how often it may miss, such as 0.05
 */
export function wilsonInterval({ successes, of, alpha }: { successes: number; of: number; alpha: number }): Interval {
  const z = -normalQuantile(alpha / 2);
  const share = successes / of;
  const weight = (z * z) / of;
  const centre = (share + weight / 2) / (1 + weight);
  const half = (z * Math.sqrt((share * (1 - share)) / of + weight / (4 * of))) / (1 + weight);
  return {
    lower: successes === 0 ? 0 : Math.max(0, centre - half),
    upper: successes === of ? 1 : Math.min(1, centre + half),
  };
}

/** The large-sample interval of a mean; needs some thirty values to be one. */
export function meanInterval(given: { mean: number; deviation: number; of: number; alpha: number }): Interval {
  const { mean, deviation, of, alpha } = given;
  const half = (-normalQuantile(alpha / 2) * deviation) / Math.sqrt(of);
  return { lower: mean - half, upper: mean + half };
}
