import type { Choice, DescribedInput } from '../description-format.ts';
import type { Slot } from './inputs/slot.ts';

/**
 * What of a description of the version before still counts: what a person corrected after publishing, always; what the
 * publisher said of it, as long as this upload brings no preview.json of its own.
 */
export function keptOf<T extends { corrected?: string[] }>(before: T, isSilent: boolean, isGuess: boolean): Partial<T> {
  if (isSilent && !isGuess) return before;
  const corrected = new Set(before.corrected);
  return Object.fromEntries(
    Object.entries(before).filter(([key]) => corrected.has(key) || key === 'corrected'),
  ) as Partial<T>;
}

/** The corrections that nothing newer replaced. */
export function stillCorrected(before: { corrected?: string[] } | undefined, said: object | null): string[] {
  return (before?.corrected ?? []).filter((key) => !said || !Object.hasOwn(said, key));
}

/** What is kept of a field. A model that learned new choices offers them, after those people know. */
export function keptField(before: DescribedInput | undefined, slot: Slot, isSilent: boolean): Partial<DescribedInput> {
  if (!before) return {};
  const kept = keptOf(before, isSilent, before.guess !== undefined);
  return kept.allowed && slot.choices ? { ...kept, allowed: joinChoices(kept.allowed, slot.choices) } : kept;
}

function joinChoices(known: readonly Choice[], choices: readonly (string | number)[]): Choice[] {
  const values = new Set<unknown>(choices);
  const kept = known.filter(({ value }) => values.has(value));
  const old = new Set<unknown>(kept.map(({ value }) => value));
  return [...kept, ...choices.filter((value) => !old.has(value)).map((value) => ({ value, label: String(value) }))];
}
