import { elementsOf } from '#app/catalog/description-format.ts';
import { cosine } from '#app/statistics/neighbours.ts';
import type { Answer, AnswerValue, NearAnswer } from '../contract.ts';

/** An embedding of something people can name. */
export interface KnownVector {
  name: string;
  truth: string | null;
  vector: number[];
}

const SHOWN = 5;
/** Numbers of all vectors together: a tenth of a millisecond to go through, and a megabyte on the disk. */
const MOST_NUMBERS = 100_000;
const DIGITS = 6;

/** The vector of an answer; null when it is none. */
export function vectorOf(answer: Pick<Answer, 'values'>): number[] | null {
  const value: AnswerValue | undefined = answer.values.find(({ role }) => role === 'embedding');
  if (!value || !Array.isArray(value.value)) return null;
  const count = (value.shape ?? []).reduce((product, size) => product * size, 1);
  const flat = elementsOf(value.value, count);
  return flat?.every((one) => typeof one === 'number') ? (flat as number[]) : null;
}

/** As many as fit, of the length of the first. */
export function keepVectors(found: readonly KnownVector[]): KnownVector[] | null {
  const length = found[0]?.vector.length ?? 0;
  if (length === 0) return null;
  return found
    .filter(({ vector }) => vector.length === length)
    .slice(0, Math.max(1, Math.floor(MOST_NUMBERS / length)))
    .map((one) => ({ ...one, vector: one.vector.map((value) => Number(value.toPrecision(DIGITS))) }));
}

/** The known ones most like a vector, by the cosine of the angle between them. */
export function nearestTo(vector: readonly number[], known: readonly KnownVector[]): NearAnswer[] {
  return known
    .filter((one) => one.vector.length === vector.length)
    .map(({ name, truth, vector: other }) => ({ name, truth, similarity: cosine(vector, other) }))
    .sort((one, other) => other.similarity - one.similarity)
    .slice(0, SHOWN);
}
