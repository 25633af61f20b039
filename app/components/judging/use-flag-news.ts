import { useEffect, useRef } from 'react';
import { onFlagNews } from './flag-news.ts';
import type { JudgingGiven } from './judging.ts';

/** Shows on the page of a version what became of its flags, also of those that waited and were sent from elsewhere. */
export function useFlagNews({ place, onKept, onFlag, onUndone }: JudgingGiven): void {
  const latest = useRef({ place, onKept, onFlag, onUndone });
  useEffect(() => {
    latest.current = { place, onKept, onFlag, onUndone };
  });
  useEffect(
    () =>
      onFlagNews(({ place: about, draft, run, flag, isUndone }) => {
        const here = latest.current;
        if (about.model !== here.place.model || about.version !== here.place.version) return;
        here.onKept(draft.judged.answer, { run, flag: isUndone ? null : flag });
        if (isUndone) here.onUndone(flag.id);
        else here.onFlag(flag, draft);
      }),
    [],
  );
}
