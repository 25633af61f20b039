import type { FlagFilter, FlagState } from '../contract.ts';

/** A page of a list. */
export interface FlagQuery extends FlagFilter {
  /** At most 200. */
  limit: number;
  /** The `next` of the page before. */
  cursor: string | undefined;
}

/** The states a filter names; null: all. */
export function statesOf({ state }: FlagFilter): readonly FlagState[] | null {
  if (state === undefined) return null;
  return typeof state === 'string' ? [state] : state;
}
