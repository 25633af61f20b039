import { useCallback, useState } from 'react';

export interface OnDemand<Part> {
  /** The part, once it is here. */
  part: Part | null;
  /** It could not be fetched: offline, or a newer release replaced it. The native control goes on working. */
  hasFailed: boolean;
  /** Fetches it, when that did not happen yet. Call it when a pointer or the focus comes near. */
  fetchPart: () => void;
}

/**
 * A part of the interface that is fetched on first use. `load` must be one function for the life of the page (defined
 * outside the component); the browser keeps what it fetched, so that every further use is instant.
 */
export function useOnDemand<Part>(load: () => Promise<Part>): OnDemand<Part> {
  const [part, setPart] = useState<Part | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const fetchPart = useCallback(() => {
    load().then(
      (loaded) => setPart(() => loaded),
      () => setHasFailed(true),
    );
  }, [load]);
  return { part, hasFailed, fetchPart };
}
