import type { FormField } from '#app/preview/contract.ts';
import { type FormState, keptMoment, readMoment } from './form-state.ts';

/** What is typed is kept in this tab under the page's address: a reload and the way back find it again. */

const PREFIX = 'firstlook.form ';
/** Beyond this a form is not worth the tab's few megabytes. */
const LONGEST = 1_000_000;

export function keepForm(address: string, state: FormState): void {
  const text = JSON.stringify(keptMoment(state));
  if (text.length > LONGEST) return;
  try {
    sessionStorage.setItem(PREFIX + address, text);
  } catch {
    // Private windows and full ones keep nothing: the page works without.
  }
}

/** What was typed at this address before; null where there is nothing, or the fields are others by now. */
export function findKeptForm(address: string, fields: readonly FormField[]): ReturnType<typeof readMoment> {
  try {
    const text = sessionStorage.getItem(PREFIX + address);
    return text === null ? null : readMoment(JSON.parse(text), fields);
  } catch {
    return null;
  }
}
