import type { TermSet } from './terms.ts';

/** A text with the words of other groups replaced by those of one group. */
export interface Rewritten {
  /** Index of the group. */
  group: number;
  text: string;
  /** Each replaced word, in its order. */
  rewrites: { from: string; to: string }[];
}

/** What belongs to a word: letters of any script with their marks, digits, hyphens within. */
const WORD_PART = String.raw`[\p{L}\p{M}\p{N}_\-‐‑]`;
/** Not in the middle of a word, of an address or after an apostrophe ("O'Brad"); "he's" is he. */
const BEFORE = String.raw`(?<!${WORD_PART}|[@#/\\.]|[\p{L}\p{M}]['’])`;
const AFTER = String.raw`(?!${WORD_PART}|[@/\\]|\.[\p{L}\p{N}])`;

/**
 * The twins of a text: for each group of the set the same text with the words of the other groups replaced, where there
 * are any. Whole words only. A term with a capital letter is found as it is written, so that a name is not found in a
 * verb; any other in small letters, capitalised or in capitals, and its replacement is written alike.
 */
export function rewritesOf(text: string, { groups, terms }: TermSet): Rewritten[] {
  const found = new RegExp(`${BEFORE}(?:${alternatives(terms)})${AFTER}`, 'giu');
  return groups.flatMap((_, group) => {
    const rewrites: Rewritten['rewrites'] = [];
    const rewritten = text.replace(found, (word) => {
      const to = replacementOf(word, terms, group);
      if (to === null || to === word) return word;
      rewrites.push({ from: word, to });
      return to;
    });
    return rewrites.length > 0 ? [{ group, text: rewritten, rewrites }] : [];
  });
}

/** The longest first, so that 'grandfather' is not found as 'grand'. */
function alternatives(terms: readonly string[][]): string {
  const all = [...new Set(terms.flat())].sort((one, other) => other.length - one.length);
  return all.map((term) => term.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|');
}

/** What a word becomes in a group; null when it is none of the terms as it is written here, or of that group already. */
function replacementOf(word: string, terms: readonly string[][], group: number): string | null {
  const row = terms.find((one) => one.some((term) => isWritten(word, term)));
  const target = row?.[group];
  if (!row || target === undefined || isWritten(word, target)) return null;
  const source = row.find((term) => isWritten(word, term)) as string;
  return hasCapital(source) ? target : likeWritten(word, target);
}

function isWritten(word: string, term: string): boolean {
  if (hasCapital(term)) return word === term;
  return word.toLowerCase() === term && (word === term || word === capitalised(term) || word === term.toUpperCase());
}

function hasCapital(term: string): boolean {
  return term !== term.toLowerCase();
}

function likeWritten(word: string, target: string): string {
  if (word.length > 1 && word === word.toUpperCase()) return target.toUpperCase();
  return word === word.toLowerCase() ? target : capitalised(target);
}

function capitalised(term: string): string {
  const [first = '', ...rest] = term;
  return first.toUpperCase() + rest.join('');
}
