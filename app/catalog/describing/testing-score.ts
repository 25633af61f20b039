import type { DescribedInput } from '../description-format.ts';

/** What is true of a field, as a preview.json or the maker of a test model says it. */
export type TrueField = Pick<DescribedInput, 'kind'> &
  Partial<Pick<DescribedInput, 'label' | 'min' | 'max' | 'p05' | 'p95' | 'allowed'>>;

/** How many fields were guessed right, of how many there is something to guess, in each respect. */
export type Score = Record<'kind' | 'choices' | 'label' | 'range', { right: number; asked: number }>;

/** Two ranges agree when what they share is at least half of what they cover together. */
const ENOUGH_SHARED = 0.5;

/** Compares guessed fields with the true ones, in their order. Only what the truth speaks of is asked. */
export function scoreFields(guessed: readonly DescribedInput[], truth: readonly TrueField[]): Score {
  const score = emptyScore();
  truth.forEach((field, i) => {
    const guess = guessed[i];
    const count = (respect: keyof Score, isRight: boolean): void => {
      score[respect].asked++;
      if (isRight) score[respect].right++;
    };
    count('kind', guess !== undefined && kindOf(guess) === kindOf(field));
    if (field.label !== undefined) count('label', guess?.label.toLowerCase() === field.label.toLowerCase());
    if (field.allowed) count('choices', isSameSet(guess?.allowed, field.allowed));
    const range = rangeOf(field);
    if (range && !field.allowed) count('range', isNear(guess && rangeOf(guess), range));
  });
  return score;
}

export function emptyScore(): Score {
  const none = () => ({ right: 0, asked: 0 });
  return { kind: none(), choices: none(), label: none(), range: none() };
}

export function addScore(sum: Score, more: Score): Score {
  const respects = Object.keys(sum) as (keyof Score)[];
  const added = respects.map((respect) => {
    const [one, other] = [sum[respect], more[respect]];
    return [respect, { right: one.right + other.right, asked: one.asked + other.asked }];
  });
  return Object.fromEntries(added) as Score;
}

/** Right of asked, in all respects together. */
export function total(score: Score): { right: number; asked: number } {
  const parts = Object.values(score);
  return {
    right: parts.reduce((sum, part) => sum + part.right, 0),
    asked: parts.reduce((sum, part) => sum + part.asked, 0),
  };
}

/** One line of the table: 'kind 6/6 · choices 1/1 …'. */
export function scoreLine(name: string, score: Score): string {
  const { right, asked } = total(score);
  const parts = Object.entries(score)
    .filter(([, part]) => part.asked > 0)
    .map(([respect, part]) => `${respect} ${part.right}/${part.asked}`);
  const share = asked === 0 ? '' : `${Math.round((100 * right) / asked)} %`;
  return `${name.padEnd(26)} ${share.padStart(5)}  ${parts.join(' · ')}\n`;
}

/** A category of two is the same thing to people as yes or no. */
function kindOf({ kind, allowed }: TrueField): string {
  return kind === 'yes-no' || (kind === 'category' && allowed?.length === 2) ? 'one of two' : kind;
}

function isSameSet(guessed: DescribedInput['allowed'], truth: NonNullable<DescribedInput['allowed']>): boolean {
  const values = new Set(guessed?.map(({ value }) => String(value)));
  return values.size === truth.length && truth.every(({ value }) => values.has(String(value)));
}

function rangeOf({ min, max, p05, p95 }: TrueField): [number, number] | null {
  if (p05 !== undefined && p95 !== undefined) return [p05, p95];
  return min !== undefined && max !== undefined ? [min, max] : null;
}

function isNear(guess: [number, number] | null | undefined, truth: [number, number]): boolean {
  if (!guess) return false;
  const shared = Math.min(guess[1], truth[1]) - Math.max(guess[0], truth[0]);
  const covered = Math.max(guess[1], truth[1]) - Math.min(guess[0], truth[0]);
  return covered > 0 && shared / covered >= ENOUGH_SHARED;
}
