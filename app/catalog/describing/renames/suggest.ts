import type { DescribedInput } from '../../description-format.ts';
import { nameLikeness, valueLikeness } from './similar.ts';

/** Fields that came and went, with their place in the form. */
interface Placed {
  field: DescribedInput;
  place: number;
}

/** How much each sign counts; what nothing is known of is left out. */
const WEIGHTS = { name: 0.45, values: 0.35, place: 0.2 };
const FEWEST = 0.5;
const SIMILAR_NAME = 0.4;
const SAME_VALUES = 0.8;
/** Of more fields than this that came and went at once, nobody confirms one by one. */
const MOST_COMPARED = 100;

/**
 * Notes at each new field which field of the version before it may be under another name: by name, range or choices, and
 * place. What people said of that one is taken over only once somebody confirms it.
 */
export function suggestRenames(fresh: readonly Placed[], gone: readonly Placed[]): void {
  if (fresh.length > MOST_COMPARED || gone.length > MOST_COMPARED) return;
  const isOnlyPair = fresh.length === 1 && gone.length === 1;
  const pairs = fresh.flatMap((now) => gone.flatMap((was) => likenessOf({ was, now, isOnlyPair }) ?? []));
  pairs.sort((one, other) => other.score - one.score);
  const taken = new Set<DescribedInput>();
  for (const { was, now, reasons } of pairs) {
    if (taken.has(was) || taken.has(now)) continue;
    taken.add(was).add(now);
    now.renamed = { from: was.key, label: was.label, reason: `It has ${inWords(reasons)}.` };
  }
}

interface Pair {
  was: Placed;
  now: Placed;
  /** Nothing else came or went. */
  isOnlyPair: boolean;
}

function likenessOf({ was, now, isOnlyPair }: Pair) {
  if (!takesTheSame(was.field, now.field)) return null;
  const name = nameLikeness(was.field, now.field);
  const values = valueLikeness(was.field, now.field);
  // People put fields into an order of their own, so the only two belong together wherever they stand.
  const place = isOnlyPair ? 1 : 1 / (1 + Math.abs(was.place - now.place));
  const isSign = name >= SIMILAR_NAME || (values ?? 0) >= SAME_VALUES;
  const whole = WEIGHTS.name + WEIGHTS.place + (values === null ? 0 : WEIGHTS.values);
  const score = (name * WEIGHTS.name + place * WEIGHTS.place + (values ?? 0) * WEIGHTS.values) / whole;
  if (!isSign || score < FEWEST) return null;
  const reasons = [
    ...(name >= SIMILAR_NAME ? ['a similar name'] : []),
    ...((values ?? 0) >= SAME_VALUES ? [now.field.allowed?.length ? 'the same choices' : 'much the same range'] : []),
    ...(was.place === now.place ? ['the same place'] : []),
  ];
  return { was: was.field, now: now.field, score, reasons };
}

const NUMBERS: ReadonlySet<string> = new Set(['number', 'integer']);
/** Without reference rows a choice is a text. */
const WORDS: ReadonlySet<string> = new Set(['category', 'text']);

function takesTheSame(one: DescribedInput, other: DescribedInput): boolean {
  return one.kind === other.kind || [NUMBERS, WORDS].some((kinds) => kinds.has(one.kind) && kinds.has(other.kind));
}

function inWords(reasons: readonly string[]): string {
  const last = reasons.at(-1) ?? '';
  return reasons.length > 1 ? `${reasons.slice(0, -1).join(', ')} and ${last}` : last;
}
