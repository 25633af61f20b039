import { type FlagCounts, UNRESOLVED_STATES } from '#app/feedback/contract.ts';
import type { CountMoment } from '../ui/newer-counts.ts';

/** How many flags are still to be worked on. */
export function openCountOf({ byState }: Pick<FlagCounts, 'byState'>): number {
  return UNRESOLVED_STATES.reduce((total, state) => total + byState[state], 0);
}

/** The open flags of a model as a page at this moment counted them; see `newer-counts.ts`. */
export function openCountAt(model: string, at: number): CountMoment {
  return { name: `open flags of ${model}`, at };
}

/** How many flags of a model are open, as the server answers it to what was done about them. */
export interface OpenFlagsNow {
  model: string;
  count: number;
  /** When it counted, ms since 1970 UTC. */
  at: number;
}
