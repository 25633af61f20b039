import { useSyncExternalStore } from 'react';

/**
 * Counts in the header that became known after the page was made, so that they follow what is done on it. Asking for the
 * whole page again would ask the model again too, and lose what is typed when the connection is gone by then.
 */

/** Which count it is, and when the page that shows one was made (ms since 1970 UTC, the server's clock). */
export interface CountMoment {
  name: string;
  at: number;
}

interface KnownCount {
  count: number;
  /** When the server counted. */
  at: number;
}

const known = new Map<string, KnownCount>();
const listeners = new Set<() => void>();

/** Keeps what the server counted, unless something newer is known. */
export function tellCount(name: string, counted: KnownCount): void {
  const before = known.get(name);
  if (before && before.at > counted.at) return;
  known.set(name, counted);
  for (const listener of listeners) listener();
}

/** The count to show: the page's own, or the one that was told since. */
export function newerCount(own: number, moment: CountMoment | undefined): number {
  const told = moment && known.get(moment.name);
  // Within one millisecond what was told came later: it is the answer to something done on the page.
  return told && told.at >= moment.at ? told.count : own;
}

export function useNewerCount(own: number, moment: CountMoment | undefined): number {
  return useSyncExternalStore(
    listen,
    () => newerCount(own, moment),
    () => own,
  );
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
