import type { Database } from '#db/client.ts';
import { type ModelTimes, modelTimes } from './model-times.query.ts';

/** What the ledger says about time. Nothing here is stored: every figure is derived from events when it is asked for. */
export interface Insight {
  /** The two times of the newest version of each of these models; a model without a version is not in the map. */
  modelTimes(modelIds: string[]): Map<string, ModelTimes>;
}

export function createInsight({ db }: { db: Database }): Insight {
  return { modelTimes: (modelIds) => modelTimes(db, modelIds) };
}
