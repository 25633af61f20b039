import type { FlagState, FlagWait } from './contract.ts';
import type { Mover } from './states.ts';

/** What a flag waits for once it is in a state and nothing was said since. */
const IN_STATE: Record<FlagState, FlagWait> = {
  open: 'answer',
  'broke-again': 'answer',
  accepted: 'fix',
  'needs-info': 'info',
  'looks-fixed': 'yes',
  confirmed: 'nothing',
  unconfirmed: 'nothing',
  'wont-fix': 'nothing',
  duplicate: 'nothing',
  withdrawn: 'nothing',
};

/** Whose turn it is. */
export const TURN: Record<FlagWait, Mover | null> = {
  answer: 'triage',
  reply: 'triage',
  fix: 'triage',
  info: 'reporter',
  yes: 'reporter',
  nothing: null,
};

/** What is waited for on triage's side, and on the reporter's. */
export const waitsOf = (mover: Mover): FlagWait[] =>
  (Object.keys(TURN) as FlagWait[]).filter((wait) => TURN[wait] === mover);

export function waitAfterMove(to: FlagState): FlagWait {
  return IN_STATE[to];
}

/**
 * What a flag waits for after someone wrote under it: triage hands the turn back to whoever has it by the state, anyone
 * else asks triage for a reply, unless triage owes an answer anyway. A reporter who triages too can only be meant when
 * they were asked for more.
 */
export function waitAfterReply(state: FlagState, by: readonly Mover[]): FlagWait {
  const usual = IN_STATE[state];
  const isAsked = usual === 'info' && by.includes('reporter');
  if (by.includes('triage') && !isAsked) return usual;
  return usual === 'answer' ? usual : 'reply';
}
