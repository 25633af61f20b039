import type { Choice, DescribedInput } from '../description-format.ts';
import type { Slot } from './inputs/slot.ts';
import { without } from './preview-file/spoken.ts';

/** What is guessed of a field, so it may have been a guess before too. */
const GUESSED_KEYS = [
  'kind',
  'guess',
  'allowed',
  'default',
  'min',
  'max',
  'p05',
  'p95',
  'step',
  'multiline',
  'length',
  'layout',
  'width',
  'height',
  'channels',
  'colour',
  'preprocess',
];

/**
 * What of a description of the version before still counts: what a person corrected after publishing, always; what the
 * publisher said of it, as long as this upload brings no preview.json of its own.
 * @param guessed keys that nobody said
 */
export function keptOf<T extends { corrected?: string[] }>(
  before: T,
  isSilent: boolean,
  guessed: readonly string[] = [],
): Partial<T> {
  const corrected = new Set(before.corrected);
  const stays = (key: string): boolean => corrected.has(key) || (isSilent && !guessed.includes(key));
  const isKept = (key: string): boolean => key === 'corrected' || (stays(key) && key !== 'renamed');
  return Object.fromEntries(Object.entries(before).filter(([key]) => isKept(key))) as Partial<T>;
}

/** The corrections that nothing newer replaced. */
export function stillCorrected(before: { corrected?: string[] } | undefined, said: object | null): string[] {
  return (before?.corrected ?? []).filter((key) => !said || !Object.hasOwn(said, key));
}

/** What is kept of a field. A model that learned new choices offers them, after those people know. */
export function keptField(before: DescribedInput | undefined, slot: Slot, isSilent: boolean): Partial<DescribedInput> {
  if (!before) return {};
  const kept = keptOf(before, isSilent, before.guess ? [...GUESSED_KEYS, ...(before.guess.keys ?? [])] : []);
  if (!kept.allowed || !slot.choices) return kept;
  const isCorrected = before.corrected?.includes('allowed');
  const allowed = joinChoices(kept.allowed, slot.choices, isCorrected ? [] : slot.choices);
  return allowed.length > 0 ? { ...kept, allowed } : without(kept, ['allowed']);
}

/** The known choices that the model still takes, then the new ones. */
function joinChoices(
  known: readonly Choice[],
  choices: readonly (string | number)[],
  added: readonly (string | number)[],
): Choice[] {
  const values = new Set<unknown>(choices);
  const kept = known.filter(({ value }) => values.has(value));
  const old = new Set<unknown>(kept.map(({ value }) => value));
  return [...kept, ...added.filter((value) => !old.has(value)).map((value) => ({ value, label: String(value) }))];
}
