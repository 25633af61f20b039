import type { Description, FieldValue } from '#app/catalog/description-format.ts';
import type { Answer, TwinView } from '../contract.ts';

/** What is different in the answer to a twin. */
export type Difference = Pick<TwinView, 'differs' | 'direction' | 'score' | 'value'>;

/** What the last digits of 32 bits cannot tell apart, as a share of the larger number. */
const NOISE = 1e-5;

/**
 * Compares the answer to a twin with the one to the case itself. Decisions differ when they are not the same; numbers
 * when they are further apart than `tolerance` of their output (a key of preview.json, in the unit of the output), or
 * than the noise of 32 bits where it says none. A decision is better when it is the favourable one and the other was
 * not; of numbers nobody said which way is better.
 */
export function compareAnswers(description: Description, before: Answer, after: Answer): Difference {
  const favourable = description.outputs.find((output) => output.favourable !== undefined)?.favourable ?? null;
  const score = scoresOf(before, after, favourable);
  if (before.decision !== null || after.decision !== null) {
    const differs = before.decision !== after.decision;
    return { differs, direction: differs ? directionOf(before, after, favourable) : null, score, value: null };
  }
  const value = valuesOf(before, after);
  const differs = value ? isApart(description, value) : !isSame(allValues(before), allValues(after));
  return { differs, direction: null, score, value };
}

function directionOf(before: Answer, after: Answer, favourable: string | null): TwinView['direction'] {
  if (favourable === null) return null;
  if (after.decision === favourable) return 'better';
  return before.decision === favourable ? 'worse' : null;
}

function scoresOf(before: Answer, after: Answer, favourable: string | null): TwinView['score'] {
  const scored = (answer: Answer, label: string | null) => answer.scores.find((one) => one.label === label)?.score;
  for (const label of [favourable, before.decision]) {
    const [was, is] = [scored(before, label), scored(after, label)];
    if (label !== null && was !== undefined && is !== undefined) return { label, before: was, after: is };
  }
  return null;
}

/** The one number of each answer; a vector or a curve is none. */
function valuesOf(before: Answer, after: Answer): TwinView['value'] {
  const [was, is] = [before, after].map(({ values }) => values.filter(({ value }) => typeof value === 'number'));
  const [one, other] = [was?.[0], is?.[0]];
  if (was?.length !== 1 || is?.length !== 1 || one?.name !== other?.name) return null;
  return { label: one?.label ?? '', unit: one?.unit ?? null, before: Number(one?.value), after: Number(other?.value) };
}

/** Everything the answers hold, for those that are neither a decision nor one number. */
function allValues({ values }: Answer): FieldValue {
  return values.map(({ value }) => value);
}

function isSame(one: FieldValue, other: FieldValue): boolean {
  if (typeof one === 'number' && typeof other === 'number') {
    return Math.abs(one - other) <= NOISE * Math.max(Math.abs(one), Math.abs(other));
  }
  if (!Array.isArray(one) || !Array.isArray(other)) return JSON.stringify(one) === JSON.stringify(other);
  return one.length === other.length && one.every((value, at) => isSame(value, other[at] ?? null));
}

function isApart({ outputs }: Description, { before, after }: NonNullable<TwinView['value']>): boolean {
  const given = outputs.map((output) => (output as { tolerance?: unknown }).tolerance);
  const tolerance = given.find((one) => typeof one === 'number' && one >= 0) as number | undefined;
  const noise = NOISE * Math.max(Math.abs(before), Math.abs(after));
  return Math.abs(after - before) > Math.max(tolerance ?? 0, noise);
}
