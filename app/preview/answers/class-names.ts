import type { ModelFacts } from '#app/oip/control.ts';

type Label = string | number | bigint | boolean;

/** The classes of a classifier in the order of its scores, by the names people know. */
export interface ClassNames {
  names: readonly string[];
  /** The place of a class by the label the model gives it; -1 when it is none of them. */
  placeOf(label: Label): number;
}

/**
 * Brings together the label list of the graph and the names of the description.
 * @param described names in the order of the score columns
 * @param count how many scores there are, when there are any: the list that fits wins
 */
export function classNames(given: {
  labels: ModelFacts['classes'];
  described: readonly string[] | undefined;
  count: number | null;
}): ClassNames {
  const labels = given.labels?.map(String) ?? null;
  const described = given.described?.length ? given.described : null;
  const names = chooseNames({ labels, described, count: given.count });
  const columns = labels?.length === names.length ? labels : null;
  return { names, placeOf: (label) => (columns && placeAmong(columns, label)) ?? placeByName(label, names, columns) };
}

function placeAmong(columns: readonly string[], label: Label): number | null {
  const place = columns.indexOf(String(label));
  return place < 0 ? null : place;
}

function chooseNames(given: { labels: string[] | null; described: readonly string[] | null; count: number | null }) {
  const { labels, described, count } = given;
  // The same names in another order: the graph knows which column is which.
  const isReordered = labels !== null && described !== null && isSameSet(labels, described);
  const candidates = [isReordered ? labels : described, labels].filter((list) => list !== null);
  const wanted = count ?? labels?.length ?? described?.length ?? 0;
  const fitting = candidates.find((list) => list.length === wanted);
  return fitting ?? (count === null ? (candidates[0] ?? []) : numbered(count));
}

/** A label that is not in the list, or has none, is one of the names; or their place, when the list holds no numbers. */
function placeByName(label: Label, names: readonly string[], columns: readonly string[] | null): number {
  const place = names.indexOf(String(label));
  if (place >= 0 || typeof label === 'string' || columns?.some((column) => /^-?\d+$/.test(column))) return place;
  const number = Number(label);
  return Number.isInteger(number) && number >= 0 && number < names.length ? number : -1;
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, place) => String(place));
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}
