import { type FlagDraft, readDraft } from './flag-draft.ts';

/** Drafts live in this browser, one per person, model and version; other people of the same browser never see them. */

const PREFIX = 'firstlook.flag ';

export interface DraftPlace {
  personId: string;
  model: string;
  version: number;
}

/** Whether it could be kept: private and full browsers keep nothing. */
export function keepDraft(place: DraftPlace, draft: FlagDraft): boolean {
  try {
    localStorage.setItem(nameOf(place), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function findDraft(place: DraftPlace): FlagDraft | null {
  try {
    return readDraft(localStorage.getItem(nameOf(place)));
  } catch {
    return null;
  }
}

export function forgetDraft(place: DraftPlace): void {
  try {
    localStorage.removeItem(nameOf(place));
  } catch {
    // There is nothing to forget where nothing was kept.
  }
}

/** A key for one sending; browsers outside secure contexts have no randomUUID. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function nameOf({ personId, model, version }: DraftPlace): string {
  return `${PREFIX}${personId} ${model} ${version}`;
}
