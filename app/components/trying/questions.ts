import type { LiveAnswer } from '#app/preview/contract.ts';
import type { AnswerAction, ShownAnswer } from './answer-state.ts';
import { controlsOf, type FormState } from './form-state.ts';
import { postJson, type RequestFailure } from './page-requests.ts';

/** What is in the form: its texts, and by which signature an answer to them is known. */
export interface Question {
  texts: FormState['texts'];
  form: string;
}

/** What came of a question. */
export type QuestionOutcome =
  | { ok: true; shown: ShownAnswer }
  /** `isShown`: the page says it beside the answer and at the fields; not when the next question was asked meanwhile. */
  | { ok: false; failure: RequestFailure; isShown: boolean };

export interface Questions {
  /**
   * Asks without storing. The same question under way is not asked twice: Run pressed right after typing and the pause
   * after typing want one answer. Null: the next question overtook it. One that `isKept`, as its answer will be stored,
   * is answered whatever is asked after it; only the page shows the newer one.
   */
  ask(question: Question, options?: { isKept?: boolean }): Promise<QuestionOutcome | null>;
  /** Something else brings the next answer: what is under way does not count any more. */
  replace<T>(work: () => Promise<T>): Promise<T>;
  /** The answer on the screen is about what is in the form: nothing is waited for. */
  settle(): void;
  /** The page is left: what nobody keeps is not answered. */
  leave(): void;
}

interface UnderWay {
  form: string;
  isKept: boolean;
  controller: AbortController;
  outcome: Promise<QuestionOutcome | null>;
}

/** The questions of a page, numbered, so that an answer that comes late is known to be late. */
export function createQuestions({
  address,
  dispatch,
}: {
  address: string;
  dispatch: (action: AnswerAction) => void;
}): Questions {
  let number = 0;
  let underWay: UnderWay | null = null;

  /** What comes from now on is late; what nobody keeps is not waited for. */
  const overtake = (): void => {
    number += 1;
    if (underWay && !underWay.isKept) underWay.controller.abort();
    underWay = null;
  };
  const send = async ({ texts, form }: Question, { signal }: AbortController): Promise<QuestionOutcome | null> => {
    const mine = number;
    dispatch({ type: 'asked', number: mine });
    const asked = await postJson<LiveAnswer>(`${address}/answer`, { body: { form: controlsOf(texts) }, signal });
    const isNewest = mine === number;
    if (isNewest) underWay = null;
    if (asked === null) return null;
    if (!asked.ok) {
      dispatch({ type: 'failed', number: mine, failure: asked.failure });
      return { ok: false, failure: asked.failure, isShown: isNewest };
    }
    const shown = shownLive(asked.value, form);
    dispatch({ type: 'answered', number: mine, shown });
    return { ok: true, shown };
  };

  return {
    ask: (question, { isKept = false } = {}) => {
      if (underWay?.form !== question.form) {
        overtake();
        const controller = new AbortController();
        underWay = { form: question.form, isKept, controller, outcome: send(question, controller) };
      }
      underWay.isKept ||= isKept;
      return underWay.outcome;
    },
    replace: async (work) => {
      overtake();
      const mine = number;
      dispatch({ type: 'asked', number: mine });
      try {
        return await work();
      } finally {
        // Whoever went on typing meanwhile waits for an answer to that.
        if (mine === number) {
          number += 1;
          dispatch({ type: 'settled' });
        }
      }
    },
    settle: () => {
      overtake();
      dispatch({ type: 'settled' });
    },
    leave: overtake,
  };
}

/** An answer that is held, not stored, as the page shows it. */
export function shownLive({ id, inputs, answer, tookMs }: LiveAnswer, form: string): ShownAnswer {
  return { form, live: id, run: null, inputs, answer, tookMs, verdict: null, flag: null };
}
