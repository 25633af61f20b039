import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';
import { displayOf } from '../display-unit.ts';
import type { MovableField, NumberField, Row } from '../flip-finder/movable-fields.ts';
import { type Field, fieldsOf } from '../inputs/graph-input.ts';
import { isWholeDatatype } from '../inputs/number-value.ts';

const MOVED_KINDS: ReadonlySet<DescribedInput['kind']> = new Set(['number', 'integer', 'category', 'yes-no']);
/** Outermost shares of the reference rows that count as typical. */
const LOW_SHARE = 0.005;
const HIGH_SHARE = 0.995;
/** With fewer rows the ends of what was seen say little. */
const ENOUGH_ROWS = 20;
/** Choices that are only known from the reference rows. */
const MOST_SEEN_CHOICES = 50;
/** A range without a step is set by about this many. */
const STEPS_A_RANGE = 1000;
/** Numbers without a display unit are shown with so many digits. */
const SHOWN_DIGITS = 6;
/** A normal distribution has 90 in 100 within so many standard deviations. */
const DEVIATIONS_OF_90 = 3.29;

/**
 * The fields of a version that may be moved around a question: single numbers and choices that are shown, not fixed,
 * and have more than one value to try.
 */
export function movableInputs(version: VersionDetail, row: Row, reference: readonly Row[]): MovableField[] {
  return fieldsOf(version).flatMap((field): MovableField[] => {
    const { input } = field;
    if (!isMovable(field)) return [];
    const value = row[input.key];
    const known = reference.flatMap((one) => one[input.key] ?? []);
    if (input.kind === 'category' || input.kind === 'yes-no') {
      const values = choicesOf(input, known);
      return values.some((one) => one !== value) ? [{ kind: 'choice', key: input.key, values }] : [];
    }
    if (typeof value !== 'number') return [];
    const moved = numberField(field, value, numbersOf(known));
    return moved.high > moved.low ? [moved] : [];
  });
}

/** Fields that people see and that may change, but are neither single numbers nor choices. */
export function unmovedInputs(version: VersionDetail): DescribedInput[] {
  return fieldsOf(version)
    .filter((field) => mayChange(field) && !isMovable(field))
    .map(({ input }) => input);
}

/** Whether there is a field that a search could move, whatever its value. */
export function hasMovable(version: VersionDetail): boolean {
  return fieldsOf(version).some(isMovable);
}

function isMovable(field: Field): boolean {
  return mayChange(field) && field.isSingle && MOVED_KINDS.has(field.input.kind);
}

function mayChange({ input }: Field): boolean {
  return !input.hidden && input.direction !== 'fixed';
}

function numbersOf(values: readonly FieldValue[]): number[] {
  return values.filter((value) => typeof value === 'number').sort((one, other) => one - other);
}

function numberField(field: Field, value: number, known: readonly number[]): NumberField {
  const { input } = field;
  const [from, to] = typicalRange(input, value, known);
  const low = input.direction === 'up-only' ? value : Math.min(from, value);
  const high = Math.max(to, value);
  const step = stepOf(field, { low, high });
  return {
    kind: 'number',
    key: input.key,
    low,
    high,
    step,
    spread: spreadOf(input, known) ?? ((high - low) / 6 || step),
  };
}

/** What nearly all reference rows lie within; else what the description says; else around the value itself. */
function typicalRange(
  { p05, p95, min, max }: DescribedInput,
  value: number,
  known: readonly number[],
): [number, number] {
  if (known.length >= ENOUGH_ROWS) return [quantile(known, LOW_SHARE), quantile(known, HIGH_SHARE)];
  const [lowest, highest] = [min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY];
  if (p05 !== undefined && p95 !== undefined && p95 > p05) {
    // The middle 90 of 100 and as much again on both sides.
    return [Math.max(lowest, p05 - (p95 - p05)), Math.min(highest, p95 + (p95 - p05))];
  }
  if (min !== undefined && max !== undefined) return [min, max];
  const around = Math.abs(value) || 1;
  return [Math.max(lowest, value - around), Math.min(highest, value + around)];
}

/** What the field is set by, and never finer than it is shown: a boundary between two values that look alike is none. */
function stepOf({ input, datatype }: Field, { low, high }: { low: number; high: number }): number {
  const isWhole = input.kind === 'integer' || isWholeDatatype(datatype);
  const nice = 10 ** Math.floor(Math.log10((high - low) / STEPS_A_RANGE || 1));
  const set = input.step !== undefined && input.step > 0 ? input.step : isWhole ? 1 : nice;
  const shown = shownStep(input, { isWhole, largest: Math.max(Math.abs(low), Math.abs(high)) });
  const step = Math.max(1, Math.round(set / shown)) * shown;
  return Number((isWhole ? Math.max(1, Math.round(step)) : step).toPrecision(12));
}

function shownStep(input: DescribedInput, { isWhole, largest }: { isWhole: boolean; largest: number }): number {
  const display = displayOf(input);
  if (display) return 10 ** -Math.max(0, Math.trunc(display.decimals) || 0) / Math.abs(display.scale);
  if (isWhole) return 1;
  return 10 ** (Math.floor(Math.log10(largest || 1)) + 1 - SHOWN_DIGITS);
}

/** The median absolute deviation; the standard deviation where half of the values are the same. */
function spreadOf({ p05, p95 }: DescribedInput, known: readonly number[]): number | null {
  if (known.length >= ENOUGH_ROWS) {
    const median = quantile(known, 0.5);
    const off = known.map((value) => Math.abs(value - median)).sort((one, other) => one - other);
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length - 1);
    const spread = quantile(off, 0.5) || Math.sqrt(variance);
    if (spread > 0) return spread;
  }
  return p05 !== undefined && p95 !== undefined && p95 > p05 ? (p95 - p05) / DEVIATIONS_OF_90 : null;
}

/** Of sorted values, by linear interpolation. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** All choices of a field, those that are seen most often first. */
function choicesOf(input: DescribedInput, known: readonly FieldValue[]): FieldValue[] {
  const counts = new Map<FieldValue, number>();
  for (const value of known) counts.set(value, (counts.get(value) ?? 0) + 1);
  const byCount = (one: FieldValue, other: FieldValue) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0);
  if (input.allowed?.length) return input.allowed.map(({ value }): FieldValue => value).sort(byCount);
  if (input.kind === 'yes-no') return [true, false];
  return [...counts.keys()].sort(byCount).slice(0, MOST_SEEN_CHOICES);
}
