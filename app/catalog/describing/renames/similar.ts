import type { DescribedInput } from '../../description-format.ts';

/** How much two names have in common, 0 to 1: Dice's coefficient of their pairs of letters, or one within the other. */
export function nameLikeness(one: DescribedInput, other: DescribedInput): number {
  const [left, right] = [one, other].map(namesOf);
  let best = 0;
  for (const a of left ?? []) for (const b of right ?? []) best = Math.max(best, wordLikeness(a, b));
  return best;
}

const SHORTEST_WITHIN = 4;
const WITHIN = 0.8;

function wordLikeness(one: string, other: string): number {
  if (one === other) return 1;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length >= SHORTEST_WITHIN && long.includes(short)) return WITHIN;
  const [left, right] = [pairsOf(one), pairsOf(other)];
  if (left.size === 0 || right.size === 0) return 0;
  let shared = 0;
  for (const pair of left) if (right.has(pair)) shared += 1;
  return (2 * shared) / (left.size + right.size);
}

const LONGEST_NAME = 60;

function namesOf({ key, feature, name, index, label }: DescribedInput): string[] {
  const names = [key, feature, index === undefined ? name : undefined, label];
  const plain = names.map((each) =>
    (each ?? '')
      .slice(0, LONGEST_NAME)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, ''),
  );
  return [...new Set(plain)].filter((each) => each !== '');
}

function pairsOf(word: string): Set<string> {
  const pairs = new Set<string>();
  for (let at = 0; at + 2 <= word.length; at += 1) pairs.add(word.slice(at, at + 2));
  return pairs;
}

/** How much of what two fields take is the same, 0 to 1: choices, or the range. Null where nothing tells. */
export function valueLikeness(one: DescribedInput, other: DescribedInput): number | null {
  if (one.allowed?.length && other.allowed?.length) {
    const known = new Set(one.allowed.map(({ value }) => String(value)));
    const shared = other.allowed.filter(({ value }) => known.has(String(value))).length;
    return shared / (known.size + other.allowed.length - shared);
  }
  const { min, max } = one;
  if (min === undefined || max === undefined || other.min === undefined || other.max === undefined) return null;
  const union = Math.max(max, other.max) - Math.min(min, other.min);
  const shared = Math.min(max, other.max) - Math.max(min, other.min);
  return union > 0 ? Math.max(0, shared) / union : null;
}
