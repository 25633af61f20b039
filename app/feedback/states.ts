import type { FlagState } from './contract.ts';

/** Who may make a move: whoever triages in the project (publishers, admins), or whoever reported the flag. */
export type Mover = 'triage' | 'reporter';

/** What has to be said along with a state. */
export type Need = 'reason' | 'version' | 'duplicateOf';

const triage: readonly Mover[] = ['triage'];
const reporter: readonly Mover[] = ['reporter'];
const either: readonly Mover[] = ['triage', 'reporter'];

/** What can become of a flag that is still worked on. */
const work = { 'looks-fixed': triage, 'wont-fix': triage, duplicate: triage, withdrawn: reporter } as const;

/**
 * Every move a person can make, from, to and who. Triage says what becomes of a flag; only its reporter says that it
 * is gone (confirmed, withdrawn), and may always ask for another look (open). `unconfirmed` is what Firstlook itself
 * writes when a reporter never answers, so no move leads there.
 */
export const MOVES: Readonly<Record<FlagState, Readonly<Partial<Record<FlagState, readonly Mover[]>>>>> = {
  open: { 'needs-info': triage, accepted: triage, ...work },
  'needs-info': { open: either, accepted: triage, ...work },
  accepted: { open: triage, 'needs-info': triage, ...work },
  'looks-fixed': { open: either, confirmed: reporter, 'broke-again': triage },
  confirmed: { open: reporter, 'broke-again': triage },
  unconfirmed: { open: either, confirmed: reporter, 'broke-again': triage },
  'broke-again': { 'needs-info': triage, accepted: triage, ...work },
  'wont-fix': { open: either },
  duplicate: { open: either },
  withdrawn: { open: reporter },
};

/** What each state has to be given with, or cannot be given without. */
export const NEEDS: Readonly<Partial<Record<FlagState, Need>>> = {
  'looks-fixed': 'version',
  'broke-again': 'version',
  'wont-fix': 'reason',
  duplicate: 'duplicateOf',
};

/** The states these movers can bring a flag to, in the order of the table. */
export function statesFrom(from: FlagState, movers: readonly Mover[]): FlagState[] {
  return (Object.keys(MOVES[from]) as FlagState[]).filter((to) => MOVES[from][to]?.some((who) => movers.includes(who)));
}
