import { type FlagCounts, UNRESOLVED_STATES } from '#app/feedback/contract.ts';

/** How many flags are still to be worked on. */
export function openCountOf({ byState }: Pick<FlagCounts, 'byState'>): number {
  return UNRESOLVED_STATES.reduce((total, state) => total + byState[state], 0);
}
