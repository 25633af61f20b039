import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';
import { showNumber, withShownUnit } from '../display-unit.ts';

/** A value a twin may have, and as people read it. */
export interface TwinValue {
  value: FieldValue;
  words: string;
}

/** So many points of a number's usual range stand for all of them. */
const NUMBER_POINTS = 5;

/**
 * The first `most` values of a sensitive field that a twin may have, the present one left out, and how many there are;
 * none when nothing is known.
 */
export function otherValues(
  input: DescribedInput,
  { current, most }: { current: FieldValue; most: number },
): { values: TwinValue[]; count: number } {
  const others = valuesOf(input).filter((value) => value !== current);
  const values = others.slice(0, most).map((value) => ({ value, words: valueWords(input, value) }));
  return { values, count: others.length };
}

/** A value of a field as people read it: the words of a choice, a number in the unit of the form. */
export function valueWords(input: DescribedInput, value: FieldValue): string {
  const choice = input.allowed?.find((allowed) => allowed.value === value);
  if (choice) return choice.label;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'number' ? withShownUnit(showNumber(value, input), input) : String(value);
}

function valuesOf(input: DescribedInput): FieldValue[] {
  if (input.allowed?.length) return input.allowed.map(({ value }) => value);
  if (input.kind === 'yes-no') return [true, false];
  return input.kind === 'number' || input.kind === 'integer' ? numberPoints(input) : [];
}

/** Evenly over where nine of ten lie of what the model has seen, on the steps of the field. */
function numberPoints({ kind, min, max, p05, p95, step }: DescribedInput): number[] {
  const [from, to] = [p05 ?? min, p95 ?? max];
  if (from === undefined || to === undefined || !(to > from)) return [];
  const grid = kind === 'integer' ? Math.max(1, Math.round(step ?? 1)) : (step ?? 0);
  const points = Array.from({ length: NUMBER_POINTS }, (_, at) => from + ((to - from) * at) / (NUMBER_POINTS - 1));
  return [...new Set(points.map((point) => onGrid(point, { from, grid })))].filter((point) => point <= to);
}

function onGrid(point: number, { from, grid }: { from: number; grid: number }): number {
  const at = grid > 0 ? from + Math.round((point - from) / grid) * grid : point;
  // Steps of 0.1 add up to 0.30000000000000004.
  return Number(at.toPrecision(12));
}
