const TINTS = 6;

/** Two letters for a person: first of the first word and of the last, 'MO' for Maya Okafor, 'A' for Ada. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = firstLetter(words[0] ?? '');
  const last = words.length > 1 ? firstLetter(words.at(-1) ?? '') : '';
  return `${first}${last}`.toLocaleUpperCase() || '?';
}

/** A whole character, so that a pair of surrogates is never cut. */
function firstLetter(word: string): string {
  return [...word][0] ?? '';
}

/** Which of the tints 1 to 6 a name has; the same one every time. */
export function tintOf(name: string): number {
  let sum = 7;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return 1 + (sum % TINTS);
}
