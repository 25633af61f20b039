import type { FieldValue } from '#app/catalog/description-format.ts';
import type { Answer, AnswerValue } from '#app/preview/contract.ts';

/** The outputs of an answer by how they are shown. What the headline and the bars say already is left out. */
export interface Shapes {
  curve: Curve | null;
  pictures: AnswerValue[];
  /** Single numbers and words. */
  singles: AnswerValue[];
  /** Lists that nothing else fits. */
  tables: AnswerValue[];
}

/** Values in order, with a band around them where the model gives one. */
export interface Curve {
  value: AnswerValue;
  points: number[];
  lower: number[] | null;
  upper: number[] | null;
}

/** Fewer points are a few numbers, more are no curve one could read. */
const MOST_POINTS = 5_000;

export function shapesOf(answer: Answer): Shapes {
  const { values, decision, scores } = answer;
  const curve = curveOf(values);
  const isSaid = ({ value, kind }: AnswerValue, at: number): boolean =>
    value === decision ||
    // Runs of earlier releases do not say which output the scores are from: it is the list of as many numbers.
    (scores.length > 0 && Array.isArray(value) && (kind ?? 'probabilities') === 'probabilities') ||
    (decision === null && at === 0 && !Array.isArray(value));
  const others = values.filter((value, at) => !isSaid(value, at) && !isOfCurve(value, curve));
  const pictures = others.filter(isPicture);
  const lists = others.filter((value) => Array.isArray(value.value) && !pictures.includes(value));
  return {
    curve,
    pictures,
    singles: others.filter(({ value }) => !Array.isArray(value)),
    tables: lists,
  };
}

function isOfCurve(value: AnswerValue, curve: Curve | null): boolean {
  if (!curve) return false;
  return value === curve.value || (isBound(value) && pointsOf(value)?.length === curve.points.length);
}

function curveOf(values: readonly AnswerValue[]): Curve | null {
  const series = values.filter(({ kind }) => kind === 'series');
  const value = series.find((one) => !isBound(one) && pointsOf(one) !== null);
  const points = value && pointsOf(value);
  if (!points) return null;
  const bound = (role: string): number[] | null => {
    const found = series.find((one) => one.role === role);
    const list = found ? pointsOf(found) : null;
    return list?.length === points.length ? list : null;
  };
  return { value, points, lower: bound('lower'), upper: bound('upper') };
}

function isBound({ kind, role }: AnswerValue): boolean {
  return kind === 'series' && (role === 'lower' || role === 'upper');
}

/** The numbers of a list; null when it is something else, or has one column beside another. */
function pointsOf({ value }: { value: FieldValue }): number[] | null {
  if (!Array.isArray(value) || value.length < 2 || value.length > MOST_POINTS) return null;
  const points = value.map((one) => (Array.isArray(one) && one.length === 1 ? one[0] : one));
  return points.every((one) => typeof one === 'number') ? (points as number[]) : null;
}

/** As many numbers as a screen has points several times over; larger ones are shown as a table. */
const MOST_PIXELS = 4_000_000;

function isPicture({ kind, role, value, shape }: AnswerValue): boolean {
  if ((kind !== 'image' && role !== 'mask') || !Array.isArray(value)) return false;
  const sizes = (shape ?? []).filter((size) => size !== 1);
  const count = sizes.reduce((product, size) => product * size, 1);
  return sizes.length >= 2 && sizes.length <= 3 && count <= MOST_PIXELS;
}
