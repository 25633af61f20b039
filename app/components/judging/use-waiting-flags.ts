import { useCallback, useEffect, useRef } from 'react';
import { deliverFlag, type Outcome } from './deliver-flag.ts';
import { type DraftPlace, forgetWaiting, keepDraft, keepWaiting, waitingFlags } from './draft-store.ts';
import type { FlagDraft } from './flag-draft.ts';
import { failed, told } from './judgement-toasts.ts';
import type { JudgingGiven } from './judging.ts';

type SentFlag = Extract<Outcome, { type: 'sent' }>;

/** A server that is away does not make the browser 'offline': what waits is tried again now and then. */
const FLUSH_MS = 15_000;

/** What the page does once a flag is kept: shows it, and offers to take it back. */
export function useSentFlag({ onKept, onFlag, onUndone }: JudgingGiven): (sent: SentFlag, draft: FlagDraft) => void {
  return useCallback(
    ({ run, flag }, draft) => {
      onKept(draft.judged.answer, { run, flag });
      onFlag(flag, draft);
      told(flag, () => {
        onKept(draft.judged.answer, { run, flag: null });
        onUndone(flag.id);
      });
    },
    [onKept, onFlag, onUndone],
  );
}

interface WaitingParts {
  page: string;
  at: { current: DraftPlace };
  onSent: (sent: SentFlag, draft: FlagDraft) => void;
}

/** Sends what waited for a connection, now, once it is back, and now and then. */
export function useWaitingFlags({ page, at, onSent }: WaitingParts): void {
  const latest = useRef(onSent);
  useEffect(() => {
    latest.current = onSent;
  });
  useEffect(() => {
    let isSending = false;
    const flush = async (): Promise<void> => {
      if (isSending || !navigator.onLine) return;
      isSending = true;
      for (const draft of waitingFlags(at.current)) {
        const isDone = await sendWaiting({ page, place: at.current, draft, onSent: latest.current });
        if (!isDone) break;
      }
      isSending = false;
    };
    const flushNow = (): void => void flush();
    flushNow();
    const timer = setInterval(flushNow, FLUSH_MS);
    window.addEventListener('online', flushNow);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', flushNow);
    };
  }, [page, at]);
}

interface Waiting {
  page: string;
  place: DraftPlace;
  draft: FlagDraft;
  onSent: WaitingParts['onSent'];
}

/** Whether the next one can be tried: not while there is no connection or nobody is signed in. */
async function sendWaiting({ page, place, draft, onSent }: Waiting): Promise<boolean> {
  const { outcome, draft: now } = await deliverFlag(page, draft, (next) => keepWaiting(place, next));
  if (outcome.type === 'failed' && (outcome.code === 'offline' || outcome.code === 'FL_AUTH_REQUIRED')) return false;
  forgetWaiting(place, draft);
  if (outcome.type === 'sent') onSent(outcome, now);
  // Another tab sent it at the same time.
  else if (outcome.type === 'failed' && outcome.code === 'FL_IDEMPOTENCY_REUSED') return true;
  else {
    keepDraft(place, now);
    const why = outcome.type === 'failed' ? outcome.message : 'The model says something else by now.';
    failed('A flag that waited was not sent', { message: `${why} Its words are kept as a draft.` });
  }
  return true;
}
