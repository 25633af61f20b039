import type { FlagReference, VerdictValue } from '#app/feedback/contract.ts';
import type { LiveAnswer } from '#app/preview/contract.ts';
import type { OpenFlagsNow } from '../flags/open-count.ts';
import { tellOpenFlags } from '../flags/tell-open-flags.ts';
import { saysTheSame } from '../trying/answer-state.ts';
import { postJson, type RequestFailure } from '../trying/page-requests.ts';
import { type FlagDraft, type JudgedAnswer, noteOf } from './flag-draft.ts';

export type Sent<T> =
  | ({ ok: true; run: { id: string; url: string } } & T)
  | { ok: false; failure: RequestFailure }
  /** The model says something else by now: what was shown cannot be stored any more. */
  | { ok: false; failure: null; changed: LiveAnswer };

/** Where a judgement goes: the version's page, and whose judgement it is. */
export interface JudgedBy {
  page: string;
  personId: string;
}

/** Makes a run of the answer that was shown: held on the server, or asked again when it gives the same answer. */
async function keepJudged({ page, personId }: JudgedBy, judged: JudgedAnswer): Promise<Sent<Record<never, never>>> {
  if (judged.live !== null) {
    const kept = await postJson<KeptRun>(`${page}/runs`, { body: { live: judged.live }, personId });
    if (kept?.ok) return { ok: true, run: kept.value.run };
    if (kept && kept.failure.code !== 'FL_RUN_LIVE_GONE') return kept;
  }
  const again = await postJson<LiveAnswer>(`${page}/answer`, { body: { inputs: judged.inputs }, personId });
  if (!again?.ok) return again ?? STOPPED;
  if (!saysTheSame(again.value.answer, judged.answer)) return { ok: false, failure: null, changed: again.value };
  const kept = await postJson<KeptRun>(`${page}/runs`, { body: { live: again.value.id }, personId });
  return kept?.ok ? { ok: true, run: kept.value.run } : (kept ?? STOPPED);
}

/** Says what a person thinks of an answer. */
export async function sendVerdict(
  by: JudgedBy,
  judged: JudgedAnswer,
  value: VerdictValue,
): Promise<Sent<Record<never, never>>> {
  const kept = await ensureRun(by, judged);
  if (!kept.ok) return kept;
  const body = { judged: { run: kept.run.id }, value };
  const sent = await postJson<unknown>('/judge/verdict', { body, personId: by.personId });
  return sent?.ok ? kept : (sent ?? STOPPED);
}

/**
 * Sends a flag. Its run is stored first and told to `onRun`, so that sending again after a lost answer is the same flag
 * on the same run.
 */
export async function sendFlag(
  by: JudgedBy,
  draft: FlagDraft,
  onRun: (run: { id: string; url: string }) => void,
): Promise<Sent<{ flag: FlagReference }>> {
  const kept = await ensureRun(by, draft.judged);
  if (!kept.ok) return kept;
  onRun(kept.run);
  const { kind, severity, idempotencyKey } = draft;
  const sent = await postJson<SentFlag>('/judge/flag', {
    body: { judged: { run: kept.run.id }, kind, severity, note: noteOf(draft) },
    idempotencyKey,
    personId: by.personId,
  });
  if (!sent?.ok) return sent ?? STOPPED;
  tellOpenFlags(sent.value.openFlags);
  const { id, number } = sent.value.flag;
  return { ok: true, run: sent.value.run, flag: { id, number } };
}

async function ensureRun(by: JudgedBy, judged: JudgedAnswer): Promise<Sent<Record<never, never>>> {
  if (judged.runId !== null) return { ok: true, run: { id: judged.runId, url: `/r/${judged.runId}` } };
  return keepJudged(by, judged);
}

interface SentFlag {
  flag: FlagReference;
  run: { id: string; url: string };
  openFlags: OpenFlagsNow;
}

interface KeptRun {
  run: { id: string; url: string };
}

const STOPPED: { ok: false; failure: RequestFailure } = {
  ok: false,
  failure: { code: 'stopped', message: 'This was stopped. Try again.', fields: {} },
};
