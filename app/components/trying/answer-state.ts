import type { FieldValue } from '#app/catalog/description-format.ts';
import type { FlagReference, VerdictValue } from '#app/feedback/contract.ts';
import type { Answer } from '#app/preview/contract.ts';

/** The answer on the screen. */
export interface ShownAnswer {
  /** Which form it belongs to. */
  form: string;
  /** Under which it is held while it is not stored. */
  live: string | null;
  /** The run it is. */
  run: { id: string; url: string } | null;
  inputs: Record<string, FieldValue>;
  answer: Answer;
  tookMs: number;
  /** What this person said of it since the page was opened. */
  verdict: VerdictValue | null;
  flag: FlagReference | null;
}

/** Why there is no new answer. */
export interface AskFailure {
  /** 'offline' where the server was not reached. */
  code: string;
  message: string;
  /** By field key. */
  fields: Record<string, string>;
  /** When asking again makes sense, ms, where the server said it. */
  retryAfterMs?: number | undefined;
}

export interface AnswerState {
  shown: ShownAnswer | null;
  /** Number of the question whose answer is waited for, from 1; 0: none, and whatever comes is late. */
  asked: number;
  isPending: boolean;
  failure: AskFailure | null;
}

export type AnswerAction =
  | { type: 'asked'; number: number }
  | { type: 'answered'; number: number; shown: ShownAnswer }
  | { type: 'failed'; number: number; failure: AskFailure }
  /** The form went back to what the answer on the screen is about. */
  | { type: 'settled' }
  /** The answer on the screen was stored or judged. */
  | { type: 'kept'; answer: Answer; change: Partial<Pick<ShownAnswer, 'run' | 'verdict' | 'flag'>> }
  /** Another answer takes its place, whatever was asked. */
  | { type: 'replaced'; shown: ShownAnswer };

export function startAnswers(shown: ShownAnswer | null, failure: AskFailure | null): AnswerState {
  return { shown, asked: 0, isPending: false, failure };
}

export function answerReducer(state: AnswerState, action: AnswerAction): AnswerState {
  switch (action.type) {
    case 'asked':
      return { ...state, asked: action.number, isPending: true };
    case 'answered':
      if (action.number !== state.asked) return state;
      return { shown: action.shown, asked: 0, isPending: false, failure: null };
    case 'failed':
      if (action.number !== state.asked) return state;
      return { ...state, asked: 0, isPending: false, failure: action.failure };
    case 'settled':
      return state.isPending || state.failure ? { ...state, asked: 0, isPending: false, failure: null } : state;
    case 'kept':
      // By then another answer may be there: what was stored is not about that one.
      if (state.shown?.answer !== action.answer) return state;
      return { ...state, shown: { ...state.shown, ...action.change } };
    case 'replaced':
      return { shown: action.shown, asked: 0, isPending: false, failure: null };
  }
}

/** Whether two answers say the same: judging a new one in place of a held one would not be judging what was shown. */
export function saysTheSame(one: Answer, other: Answer): boolean {
  const said = ({ decision, confidence, closeCall, scores, values }: Answer): string =>
    JSON.stringify([decision, confidence, closeCall, scores, values]);
  return said(one) === said(other);
}

/** Failures that pass by themselves: asked again after a while. */
export function isPassing({ code }: Pick<AskFailure, 'code'>): boolean {
  return code === 'offline' || code === 'FL_SERVING_UNAVAILABLE' || code === 'FL_SERVING_BUSY';
}
