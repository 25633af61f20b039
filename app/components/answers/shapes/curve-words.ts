import type { Answer } from '#app/preview/contract.ts';
import { withUnit } from '../answer-words.ts';
import { formatNumber } from '../format-value.ts';
import type { Curve } from './shapes-of.ts';

/** The curve in a sentence: how long it is, where it begins and ends, between which values it lies. */
export function curveWords({ points, value }: Pick<Curve, 'points' | 'value'>): string {
  const [first, last] = [points[0] as number, points.at(-1) as number];
  const [low, high] = [Math.min(...points), Math.max(...points)];
  const at = (number: number): string => withUnit(formatNumber(number), value.unit);
  return `${points.length} values, from ${formatNumber(first)} to ${at(last)}; lowest ${formatNumber(low)}, highest ${at(high)}.`;
}

/** What a curve goes on from, with its name. */
export interface Before {
  label: string;
  points: number[];
}

/** The series of the input that the answer goes on from, where it was kept as plain numbers. */
export function beforeOf(answer: Answer, inputs: Record<string, unknown> | null): Before | null {
  const given = answer.history && inputs?.[answer.history.key];
  if (!answer.history || !Array.isArray(given)) return null;
  const points = given.map((one) => (Array.isArray(one) && one.length === 1 ? one[0] : one));
  const isPlain = points.length > 1 && points.every((one) => typeof one === 'number');
  return isPlain ? { label: answer.history.label, points } : null;
}
