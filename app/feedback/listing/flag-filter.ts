import type { Actor } from '#app/ledger/contract.ts';
import type { FlagKind, FlagSeverity, FlagState } from '../contract.ts';

/** Which flags are meant. What is absent does not matter. */
export interface FlagFilter {
  /** Name of the model. */
  model?: string;
  /** One state, or any of several. */
  state?: FlagState | readonly FlagState[];
  kind?: FlagKind;
  severity?: FlagSeverity;
  reporter?: Actor;
  /** Those on which it is the viewer's turn. */
  waits?: 'you';
  runId?: string;
}

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
