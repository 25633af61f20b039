import type { ServedVersion, VersionState } from '../engines/engine.ts';
import type { Containment } from './containment.ts';
import type { PoolWorker } from './pool-worker.ts';

interface Facts {
  workers: readonly PoolWorker[];
  containment: Containment;
  /** It is let go of, but still asked. */
  isLeaving: boolean;
}

/** Where a version is in its life, from what the workers do and what went wrong (SPEC L7). */
export function versionState(version: ServedVersion, { workers, containment, isLeaving }: Facts): VersionState {
  const { key } = version;
  const paused = containment.breaker.reason(version);
  if (paused !== null) return { state: 'failed', reason: paused };
  if (isLeaving || workers.some((worker) => worker.isUnloading(key))) return { state: 'unloading', reason: '' };
  if (workers.some((worker) => worker.holds(key))) return { state: 'ready', reason: '' };
  if (workers.some((worker) => worker.isLoading(key))) return { state: 'loading', reason: '' };
  const failure = containment.loads.reason(version);
  return failure === null ? { state: 'unloaded', reason: '' } : { state: 'failed', reason: failure };
}
