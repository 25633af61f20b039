const LONGEST_SHOWN = 60;
const MOST_SHOWN = 3;

/** A name out of an archive, fit for a sentence: in quotes, cut, with nothing in it that is not seen. */
export function shown(name: string): string {
  const characters = [...name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '?')];
  return `"${characters.length > LONGEST_SHOWN ? `${characters.slice(0, LONGEST_SHOWN).join('')}…` : characters.join('')}"`;
}

/** Several names: the first few, and how many more there are. */
export function shownList(names: readonly string[]): string {
  const first = names.slice(0, MOST_SHOWN).map(shown);
  const more = names.length - first.length;
  if (more > 0) return `${first.join(', ')} and ${more} more`;
  return first.length > 1 ? `${first.slice(0, -1).join(', ')} and ${first.at(-1)}` : first.join('');
}
