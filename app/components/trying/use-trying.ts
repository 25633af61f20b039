import { type Dispatch, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { Answer, FormField, LiveAnswer, RecentRun } from '#app/preview/contract.ts';
import {
  type AnswerAction,
  type AnswerState,
  answerReducer,
  isPassing,
  type ShownAnswer,
  startAnswers,
} from './answer-state.ts';
import { type FormAction, type FormState, formReducer, signatureOf, startForm } from './form-state.ts';
import { findKeptForm, keepForm } from './kept-form.ts';
import type { TryingPageData } from './page-data.ts';
import { postJson, type RequestFailure } from './page-requests.ts';
import { createQuestions, type Questions, shownLive } from './questions.ts';

const PAUSE_MS = 150;
const RETRY_MS = 2_000;
/** Whatever the server says: people wait. */
const LONGEST_RETRY_MS = 10_000;
const MOST_RECENT = 6;

interface KeptRun {
  run: { id: string; url: string } & Pick<LiveAnswer, 'inputs' | 'answer' | 'tookMs'> &
    Pick<RecentRun, 'source' | 'createdAt'>;
}

export interface RunRefusal {
  failure: RequestFailure;
  /** It is in `answers` too: beside the answer and at the fields. */
  isShown: boolean;
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
  /** Asks and stores, whatever is typed meanwhile; what kept it from being stored. */
  run: () => Promise<RunRefusal | null>;
  /** What is in the form is being run. */
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
  const addRecent = useCallback((run: RecentRun) => {
    setRecent((runs) => [run, ...runs.filter(({ id }) => id !== run.id)].slice(0, MOST_RECENT));
  }, []);
  const told = useCallback(
    (answer: Answer, { run }: KeptRun) => {
      dispatch({ type: 'kept', answer, change: { run: { id: run.id, url: run.url } } });
      addRecent({ id: run.id, answer: run.answer, source: run.source, createdAt: run.createdAt });
    },
    [addRecent],
  );
  const questions = useMemo(() => createQuestions({ address: page.address, dispatch }), [page.address]);
  useEffect(() => () => questions.leave(), [questions]);
  useLiveAnswer({ page, form, signature, answers, questions });
  useKeptForm(page, form, edit);

  const { shown } = answers;
  const isCurrent = shown !== null && shown.form === signature && answers.failure === null;

  const keep = useCallback(async () => {
    if (!shown) return null;
    if (shown.run) return shown.run;
    const kept = await keepShown(page.address, shown);
    if (kept === null || !kept.ok) return kept?.failure ?? null;
    told(shown.answer, kept.value);
    const { id, url } = kept.value.run;
    return { id, url };
  }, [shown, page.address, told]);
  const { run, isRunning } = useRun({ page, form, signature, current: isCurrent ? shown : null, questions, told });

  const runExample = useCallback(
    async (place: number) => {
      const asked = await questions.replace(() =>
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
    [page.address, questions, addRecent],
  );

  return { form, edit, answers, dispatch, isCurrent, recent, addRecent, run, isRunning, runExample, keep };
}

function startOf({ first }: TryingPageData, signature: string): AnswerState {
  if (first?.ok) return startAnswers(shownLive(first.value, signature), null);
  return startAnswers(null, first ? first.failure : null);
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

interface RunParts {
  page: TryingPageData;
  form: FormState;
  signature: string;
  /** The answer on the screen, when it is about what is in the form. */
  current: ShownAnswer | null;
  questions: Questions;
  told: (answer: Answer, kept: KeptRun) => void;
}

/** Run and keep: each form that is run is stored, also when the next one is typed or run before it is answered. */
function useRun({ page, form, signature, current, questions, told }: RunParts): Pick<Trying, 'run' | 'isRunning'> {
  const [running, setRunning] = useState<readonly string[]>([]);
  const isRunning = running.includes(signature);
  const run = useCallback(async () => {
    if (isRunning) return null;
    setRunning((forms) => [...forms, signature]);
    // The answer on the screen is stored as it is; once it is a run, running asks again.
    const asked =
      current?.run === null
        ? { ok: true as const, shown: current }
        : await questions.ask({ texts: form.texts, form: signature }, { isKept: true });
    const kept = asked?.ok ? await keepShown(page.address, asked.shown) : null;
    setRunning((forms) => forms.filter((other) => other !== signature));
    if (asked?.ok === false) return asked;
    if (!asked || !kept) return null;
    if (!kept.ok) return { failure: kept.failure, isShown: false };
    told(asked.shown.answer, kept.value);
    return null;
  }, [isRunning, current, questions, form.texts, signature, page.address, told]);
  return { run, isRunning };
}

interface LiveParts {
  page: TryingPageData;
  form: FormState;
  signature: string;
  answers: AnswerState;
  questions: Questions;
}

/** Asks a moment after the last change, and again after a failure that passes by itself. */
function useLiveAnswer({ page, form, signature, answers, questions }: LiveParts): void {
  const isRetired = page.state === 'retired';
  const isAnswered = answers.shown?.form === signature;
  const firstRefused = useRef(answers.failure && !isPassing(answers.failure) ? signature : null);
  useEffect(() => {
    // What the server refused while it made the page is asked again only once something changed.
    if (isRetired || firstRefused.current === signature) return;
    firstRefused.current = null;
    if (isAnswered) {
      questions.settle();
      return;
    }
    const timer = setTimeout(() => void questions.ask({ texts: form.texts, form: signature }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [isRetired, isAnswered, signature, form.texts, questions]);

  const passing = answers.failure && isPassing(answers.failure) ? answers.failure : null;
  useEffect(() => {
    if (!passing || isRetired) return;
    const again = (): void => void questions.ask({ texts: form.texts, form: signature });
    const timer = setTimeout(again, Math.min(passing.retryAfterMs || RETRY_MS, LONGEST_RETRY_MS));
    window.addEventListener('online', again);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', again);
    };
  }, [passing, isRetired, form.texts, signature, questions]);
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
