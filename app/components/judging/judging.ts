import type { FlagReference, VerdictValue } from '#app/feedback/contract.ts';
import type { ShownAnswer } from '../trying/answer-state.ts';
import type { FlagDraft } from './flag-draft.ts';
import type { DraftPlace } from './waiting-places.ts';

/** What a page gives to be judged on. */
export interface JudgingGiven {
  /** Address of the version's page. */
  page: string;
  place: DraftPlace;
  /** The answer that can be judged; null while there is none, or the one on the screen is about another form. */
  shown: ShownAnswer | null;
  /** Puts an answer back on the screen: the one a draft is about, or the new one where the model says something else. */
  show: (shown: Omit<ShownAnswer, 'form'>) => void;
  onKept: (
    answer: ShownAnswer['answer'],
    change: { run: { id: string; url: string }; verdict?: VerdictValue; flag?: FlagReference | null },
  ) => void;
  onFlag: (flag: FlagReference, draft: FlagDraft) => void;
  onUndone: (id: string) => void;
}

/** What a page can do about the answer on the screen. */
export interface Judging {
  isBusy: boolean;
  judge: (value: VerdictValue) => void;
  /** The flag being written; null: the composer is closed. */
  draft: FlagDraft | null;
  /** The draft was begun about another answer. */
  isMoved: boolean;
  /** This browser keeps the draft. */
  isDraftKept: boolean;
  open: () => void;
  change: (change: Partial<FlagDraft>) => void;
  startOver: () => void;
  close: () => void;
  send: () => Promise<void>;
  isSending: boolean;
  /** What kept it from being sent. */
  problem: { message: string; isSignedOut: boolean } | null;
}
