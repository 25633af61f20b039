import type { FieldValue } from '#app/catalog/description-format.ts';
import type { FlagKind, FlagSeverity } from '#app/feedback/contract.ts';
import { FLAG_KINDS, FLAG_SEVERITIES } from '#app/feedback/contract.ts';
import type { Answer } from '#app/preview/contract.ts';
import type { ShownAnswer } from '../trying/answer-state.ts';

/** The answer a judgement is about. */
export interface JudgedAnswer {
  live: string | null;
  runId: string | null;
  inputs: Record<string, FieldValue>;
  answer: Answer;
  tookMs: number;
}

/** A flag being written. */
export interface FlagDraft {
  kind: FlagKind | null;
  severity: FlagSeverity;
  /** What it should have said. */
  expected: string;
  /** Why it matters. */
  note: string;
  /** Sent twice, it is one flag. Changes with what is said. */
  idempotencyKey: string;
  judged: JudgedAnswer;
  /** written: still open; signed-out: opens by itself after signing in. */
  status: 'written' | 'signed-out';
}

/** Most characters a note may have; the server says the same. */
const LONGEST_NOTE = 10_000;
const EXPECTED_WORDS = 'It should have said:';

/** The answer on the screen as a judgement names it. */
export function judgedOf({ live, run, inputs, answer, tookMs }: ShownAnswer): JudgedAnswer {
  return { live, runId: run?.id ?? null, inputs, answer, tookMs };
}

export function startDraft(judged: JudgedAnswer, idempotencyKey: string): FlagDraft {
  return { kind: null, severity: 'minor', expected: '', note: '', idempotencyKey, judged, status: 'written' };
}

/** Whether there is anything in it worth keeping. */
export function hasWords({ kind, note, expected }: FlagDraft): boolean {
  return kind !== null || note.trim() !== '' || expected.trim() !== '';
}

/** The note as it is sent: why, then what should have been said. */
export function noteOf({ note, expected }: Pick<FlagDraft, 'note' | 'expected'>): string {
  const should = expected.trim() === '' ? '' : `${EXPECTED_WORDS} ${expected.trim()}`;
  return [note.trim(), should].filter((part) => part !== '').join('\n\n');
}

/** What keeps a draft from being sent, by field. */
export function problemsOf(draft: FlagDraft): Partial<Record<'kind' | 'note', string>> {
  const length = [...noteOf(draft)].length;
  return {
    ...(draft.kind === null && { kind: 'Choose what kind of problem it is.' }),
    ...(length > LONGEST_NOTE && {
      note: `This is ${tooMany(length - LONGEST_NOTE)} too long. At most 10,000 are kept.`,
    }),
  };
}

/** A draft for the answer now on the screen, with the words of one that was kept. */
export function moveDraft(kept: FlagDraft, judged: JudgedAnswer, idempotencyKey: string): FlagDraft {
  return isAbout(kept, judged) ? { ...kept, judged: { ...judged } } : { ...kept, judged, idempotencyKey };
}

/** Whether a draft is about this very answer. */
export function isAbout({ judged }: FlagDraft, shown: JudgedAnswer): boolean {
  if (judged.runId !== null && judged.runId === shown.runId) return true;
  if (judged.live !== null && judged.live === shown.live) return true;
  return JSON.stringify([judged.inputs, judged.answer]) === JSON.stringify([shown.inputs, shown.answer]);
}

/** Something kept, when it is a draft. */
export function asDraft(kept: unknown): FlagDraft | null {
  if (typeof kept !== 'object' || kept === null) return null;
  try {
    const draft = kept as FlagDraft;
    const isDraft =
      (draft.kind === null || FLAG_KINDS.includes(draft.kind)) &&
      FLAG_SEVERITIES.includes(draft.severity) &&
      [draft.note, draft.expected, draft.idempotencyKey].every((part) => typeof part === 'string') &&
      Array.isArray(draft.judged.answer.values) &&
      typeof draft.judged.inputs === 'object' &&
      ['written', 'signed-out'].includes(draft.status);
    return isDraft ? draft : null;
  } catch {
    return null;
  }
}

const tooMany = (count: number): string => (count === 1 ? '1 character' : `${count.toLocaleString('en')} characters`);
