import type { FlagReference } from '#app/feedback/contract.ts';
import type { Outcome } from './deliver-flag.ts';
import type { FlagDraft } from './flag-draft.ts';
import { told } from './judgement-toasts.ts';
import type { DraftPlace } from './waiting-places.ts';

/** What became of a flag: the page of its version shows it, whoever sent it, when it is open. */
export interface FlagNews {
  place: DraftPlace;
  draft: FlagDraft;
  run: { id: string; url: string };
  flag: FlagReference;
  isUndone: boolean;
}

const listeners = new Set<(news: FlagNews) => void>();

export function onFlagNews(listener: (news: FlagNews) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says that a flag is kept: to the page, and to the person, who can take it back. */
export function spreadSent(
  place: DraftPlace,
  { run, flag }: Extract<Outcome, { type: 'sent' }>,
  draft: FlagDraft,
): void {
  const spread = (isUndone: boolean): void => {
    for (const listener of listeners) listener({ place, draft, run, flag, isUndone });
  };
  spread(false);
  told(flag, () => spread(true));
}
