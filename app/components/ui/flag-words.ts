import type { FlagKind, FlagSeverity, FlagState, FlagView } from '#app/feedback/contract.ts';

/** What each kind of flag means, in the words of the form. */
export const KIND_WORDS: Record<FlagKind, { label: string; hint: string }> = {
  wrong: { label: 'Wrong', hint: 'The answer is not right for this case.' },
  boundary: { label: 'Boundary', hint: 'The answer changes at the wrong place.' },
  bias: { label: 'Bias', hint: 'People are treated differently for a reason that should not matter.' },
  unclear: { label: 'Unclear', hint: 'One cannot tell what the answer means.' },
  idea: { label: 'Idea', hint: 'Something that would make it better.' },
};

export const SEVERITY_WORDS: Record<FlagSeverity, string> = {
  minor: 'Minor',
  serious: 'Serious',
  'stops-release': 'Stops the release',
};

const STATE_WORDS: Record<FlagState, string> = {
  open: 'Open',
  'needs-info': 'Needs an answer',
  accepted: 'Accepted',
  'looks-fixed': 'Looks fixed',
  confirmed: 'Confirmed fixed',
  unconfirmed: 'Not confirmed',
  'broke-again': 'Broke again',
  'wont-fix': 'Will not be fixed',
  duplicate: 'Duplicate',
  withdrawn: 'Withdrawn',
};

/** The state as a badge says it, with the version it belongs to. */
export function stateWords(state: FlagState, version: number | null = null): string {
  return version === null ? STATE_WORDS[state] : `${STATE_WORDS[state]} in v${version}`;
}

/** Colour of the badge: the state of the work, never of an answer. */
export function stateTone(state: FlagState): string {
  if (state === 'confirmed') return 'badge-ok';
  if (state === 'looks-fixed' || state === 'accepted' || state === 'needs-info') return 'badge-warn';
  return state === 'open' || state === 'broke-again' ? 'badge-bad' : '';
}

/** 'Flag 214' */
export function flagName(flag: Pick<FlagView, 'number'>): string {
  return `Flag ${flag.number}`;
}
