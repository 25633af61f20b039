import {
  FLAG_KINDS,
  FLAG_SEVERITIES,
  FLAG_STATES,
  type FlagFilter,
  type FlagKind,
  type FlagSeverity,
  type FlagState,
  UNRESOLVED_STATES,
} from '#app/feedback/contract.ts';
import type { Actor } from '#app/ledger/contract.ts';

/** The filter of a list of flags, as its address says it. */
export interface FlagAddress {
  /** Name of the model; empty: all. */
  model: string;
  /** `unresolved` is every state that is still to be worked on. */
  state: FlagState | 'unresolved' | null;
  kind: FlagKind | null;
  severity: FlagSeverity | null;
  /** Id of who reported them, or `me`; empty: everyone. */
  reporter: string;
  /** Only those on which it is the viewer's turn. */
  waits: boolean;
  /** Where a page of the list begins. */
  cursor: string | null;
}

/** Reads a filter; what is no filter does not count. */
export function readAddress(query: URLSearchParams): FlagAddress {
  const word = <T extends string>(name: string, words: readonly T[]): T | null =>
    words.find((known) => known === query.get(name)) ?? null;
  return {
    model: query.get('model')?.trim() ?? '',
    state: word('state', [...FLAG_STATES, 'unresolved'] as const),
    kind: word('kind', FLAG_KINDS),
    severity: word('severity', FLAG_SEVERITIES),
    reporter: query.get('reporter')?.trim() ?? '',
    waits: query.get('waits') === 'you',
    cursor: query.get('cursor'),
  };
}

/** The query of an address with some of it changed; another filter begins at its first page. */
export function writeAddress(address: FlagAddress, change: Partial<FlagAddress> = {}): string {
  const { model, state, kind, severity, reporter, waits, cursor } = { ...address, cursor: null, ...change };
  const given = { model, state, kind, severity, reporter, waits: waits ? 'you' : '', cursor };
  const pairs = Object.entries(given).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

/** What the feedback door is asked for; `me` is the viewer. */
export function filterOf({ model, state, kind, severity, reporter, waits }: FlagAddress, me: Actor): FlagFilter {
  return {
    ...(model && { model }),
    ...(state && { state: state === 'unresolved' ? UNRESOLVED_STATES : state }),
    ...(kind && { kind }),
    ...(severity && { severity }),
    ...(reporter && { reporter: reporter === 'me' ? me : { kind: kindOf(reporter), id: reporter } }),
    ...(waits && { waits: 'you' as const }),
  };
}

function kindOf(id: string): Actor['kind'] {
  const kinds: Record<string, Actor['kind']> = { gst: 'guest', tok: 'token' };
  return kinds[id.split('_', 1)[0] ?? ''] ?? 'human';
}

/** How many things the panel of filters narrows the list by; what a chip says is not one of them. */
export function filterCount({ model, state, kind, severity, reporter }: FlagAddress): number {
  const isChip = state === null || state === 'unresolved' || state === 'looks-fixed';
  return [model, !isChip, kind, severity, reporter].filter(Boolean).length;
}
