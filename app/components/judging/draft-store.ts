import { asDraft, type FlagDraft } from './flag-draft.ts';
import { type DraftPlace, WAITING } from './waiting-places.ts';

/**
 * What is written lives in this browser, per person, model and version: one draft, and the flags that wait for a
 * connection. Other people of the same browser never see them.
 */

const DRAFT = 'firstlook.flag';
const MOST_WAITING = 20;

/** Whether it could be kept: private and full browsers keep nothing. */
export function keepDraft(place: DraftPlace, draft: FlagDraft): boolean {
  return write(nameOf(DRAFT, place), draft);
}

export function findDraft(place: DraftPlace): FlagDraft | null {
  return asDraft(read(nameOf(DRAFT, place)));
}

export function forgetDraft(place: DraftPlace): void {
  write(nameOf(DRAFT, place), null);
}

/** The flags that wait to be sent, the oldest first. */
export function waitingFlags(place: DraftPlace): FlagDraft[] {
  const kept = read(nameOf(WAITING, place));
  return Array.isArray(kept) ? kept.map(asDraft).filter((draft) => draft !== null) : [];
}

/** Lets a flag wait, or keeps what became known of one that waits. Whether it could be kept. */
export function keepWaiting(place: DraftPlace, draft: FlagDraft): boolean {
  const waiting = waitingFlags(place);
  const at = waiting.findIndex(({ idempotencyKey }) => idempotencyKey === draft.idempotencyKey);
  if (at < 0 && waiting.length >= MOST_WAITING) return false;
  return write(nameOf(WAITING, place), at < 0 ? [...waiting, draft] : waiting.with(at, draft));
}

export function forgetWaiting(place: DraftPlace, { idempotencyKey }: FlagDraft): void {
  const rest = waitingFlags(place).filter((draft) => draft.idempotencyKey !== idempotencyKey);
  write(nameOf(WAITING, place), rest.length > 0 ? rest : null);
}

/** A key for one sending; browsers outside secure contexts have no randomUUID. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function nameOf(what: string, { personId, model, version }: DraftPlace): string {
  return `${what} ${personId} ${model} ${version}`;
}

function read(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}

function write(name: string, value: unknown): boolean {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
