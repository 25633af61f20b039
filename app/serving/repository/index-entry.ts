import type { ServedVersion, VersionState } from '../engines/engine.ts';

/** One line of the protocol's repository index. */
export interface IndexEntry {
  name: string;
  version: string;
  state: 'READY' | 'UNAVAILABLE' | 'LOADING' | 'UNLOADING';
  reason: string;
}

/** What is served but not in memory is ready all the same: its first question loads it. */
export function indexEntry(
  { model, version }: ServedVersion,
  { isServed, life }: { isServed: boolean; life: VersionState },
): IndexEntry {
  return { name: model, version: String(version), ...words(isServed, life) };
}

function words(isServed: boolean, { state, reason }: VersionState): Pick<IndexEntry, 'state' | 'reason'> {
  if (state === 'unloading') return { state: 'UNLOADING', reason: 'questions to it are being finished' };
  if (state === 'loading') return { state: 'LOADING', reason: '' };
  if (state === 'failed') return { state: 'UNAVAILABLE', reason };
  if (!isServed) return { state: 'UNAVAILABLE', reason: 'unloaded' };
  return { state: 'READY', reason: state === 'unloaded' ? 'not in memory, loaded by the first question' : '' };
}
