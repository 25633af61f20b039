import type { FlagReference } from '#app/feedback/contract.ts';
import type { LiveAnswer } from '#app/preview/contract.ts';
import type { FlagDraft } from './flag-draft.ts';
import { type JudgedBy, sendFlag } from './send-judgement.ts';

/** What came of sending a flag. */
export type Outcome =
  | { type: 'sent'; run: { id: string; url: string }; flag: FlagReference }
  /** The model says something else by now. */
  | { type: 'changed'; live: LiveAnswer }
  | { type: 'failed'; code: string; message: string };

/** Sends a flag; `keep` is told the draft again once its run is known, so that it is never stored twice. */
export async function deliverFlag(
  by: JudgedBy,
  draft: FlagDraft,
  keep: (draft: FlagDraft) => void,
): Promise<{ outcome: Outcome; draft: FlagDraft }> {
  let now = draft;
  const sent = await sendFlag(by, draft, (run) => {
    now = { ...draft, judged: { ...draft.judged, runId: run.id } };
    keep(now);
  });
  if (sent.ok) return { outcome: { type: 'sent', run: sent.run, flag: sent.flag }, draft: now };
  if (sent.failure === null) return { outcome: { type: 'changed', live: sent.changed }, draft: now };
  return { outcome: { type: 'failed', code: sent.failure.code, message: sent.failure.message }, draft: now };
}
