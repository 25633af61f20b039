import { appError } from '#app/core/errors.ts';

/** Most characters a note, a reply or a reason may have. */
const MAX_TEXT_LENGTH = 10_000;

// Every control character but tab and line feed: invisible on a page, and a hazard in terminals and spreadsheets.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to remove
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** What the texts are called in sentences; the keys are the fields of requests and forms. */
const CALLED = { note: 'note', body: 'reply', reason: 'reason' } as const;

/**
 * A text as it is kept: trimmed, line ends as line feeds, other control characters left out, everything else as typed.
 * @throws FL_REQUEST_INVALID at `field` when it is no text or has more than 10,000 characters
 */
export function keptText(given: unknown, field: keyof typeof CALLED): string {
  if (typeof given !== 'string') throw invalidField(field, `The ${CALLED[field]} must be a text.`);
  const text = given.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROL_CHARACTERS, '').trim();
  if (lengthOf(text) > MAX_TEXT_LENGTH) {
    throw invalidField(field, `The ${CALLED[field]} is longer than 10,000 characters. Say the rest in another reply.`);
  }
  return text;
}

/** A refusal that points at one field of the form or the request. */
export function invalidField(field: string, message: string) {
  return appError('FL_REQUEST_INVALID', { message, fields: { [field]: message } });
}

/** One of the known words. @throws FL_REQUEST_INVALID at `field` for anything else */
export function knownWord<const T extends readonly string[]>(words: T, given: unknown, field: string): T[number] {
  const word = words.find((known) => known === given);
  if (word === undefined) throw invalidField(field, `Choose the ${field}: one of ${words.join(', ')}.`);
  return word;
}

/** Characters as people count them: one outside the basic plane takes two units of a string. */
function lengthOf(text: string): number {
  if (text.length <= MAX_TEXT_LENGTH || text.length > 2 * MAX_TEXT_LENGTH) return text.length;
  return [...text].length;
}
