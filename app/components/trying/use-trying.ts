import { type Dispatch, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { FormField, LiveAnswer, RecentRun } from '#app/preview/contract.ts';
import {
  type AnswerAction,
  type AnswerState,
  answerReducer,
  isPassing,
  type ShownAnswer,
  startAnswers,
} from './answer-state.ts';
import { controlsOf, type FormAction, type FormState, formReducer, signatureOf, startForm } from './form-state.ts';
import { findKeptForm, keepForm } from './kept-form.ts';
import type { TryingPageData } from './page-data.ts';
import { postJson, type RequestFailure } from './page-requests.ts';

const PAUSE_MS = 150;
const RETRY_MS = 2_000;
const MOST_RECENT = 6;

interface KeptRun {
  run: { id: string; url: string } & Pick<LiveAnswer, 'inputs' | 'answer' | 'tookMs'> &
    Pick<RecentRun, 'source' | 'createdAt'>;
}

export interface Trying {
  form: FormState;
  edit: Dispatch<FormAction>;
  answers: AnswerState;
  dispatch: Dispatch<AnswerAction>;
  /** The answer on the screen is about what is in the form. */
  isCurrent: boolean;
  recent: RecentRun[];
  addRecent: (run: RecentRun) => void;
  /** Asks and stores; what kept it from being stored. What kept it from being answered is in `answers`. */
  run: () => Promise<RequestFailure | null>;
  isRunning: boolean;
  /** Puts an example into the form and shows its answer, in one step. */
  runExample: (place: number) => Promise<RequestFailure | null>;
  /** Stores the answer on the screen and says where it is. */
  keep: () => Promise<{ id: string; url: string } | RequestFailure | null>;
}

/** The form, the answer to it, and what becomes of both. */
export function useTrying(page: TryingPageData): Trying {
  const [form, edit] = useReducer(formReducer, page, (given) =>
    startForm({ fields: given.fields, example: given.chosen, texts: given.texts }),
  );
  const signature = useMemo(() => signatureOf(form.texts), [form.texts]);
  const [answers, dispatch] = useReducer(answerReducer, page, (given) => startOf(given, signature));
  const [recent, setRecent] = useState(page.recent);
  const [isRunning, setRunning] = useState(false);
  const addRecent = useCallback((run: RecentRun) => {
    setRecent((runs) => [run, ...runs.filter(({ id }) => id !== run.id)].slice(0, MOST_RECENT));
  }, []);
  const { ask, replace } = useAsking(page, dispatch);
  useLiveAnswer({ page, form, signature, answers, dispatch, ask });
  useKeptForm(page, form, edit);

  const { shown } = answers;
  const isCurrent = shown !== null && shown.form === signature && answers.failure === null;

  const keep = useCallback(async () => {
    if (!shown) return null;
    if (shown.run) return shown.run;
    const kept = await keepShown(page.address, shown);
    if (kept === null || !kept.ok) return kept?.failure ?? null;
    const { run } = kept.value;
    dispatch({ type: 'kept', answer: shown.answer, change: { run: { id: run.id, url: run.url } } });
    addRecent({ id: run.id, answer: run.answer, source: run.source, createdAt: run.createdAt });
    return { id: run.id, url: run.url };
  }, [shown, page.address, addRecent]);

  const run = useCallback(async () => {
    if (isRunning) return null;
    setRunning(true);
    // The answer on the screen is stored as it is; once it is a run, running asks again.
    const current = isCurrent && shown?.run === null ? shown : await ask(form.texts, signature);
    const kept = current && (await keepShown(page.address, current));
    setRunning(false);
    if (!current || !kept) return null;
    if (!kept.ok) return kept.failure;
    const { run: made } = kept.value;
    dispatch({ type: 'kept', answer: current.answer, change: { run: { id: made.id, url: made.url } } });
    addRecent({ id: made.id, answer: made.answer, source: made.source, createdAt: made.createdAt });
    return null;
  }, [isRunning, isCurrent, shown, ask, form.texts, signature, page.address, addRecent]);

  const runExample = useCallback(
    async (place: number) => {
      const asked = await replace(() =>
        postJson<KeptRun & { fields: FormField[] }>(`${page.address}/runs`, { body: { example: place } }),
      );
      if (asked === null) return null;
      if (!asked.ok) return asked.failure;
      const { run: made, fields } = asked.value;
      const texts = startForm({ fields, example: place }).texts;
      edit({ type: 'load', fields, example: place });
      dispatch({ type: 'replaced', shown: shownRun(made, signatureOf(texts)) });
      addRecent({ id: made.id, answer: made.answer, source: made.source, createdAt: made.createdAt });
      return null;
    },
    [page.address, replace, addRecent],
  );

  return { form, edit, answers, dispatch, isCurrent, recent, addRecent, run, isRunning, runExample, keep };
}

function startOf({ first }: TryingPageData, signature: string): AnswerState {
  if (first?.ok) return startAnswers(shownLive(first.value, signature), null);
  return startAnswers(null, first ? first.failure : null);
}

/** An answer that is held, not stored, as the page shows it. */
function shownLive({ id, inputs, answer, tookMs }: LiveAnswer, form: string): ShownAnswer {
  return { form, live: id, run: null, inputs, answer, tookMs, verdict: null, flag: null };
}

function shownRun({ id, url, inputs, answer, tookMs }: KeptRun['run'], form: string): ShownAnswer {
  return { form, live: null, run: { id, url }, inputs, answer, tookMs, verdict: null, flag: null };
}

async function keepShown(address: string, { live, inputs }: ShownAnswer) {
  const kept = await postJson<KeptRun>(`${address}/runs`, { body: { live: live ?? '' } });
  if (kept === null || kept.ok || kept.failure.code !== 'FL_RUN_LIVE_GONE') return kept;
  // Nobody judged it yet: the same question asked again is as good.
  return postJson<KeptRun>(`${address}/runs`, { body: { inputs, source: 'page' } });
}

/** Numbers questions, so that an answer that comes late is known to be late; cancels what was overtaken. */
function useAsking({ address }: TryingPageData, dispatch: Dispatch<AnswerAction>) {
  const number = useRef(0);
  const running = useRef<AbortController | null>(null);
  const underWay = useRef<{ form: string; answer: Promise<ShownAnswer | null> } | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const askAnew = useCallback(
    async (texts: FormState['texts'], form: string): Promise<ShownAnswer | null> => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      number.current += 1;
      const mine = number.current;
      dispatch({ type: 'asked', number: mine });
      const body = { form: controlsOf(texts) };
      const asked = await postJson<LiveAnswer>(`${address}/answer`, { body, signal: controller.signal });
      if (asked === null) return null;
      if (!asked.ok) {
        dispatch({ type: 'failed', number: mine, failure: asked.failure });
        return null;
      }
      const shown = shownLive(asked.value, form);
      dispatch({ type: 'answered', number: mine, shown });
      return shown;
    },
    [address, dispatch],
  );
  /** Run pressed right after typing and the pause after typing want one answer: neither cancels the other's. */
  const ask = useCallback(
    (texts: FormState['texts'], form: string): Promise<ShownAnswer | null> => {
      if (underWay.current?.form === form) return underWay.current.answer;
      const answer = askAnew(texts, form).finally(() => {
        if (underWay.current?.answer === answer) underWay.current = null;
      });
      underWay.current = { form, answer };
      return answer;
    },
    [askAnew],
  );

  /** Something else brings the next answer: what is under way does not count any more. */
  const replace = useCallback(
    async <T>(work: () => Promise<T>): Promise<T> => {
      running.current?.abort();
      underWay.current = null;
      number.current += 1;
      dispatch({ type: 'asked', number: number.current });
      try {
        return await work();
      } finally {
        dispatch({ type: 'settled' });
        number.current += 1;
      }
    },
    [dispatch],
  );
  return { ask, replace };
}

interface LiveParts {
  page: TryingPageData;
  form: FormState;
  signature: string;
  answers: AnswerState;
  dispatch: Dispatch<AnswerAction>;
  ask: (texts: FormState['texts'], form: string) => Promise<ShownAnswer | null>;
}

/** Asks a moment after the last change, and again after a failure that passes by itself. */
function useLiveAnswer({ page, form, signature, answers, dispatch, ask }: LiveParts): void {
  const isRetired = page.state === 'retired';
  const isAnswered = answers.shown?.form === signature;
  const firstRefused = useRef(answers.failure && !isPassing(answers.failure) ? signature : null);
  useEffect(() => {
    // What the server refused while it made the page is asked again only once something changed.
    if (isRetired || firstRefused.current === signature) return;
    firstRefused.current = null;
    if (isAnswered) {
      dispatch({ type: 'settled' });
      return;
    }
    const timer = setTimeout(() => void ask(form.texts, signature), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [isRetired, isAnswered, signature, form.texts, ask, dispatch]);

  const passing = answers.failure && isPassing(answers.failure) ? answers.failure : null;
  useEffect(() => {
    if (!passing || isRetired) return;
    const again = (): void => void ask(form.texts, signature);
    const timer = setTimeout(again, RETRY_MS);
    window.addEventListener('online', again);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', again);
    };
  }, [passing, isRetired, form.texts, signature, ask]);
}

/** Brings back what was typed at this address before, and keeps what is typed now. */
function useKeptForm({ fields, texts, isTried }: TryingPageData, form: FormState, edit: Dispatch<FormAction>): void {
  const asSent = useRef(form);
  // What the address or a refused form says wins over what was typed some time before.
  const isNamed = isTried || Object.keys(texts).length > 0;
  useEffect(() => {
    const kept = isNamed ? null : findKeptForm(addressHere(), fields);
    if (kept) edit({ type: 'restore', kept });
  }, [fields, isNamed, edit]);
  useEffect(() => {
    if (form !== asSent.current) keepForm(addressHere(), form);
  }, [form]);
}

function addressHere(): string {
  return `${window.location.pathname}${window.location.search}`;
}
