import type { FormField } from '#app/preview/contract.ts';

/** From here on a form can be searched. */
export const SEARCHED_FROM = 26;
/** So many fields are laid out together; what is out of sight is not. */
export const GROUP_SIZE = 20;

/** The keys of the fields whose name, key or help holds every word; null: all of them, as nothing is asked for. */
export function findFields(fields: readonly FormField[], query: string): ReadonlySet<string> | null {
  const words = plain(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return null;
  const found = fields.filter(({ label, key, help }) => {
    const text = plain(`${label}\n${key}\n${help ?? ''}`);
    return words.every((word) => text.includes(word));
  });
  return new Set(found.map(({ key }) => key));
}

/** Small letters without their accents. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Lists of at most `size`, in order. */
export function inGroups<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}
