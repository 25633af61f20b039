/** What came of reading something a person or a client gave: the value, or a sentence that says what is wrong. */
export type Read<T> = { value: T; problem?: never } | { problem: string; value?: never };

const SHOWN_CHARACTERS = 60;

/** Something given, as a sentence may show it: one line, cut. */
export function showGiven(given: unknown): string {
  if (Array.isArray(given)) return 'A list';
  if (typeof given === 'object' && given !== null) return 'An object';
  if (typeof given !== 'string') return String(given);
  const line = given.length > SHOWN_CHARACTERS ? `${given.slice(0, SHOWN_CHARACTERS)}…` : given;
  return JSON.stringify(line.toWellFormed());
}

/** A count as people read it: 5,000. */
export function showCount(count: number): string {
  return new Intl.NumberFormat('en').format(count);
}
