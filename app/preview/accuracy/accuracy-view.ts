import { meanInterval, wilsonInterval } from '#app/statistics/intervals.ts';
import type { AccuracyView } from '../contract.ts';
import { type AccuracyDeps, type AccuracyRow, findAccuracy } from './measure.ts';

const ALPHA = 0.05;
/** Fewer errors say too little about how far off the mean of all is. */
const FEWEST_FOR_MEAN = 30;

/** How well a version answers its reference rows; `none` without true answers to compare with. */
export function accuracyOf(deps: AccuracyDeps, versionId: string): AccuracyView {
  if (deps.catalog.referenceOf(versionId) === null) return { state: 'none' };
  const row = findAccuracy(deps, versionId);
  if (!row) return { state: 'pending' };
  if (row.rowCount === 0 && row.skippedCount > 0) return { state: 'incomparable', skippedCount: row.skippedCount };
  if (row.rowCount === 0) return { state: 'none' };
  return { state: 'known', ...figuresOf(row) };
}

function figuresOf({ kind, rowCount, skippedCount, rightCount, meanError, errorDeviation }: AccuracyRow) {
  const counts = { rowCount, skippedCount };
  if (kind === 'class') {
    const right = rightCount ?? 0;
    const interval = wilsonInterval({ successes: right, of: rowCount, alpha: ALPHA });
    return { kind, ...counts, rightCount: right, share: right / rowCount, interval };
  }
  const mean = meanError ?? Number.NaN;
  const isSaid = errorDeviation !== null && rowCount >= FEWEST_FOR_MEAN;
  const interval = isSaid ? meanInterval({ mean, deviation: errorDeviation, of: rowCount, alpha: ALPHA }) : null;
  return { kind, ...counts, meanError: mean, interval };
}
