const MOST_CHARACTERS = 200;
const MOST_WORDS = 8;

/**
 * The words of what someone typed. Signs that mean something in a full-text query (quotes, brackets, colons, the words
 * AND, OR, NOT and NEAR) are text like any other: what comes out of here is quoted before it is asked for.
 */
export function searchWords(typed: string): string[] {
  return typed
    .slice(0, MOST_CHARACTERS)
    .toWellFormed()
    .split(/[\s"\p{Cc}]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, MOST_WORDS);
}

/** The words as a condition of the full-text table: whole words, or words that begin like this. */
export function matchWords(words: readonly string[], how: 'whole' | 'beginning'): string {
  return words.map((word) => (how === 'whole' ? `"${word}"` : `"${word}"*`)).join(' AND ');
}

/**
 * How well a name fits: whole words before beginnings, earlier in the name before later, words found elsewhere last.
 * Upper case and accents do not matter, as they do not in the index.
 */
export function fitOf(name: string, words: readonly string[]): number {
  const parts = folded(name).split(/[^\p{L}\p{N}]+/u);
  return words.map(folded).reduce((fit, word) => {
    const place = parts.findIndex((part) => part.startsWith(word));
    if (place === -1) return fit;
    return fit + (parts.includes(word) ? 3 : 2) + (place === 0 ? 1 : 0);
  }, 0);
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
