import { useCallback, useEffect, useRef, useState } from 'react';
import type { FlagReference, VerdictValue } from '#app/feedback/contract.ts';
import type { ShownAnswer } from '../trying/answer-state.ts';
import { postJson } from '../trying/page-requests.ts';
import { showToast } from '../ui/toast-queue.ts';
import { type DraftPlace, findDraft, forgetDraft, keepDraft, newKey } from './draft-store.ts';
import { type FlagDraft, hasWords, isAbout, type JudgedAnswer, moveDraft, startDraft } from './flag-draft.ts';
import { type Sent, sendFlag, sendVerdict } from './send-judgement.ts';

interface JudgingGiven {
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

/** Judging the answer on the screen: verdicts, and a flag that cannot be lost. */
export function useJudging(given: JudgingGiven): Judging {
  const { page, shown, show, onKept } = given;
  const [isBusy, setBusy] = useState(false);
  const composer = useComposer(given);

  const judge = useCallback(
    (value: VerdictValue) => {
      if (!shown || isBusy) return;
      setBusy(true);
      void sendVerdict(page, judgedOf(shown), value).then((sent) => {
        setBusy(false);
        if (sent.ok) onKept(shown.answer, { run: sent.run, verdict: value });
        else if (sent.failure) failed('Your judgement was not kept', sent.failure);
        else changed(sent.changed, show);
      });
    },
    [page, shown, isBusy, onKept, show],
  );
  return { isBusy, judge, ...composer };
}

function useComposer(given: JudgingGiven) {
  const { place, shown, show } = given;
  const [draft, setDraft] = useState<FlagDraft | null>(null);
  const [isMoved, setMoved] = useState(false);
  const [isDraftKept, setKept] = useState(false);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<Judging['problem']>(null);
  const { personId, model, version } = place;
  const at = useRef<DraftPlace>({ personId, model, version });

  const keep = useCallback((next: FlagDraft) => {
    setDraft(next);
    setKept(hasWords(next) && keepDraft(at.current, next));
  }, []);

  const open = useCallback(() => {
    if (!shown) return;
    const before = findDraft(at.current);
    const judged = judgedOf(shown);
    const next = before ? moveDraft(before, judged, newKey()) : startDraft(judged, newKey());
    setMoved(before !== null && !isAbout(before, judged));
    setProblem(null);
    setKept(before !== null);
    setDraft({ ...next, status: 'written' });
  }, [shown]);

  const change = useCallback(
    (part: Partial<FlagDraft>) => {
      // Other words are another flag: sending them with the old key would be refused.
      if (draft) keep({ ...draft, ...part, idempotencyKey: newKey() });
    },
    [draft, keep],
  );
  const startOver = useCallback(() => {
    forgetDraft(at.current);
    setMoved(false);
    setKept(false);
    setDraft((now) => now && startDraft(now.judged, newKey()));
  }, []);
  const close = useCallback(() => setDraft(null), []);

  const deliver = useDelivery(given, at);
  const send = useCallback(async () => {
    if (!draft || isSending) return;
    setSending(true);
    setProblem(null);
    const outcome = await deliver(draft);
    setSending(false);
    if (outcome === 'sent' || outcome === 'waiting' || outcome === 'changed') setDraft(null);
    else setProblem(outcome);
  }, [draft, isSending, deliver]);

  useWaitingDraft({ at, deliver, show, resume: setDraft });
  return { draft, isMoved, isDraftKept, open, change, startOver, close, send, isSending, problem };
}

type Delivery = 'sent' | 'waiting' | 'changed' | { message: string; isSignedOut: boolean };

/** Sends a draft and says what came of it; whatever happens, what was written is not lost. */
function useDelivery(given: JudgingGiven, at: { current: DraftPlace }): (draft: FlagDraft) => Promise<Delivery> {
  const { page, show, onKept, onFlag, onUndone } = given;
  return useCallback(
    async (draft) => {
      // Kept before it leaves: the tab may be closed while it is under way.
      keepDraft(at.current, draft);
      let sending = draft;
      const sent = await sendFlag(page, draft, (run) => {
        sending = { ...draft, judged: { ...draft.judged, runId: run.id } };
        keepDraft(at.current, sending);
      });
      if (sent.ok) {
        forgetDraft(at.current);
        onKept(draft.judged.answer, { run: sent.run, flag: sent.flag });
        onFlag(sent.flag, draft);
        told(sent.flag, () => {
          onKept(draft.judged.answer, { run: sent.run, flag: null });
          onUndone(sent.flag.id);
        });
        return 'sent';
      }
      if (sent.failure === null) {
        changed(sent.changed, show);
        return 'changed';
      }
      const { code, message } = sent.failure;
      if (code === 'offline') {
        const isKept = keepDraft(at.current, { ...sending, status: 'waiting' });
        if (!isKept)
          return { message: 'No connection, and this browser keeps nothing. Leave this open.', isSignedOut: false };
        showToast({
          tone: 'offline',
          title: 'Kept on this device',
          text: 'Your flag is sent once you are back online.',
        });
        return 'waiting';
      }
      const isSignedOut = code === 'FL_AUTH_REQUIRED';
      keepDraft(at.current, { ...sending, status: isSignedOut ? 'signed-out' : 'written' });
      return { message, isSignedOut };
    },
    [page, at, show, onKept, onFlag, onUndone],
  );
}

interface WaitingParts extends Pick<JudgingGiven, 'show'> {
  at: { current: DraftPlace };
  deliver: (draft: FlagDraft) => Promise<Delivery>;
  resume: (draft: FlagDraft) => void;
}

/** Sends what waited for a connection, and opens what waited for signing in. */
function useWaitingDraft({ at, deliver, show, resume }: WaitingParts): void {
  const latest = useRef({ deliver, show, resume });
  useEffect(() => {
    latest.current = { deliver, show, resume };
  });
  useEffect(() => {
    let isSending = false;
    const flush = (): void => {
      const waiting = findDraft(at.current);
      if (waiting?.status !== 'waiting' || isSending || !navigator.onLine) return;
      isSending = true;
      void latest.current.deliver(waiting).then(() => {
        isSending = false;
      });
    };
    const draft = findDraft(at.current);
    if (draft?.status === 'signed-out') {
      const { judged } = draft;
      const run = judged.runId === null ? null : { id: judged.runId, url: `${location.origin}/r/${judged.runId}` };
      latest.current.show({ ...judged, run, verdict: null, flag: null });
      latest.current.resume({ ...draft, status: 'written' });
    }
    flush();
    const timer = setInterval(flush, FLUSH_MS);
    window.addEventListener('online', flush);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', flush);
    };
  }, [at]);
}

/** A server that is away does not make the browser 'offline': what waits is tried again now and then. */
const FLUSH_MS = 15_000;

function told({ id, number }: FlagReference, onUndone: () => void): void {
  showToast({
    tone: 'done',
    title: `Flag ${number} saved`,
    text: 'The publishers of this model see it now.',
    links: [{ label: 'Open flag', to: `/f/${id}` }],
    action: {
      label: 'Undo',
      shortcut: 'Z',
      onAction: () => {
        void postJson<unknown>(`/f/${id}/withdraw`, { body: {} }).then((undone) => {
          if (!undone?.ok) {
            failed(`Flag ${number} could not be taken back`, undone?.failure ?? { message: 'Try again on its page.' });
            return;
          }
          onUndone();
          showToast({ tone: 'done', title: `Flag ${number} taken back`, text: 'It stays in the list as withdrawn.' });
        });
      },
    },
  });
}

function failed(title: string, { message }: { message: string }): void {
  showToast({ tone: 'failed', title, text: message });
}

/** What was shown is not what the model says any more: nothing is judged that nobody saw. */
function changed(
  { id, ...live }: Extract<Sent<unknown>, { failure: null }>['changed'],
  show: JudgingGiven['show'],
): void {
  show({ ...live, live: id, run: null, verdict: null, flag: null });
  showToast({
    tone: 'failed',
    title: 'The answer changed',
    text: 'The model says something else by now, so nothing was sent. Look at the new answer and judge that.',
  });
}

function judgedOf({ live, run, inputs, answer, tookMs }: ShownAnswer): JudgedAnswer {
  return { live, runId: run?.id ?? null, inputs, answer, tookMs };
}
