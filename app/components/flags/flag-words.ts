import type { FlagKind, FlagSeverity, FlagState, FlagView, WaitsOn } from '#app/feedback/contract.ts';
import { ageWords } from '../ui/ages.ts';

/** What each kind of flag means, in the words of the form. */
export const KIND_WORDS: Record<FlagKind, { label: string; hint: string }> = {
  wrong: { label: 'Wrong', hint: 'It should say something else' },
  boundary: { label: 'Boundary', hint: 'The line is in the wrong place' },
  bias: { label: 'Bias', hint: 'People are treated differently' },
  unclear: { label: 'Unclear', hint: 'I can’t tell why' },
  idea: { label: 'Idea', hint: 'It could do more' },
};

export const SEVERITY_WORDS: Record<FlagSeverity, string> = {
  minor: 'Minor',
  serious: 'Serious',
  'stops-release': 'Stops the release',
};

const STATE_WORDS: Record<FlagState, string> = {
  open: 'Open',
  'needs-info': 'Needs info',
  accepted: 'Accepted',
  'looks-fixed': 'Looks fixed',
  confirmed: 'Confirmed',
  unconfirmed: 'Unconfirmed',
  'broke-again': 'Broke again',
  'wont-fix': 'Won’t fix',
  duplicate: 'Duplicate',
  withdrawn: 'Withdrawn',
};

/** The state as a badge says it, with the version it belongs to. */
export function stateWords(state: FlagState, version: number | null = null): string {
  return version === null ? STATE_WORDS[state] : `${STATE_WORDS[state]} in v${version}`;
}

/** What someone does who brings a flag to a state; said of a flag in state `from`. */
export function moveWords(to: FlagState, from: FlagState): string {
  if (to === 'open') return from === 'looks-fixed' || from === 'unconfirmed' ? 'Still wrong' : 'Open again';
  const words: Record<Exclude<FlagState, 'open'>, string> = {
    'needs-info': 'Ask for more',
    accepted: 'Accept',
    'looks-fixed': 'Looks fixed',
    confirmed: 'Yes, fixed',
    unconfirmed: 'Not confirmed',
    'broke-again': 'Broke again',
    'wont-fix': 'Won’t fix',
    duplicate: 'Duplicate',
    withdrawn: 'Withdraw',
  };
  return words[to];
}

/** Whose turn it is and since when: 'Waits on you, 2 h'. Empty once it is nobody's. */
export function turnWords(waitsOn: WaitsOn | null, since: number, now: number): string {
  if (waitsOn === null) return '';
  return `Waits on ${waitsOn.isYou ? 'you' : waitsOn.name}, ${ageWords(since, now)}`;
}

/** 'Flag 214' */
export function flagName(flag: Pick<FlagView, 'number'>): string {
  return `Flag ${flag.number}`;
}
