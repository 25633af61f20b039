import type { FieldValue } from '#app/catalog/description-format.ts';

/** A question: every value by field key, in the model's own unit. */
export type Row = Readonly<Record<string, FieldValue>>;

/** A number that may be moved along the multiples of its step. */
export interface NumberField {
  kind: 'number';
  key: string;
  /** The typical range; the value of the question is inside. Up-only fields begin at that value. */
  low: number;
  high: number;
  /** What the field is set by; every multiple of it can be shown and typed exactly. */
  step: number;
  /** What counts as a distance of one: the median absolute deviation of the reference rows, or the best guess of it. */
  spread: number;
}

/** Choices of a field, the likeliest first. */
export interface ChoiceField {
  kind: 'choice';
  key: string;
  values: FieldValue[];
}

export type MovableField = NumberField | ChoiceField;

/** Digits enough for every multiple of a decimal step, without the noise behind them. */
const DIGITS = 12;

/** A multiple of the step as the decimal number people would write. */
export function gridValue({ step }: Pick<NumberField, 'step'>, place: number): number {
  return Number((place * step).toPrecision(DIGITS)) + 0;
}

/** The places on the grid strictly between two values; none when the first is above the second. */
export function placesBetween({ step }: NumberField, one: number, other: number): { first: number; last: number } {
  const [below, above] = one < other ? [one, other] : [other, one];
  // A multiple of the step that differs from the value by rounding only is the value itself.
  const slack = 1e-6;
  return { first: Math.floor(below / step + slack) + 1, last: Math.ceil(above / step - slack) - 1 };
}

/** The nearest value of the grid that is inside the range; null when the range holds none. */
export function snap(field: NumberField, value: number): number | null {
  const slack = 1e-6;
  const [first, last] = [Math.ceil(field.low / field.step - slack), Math.floor(field.high / field.step + slack)];
  if (first > last) return null;
  return gridValue(field, Math.min(Math.max(Math.round(value / field.step), first), last));
}

/** How far a value is from another: numbers in spreads, any other choice is one away. */
export function fieldDistance(field: MovableField, one: FieldValue | undefined, other: FieldValue | undefined): number {
  if (one === other) return 0;
  if (field.kind === 'choice') return 1;
  return Math.abs(Number(one) - Number(other)) / field.spread;
}

/** The sum over the fields: Σ|Δ| / spread, and one for each changed choice. */
export function rowDistance(fields: readonly MovableField[], one: Row, other: Row): number {
  return fields.reduce((sum, field) => sum + fieldDistance(field, one[field.key], other[field.key]), 0);
}
