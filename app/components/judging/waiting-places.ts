/** Where drafts and waiting flags of a person belong. */
export interface DraftPlace {
  personId: string;
  model: string;
  version: number;
}

/** First word of the names under which flags that wait are kept. */
export const WAITING = 'firstlook.waiting';

/** The versions with flags of this person that wait in this browser. Light on purpose: every page looks. */
export function waitingPlaces(personId: string): DraftPlace[] {
  return keptNames().flatMap((name) => {
    const [what, person, model, version, ...more] = name.split(' ');
    const isOne = what === WAITING && person === personId && model && more.length === 0;
    return isOne && /^[1-9]\d{0,8}$/.test(version ?? '') ? [{ personId, model, version: Number(version) }] : [];
  });
}

function keptNames(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    // Some browsers refuse even to look.
    return [];
  }
}
