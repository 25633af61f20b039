import { type RefObject, useEffect, useState } from 'react';
import { CloseCall } from '../answers/answer-badges.tsx';
import { DecisionGlyph } from '../answers/answer-card.tsx';
import { headline } from '../answers/answer-words.ts';
import { JudgeButtons } from '../judging/judge-buttons.tsx';
import type { Judging } from '../judging/judging.ts';
import type { TryingPageData } from './page-data.ts';
import type { Trying } from './use-trying.ts';

interface PhoneBarProps {
  page: TryingPageData;
  trying: Trying;
  judging: Judging;
  onNear: () => void;
  /** Where the answer is on the page. */
  answer: RefObject<HTMLElement | null>;
}

/** On a phone the judgements stay in reach; once the answer scrolled away the bar says it too. */
export function PhoneBar({ page, trying, judging, onNear, answer }: PhoneBarProps) {
  const { answers, isCurrent } = trying;
  const { shown, failure } = answers;
  const isAway = useIsAway(answer);
  if (!shown) return null;
  return (
    <section aria-label="Your judgement" className="phone-bar">
      {isAway && (
        <div className="flex items-center gap-2 pb-2.5">
          <DecisionGlyph answer={shown.answer} size="medium" />
          <span className="strong truncate text-lg">{headline(shown.answer)}</span>
          {shown.answer.closeCall && <CloseCall />}
          <a href="#answer" className="link ml-auto inline-flex min-h-8 shrink-0 items-center text-sm">
            See answer
          </a>
        </div>
      )}
      <JudgeButtons
        {...{ shown, judging, isCurrent, onNear }}
        isBlocked={failure !== null}
        action={page.address}
        isBar
      />
    </section>
  );
}

function useIsAway(part: RefObject<HTMLElement | null>): boolean {
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    const { current } = part;
    if (!current) return;
    const watcher = new IntersectionObserver(([entry]) => setAway(entry ? !entry.isIntersecting : false), {
      // Under the header it counts as away.
      rootMargin: '-110px 0px 0px 0px',
    });
    watcher.observe(current);
    return () => watcher.disconnect();
  }, [part]);
  return isAway;
}
