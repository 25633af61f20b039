import { useCallback, useEffect, useRef, useState } from 'react';
import { deliverFlag } from './deliver-flag.ts';
import { findDraft, forgetDraft, keepDraft, keepWaiting, newKey } from './draft-store.ts';
import { type FlagDraft, hasWords, isAbout, judgedOf, moveDraft, startDraft } from './flag-draft.ts';
import { spreadSent } from './flag-news.ts';
import { changed, waits } from './judgement-toasts.ts';
import type { Judging, JudgingGiven } from './judging.ts';
import { useFlagNews } from './use-flag-news.ts';
import type { DraftPlace } from './waiting-places.ts';

type Composer = Omit<Judging, 'isBusy' | 'judge'>;

/** The flag being written: kept on this device with every change, sent once, never lost. */
export function useComposer(given: JudgingGiven): Composer {
  const { page, place, shown, show } = given;
  const [draft, setDraft] = useState<FlagDraft | null>(null);
  const [isMoved, setMoved] = useState(false);
  const [isDraftKept, setKept] = useState(false);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<Judging['problem']>(null);
  const at = useRef<DraftPlace>(place);
  useFlagNews(given);

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
      if (!draft) return;
      // Other words are another flag: sending them with the old key would be refused.
      const next = { ...draft, ...part, idempotencyKey: newKey() };
      setDraft(next);
      setKept(hasWords(next) && keepDraft(at.current, next));
    },
    [draft],
  );
  const startOver = useCallback(() => {
    forgetDraft(at.current);
    setMoved(false);
    setKept(false);
    setDraft((now) => now && startDraft(now.judged, newKey()));
  }, []);
  const close = useCallback(() => setDraft(null), []);

  const send = useCallback(async () => {
    if (!draft || isSending) return;
    setSending(true);
    setProblem(null);
    // Kept before it leaves: the tab may be closed while it is under way.
    keepDraft(at.current, draft);
    const { outcome, draft: now } = await deliverFlag({ page, personId: at.current.personId }, draft, (next) =>
      keepDraft(at.current, next),
    );
    setSending(false);
    if (outcome.type === 'sent') {
      forgetDraft(at.current);
      spreadSent(at.current, outcome, now);
    } else if (outcome.type === 'changed') changed(outcome.live, show);
    else if (outcome.code === 'offline' && keepWaiting(at.current, now)) {
      forgetDraft(at.current);
      waits();
    } else {
      const isSignedOut = outcome.code === 'FL_AUTH_REQUIRED';
      const kept: FlagDraft = { ...now, status: isSignedOut ? 'signed-out' : 'written' };
      keepDraft(at.current, kept);
      setDraft(kept);
      setProblem({ message: outcome.message, isSignedOut });
      return;
    }
    setDraft(null);
  }, [page, draft, isSending, show]);

  useResumed({ at, show, resume: setDraft });
  return { draft, isMoved, isDraftKept, open, change, startOver, close, send, isSending, problem };
}

interface ResumeParts extends Pick<JudgingGiven, 'show'> {
  at: { current: DraftPlace };
  resume: (draft: FlagDraft) => void;
}

/** Opens what waited for signing in, about the answer it was written about. */
function useResumed({ at, show, resume }: ResumeParts): void {
  const latest = useRef({ show, resume });
  useEffect(() => {
    latest.current = { show, resume };
  });
  useEffect(() => {
    const draft = findDraft(at.current);
    if (draft?.status !== 'signed-out') return;
    const { runId, ...judged } = draft.judged;
    const run = runId === null ? null : { id: runId, url: `${window.location.origin}/r/${runId}` };
    const written: FlagDraft = { ...draft, status: 'written' };
    keepDraft(at.current, written);
    latest.current.show({ ...judged, run, verdict: null, flag: null });
    latest.current.resume(written);
  }, [at]);
}
