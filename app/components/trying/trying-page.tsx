import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type FlagReference, flagTitle } from '#app/feedback/contract.ts';
import { FileNotices } from '../answers/file-notices.tsx';
import { type FlagDraft, noteOf } from '../judging/flag-draft.ts';
import type { JudgingGiven } from '../judging/judging.ts';
import { useJudging } from '../judging/use-judging.ts';
import { prefetchDialog } from '../ui/dialog.tsx';
import { useOnDemand } from '../ui/on-demand.ts';
import { showToast } from '../ui/toast-queue.ts';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { AnswerSide } from './answer-side.tsx';
import type { ShownAnswer } from './answer-state.ts';
import { OpenFlags, RecentRuns } from './below-answer.tsx';
import { FormCard } from './form-card.tsx';
import { signatureOf } from './form-state.ts';
import type { TryingPageData } from './page-data.ts';
import { PageHead } from './page-head.tsx';
import { PhoneBar } from './phone-bar.tsx';
import { useTrying } from './use-trying.ts';

const loadComposer = () => import('../judging/flag-composer.tsx');

/** The page on which a version is tried and judged. */
export function TryingPage({ page }: { page: TryingPageData }) {
  const trying = useTrying(page);
  const { answers, dispatch, form, isCurrent, addRecent } = trying;
  const answer = useRef<HTMLDivElement>(null);
  const { flags, onFlag, onUndone } = useOpenFlags(page);
  const composer = useOnDemand(loadComposer);
  const { fetchPart } = composer;
  const near = useCallback(() => {
    prefetchDialog();
    fetchPart();
  }, [fetchPart]);

  const show = useCallback(
    (shown: Omit<ShownAnswer, 'form'>) =>
      dispatch({ type: 'replaced', shown: { ...shown, form: signatureOf(form.texts) } }),
    [dispatch, form.texts],
  );
  const onKept = useCallback<JudgingGiven['onKept']>(
    (said, change) => {
      dispatch({ type: 'kept', answer: said, change });
      addRecent({ id: change.run.id, answer: said, source: 'page', createdAt: Date.now() });
    },
    [dispatch, addRecent],
  );
  const place = useMemo(
    () => ({ personId: page.viewer.id, model: page.model, version: page.number }),
    [page.viewer.id, page.model, page.number],
  );
  const judged = isCurrent ? answers.shown : null;
  const judging = useJudging({ page: page.address, place, shown: judged, show, onKept, onFlag, onUndone });
  useShortcuts({ l: judged && (() => judging.judge('looks-right')), f: judged && judging.open });
  useComposerOnOpen(judging.draft !== null, composer, judging.close);
  usePrefetchOnFirstUse(near);

  return (
    <>
      <main id="main">
        <PageHead page={page} answers={answers} />
        <div className="page trying">
          <div className="trying-form">{page.state !== 'retired' && <FormCard page={page} trying={trying} />}</div>
          <div className="trying-side">
            <div ref={answer} id="answer" className="trying-answer">
              <AnswerSide {...{ page, trying, judging }} onNear={near} />
            </div>
            <div className="trying-below">
              <OpenFlags model={page.model} flags={flags} now={page.now} />
              <RecentRuns runs={trying.recent} now={page.now} />
              <FileNotices notices={page.notices} />
            </div>
          </div>
        </div>
      </main>
      <PhoneBar {...{ page, trying, judging, answer }} onNear={near} />
      {judging.draft && composer.part && (
        <composer.part.FlagComposer
          judging={judging}
          draft={judging.draft}
          versionNumber={page.number}
          fieldCount={page.fields.length}
          viewerName={page.viewer.name}
          here={page.address}
        />
      )}
    </>
  );
}

/** The flags of the page, with those that were sent or taken back since it was opened; how many there are is told. */
function useOpenFlags({ openFlags, viewer }: TryingPageData) {
  const [flags, setFlags] = useState(openFlags);
  const onFlag = useCallback(
    ({ id }: FlagReference, draft: FlagDraft) => {
      const kind = draft.kind ?? 'idea';
      const sent = { id, kind, title: flagTitle({ kind, note: noteOf(draft) }), by: viewer.name, turn: 'Just sent' };
      setFlags(({ count, items }) => ({ count, items: [sent, ...items.filter((flag) => flag.id !== id)] }));
    },
    [viewer.name],
  );
  const onUndone = useCallback((id: string) => {
    setFlags(({ count, items }) => ({ count, items: items.filter((flag) => flag.id !== id) }));
  }, []);
  return { flags, onFlag, onUndone };
}

/** The composer is fetched when it is first opened; without a connection it says so, and nothing is lost. */
function useComposerOnOpen(
  isOpen: boolean,
  { part, hasFailed, fetchPart }: ReturnType<typeof useOnDemand<Awaited<ReturnType<typeof loadComposer>>>>,
  close: () => void,
): void {
  useEffect(() => {
    if (isOpen) fetchPart();
  }, [isOpen, fetchPart]);
  useEffect(() => {
    if (!isOpen || part || !hasFailed) return;
    close();
    showToast({
      tone: 'offline',
      title: 'No connection',
      text: 'Flagging opens once you are back online. Try again then.',
    });
  }, [isOpen, part, hasFailed, close]);
}

/** Whoever begins to use the page may lose the connection later: what flagging needs is fetched by then. */
function usePrefetchOnFirstUse(near: () => void): void {
  useEffect(() => {
    const options = { once: true, passive: true } as const;
    window.addEventListener('pointerdown', near, options);
    window.addEventListener('keydown', near, options);
    return () => {
      window.removeEventListener('pointerdown', near);
      window.removeEventListener('keydown', near);
    };
  }, [near]);
}
