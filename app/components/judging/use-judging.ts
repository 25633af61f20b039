import { useCallback, useState } from 'react';
import type { VerdictValue } from '#app/feedback/contract.ts';
import { judgedOf } from './flag-draft.ts';
import { changed, failed } from './judgement-toasts.ts';
import type { Judging, JudgingGiven } from './judging.ts';
import { sendVerdict } from './send-judgement.ts';
import { useComposer } from './use-composer.ts';

/** Judging the answer on the screen: verdicts, and a flag that cannot be lost. */
export function useJudging(given: JudgingGiven): Judging {
  const { page, place, shown, show, onKept } = given;
  const { personId } = place;
  const [isBusy, setBusy] = useState(false);
  const composer = useComposer(given);

  const judge = useCallback(
    (value: VerdictValue) => {
      if (!shown || isBusy) return;
      setBusy(true);
      void sendVerdict({ page, personId }, judgedOf(shown), value).then((sent) => {
        setBusy(false);
        if (sent.ok) onKept(shown.answer, { run: sent.run, verdict: value });
        else if (sent.failure) failed('Your judgement was not kept', sent.failure);
        else changed(sent.changed, show);
      });
    },
    [page, personId, shown, isBusy, onKept, show],
  );
  return { isBusy, judge, ...composer };
}
