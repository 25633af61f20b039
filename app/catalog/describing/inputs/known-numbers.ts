import type { ColumnFacts } from '#app/oip/control.ts';
import type { DescribedInput } from '../../description-format.ts';
import { isNumeric } from './elements.ts';
import type { Slot } from './slot.ts';

/** What the graph tells of a number, with the reason in words. */
export interface KnownNumber {
  details: Pick<DescribedInput, 'min' | 'max' | 'p05' | 'p95' | 'step' | 'default'>;
  sure: boolean;
  reason: string;
}

/** Of what is spread evenly round its middle, 5 in 100 lie further below than so many standard deviations. */
const ONE_IN_TWENTY = 1.645;
/** So far from the middle almost nothing lies. */
const FARTHEST = 4;
/** Data goes on a little beyond the outermost place where trees found something to split. */
const BEYOND = 0.25;
/** Where they found many, the outermost ones are near the end of the data, and the usual values lie within. */
const MANY_SPLITS = 20;
const BEYOND_MANY = 0.1;
/** A slider of a hundred steps or more. */
const STEPS = 100;
/** Mean and spread of a column with two values leave no doubt about it within rounding of 32 bits. */
const SAME = 1e-3;
const HAIR = 1e-4;

/**
 * The two whole numbers next to each other that a column must hold, where its mean m and its spread s can only be
 * theirs: for values a and a + 1 alone s² = (m - a)(a + 1 - m). Or the 0 and 1 that trees tell apart. Null elsewhere.
 */
export function twoValues({ known, datatype }: Slot): { values: [number, number]; reason: string } | null {
  if (!known || !isNumeric(datatype)) return null;
  const { centre, spread, splits } = known;
  if (splits?.grid === 'yes-no') {
    return { values: [0, 1], reason: 'The model only tells 0 from 1.' };
  }
  if (splits || centre === undefined || spread === undefined || known.low !== undefined) return null;
  const low = Math.floor(centre);
  const variance = (centre - low) * (low + 1 - centre);
  const isTwo = Number.isSafeInteger(low) && variance > SAME && Math.abs(spread ** 2 - variance) <= SAME * variance;
  const reason = `The mean and the spread that its scaler keeps can only be those of ${low} and ${low + 1}.`;
  return isTwo ? { values: [low, low + 1], reason } : null;
}

/** Whether the graph tells that the values are whole numbers. */
export function isKnownWhole({ known }: Slot): boolean {
  return known?.limitsFrom === 'table' || (known?.splits !== undefined && known.splits.grid !== 'any');
}

/** Range, usual values and a value to start with, as scalers, trees and tables of the graph tell; null where none do. */
export function knownNumber({ known }: Slot, isWhole: boolean): KnownNumber | null {
  if (!known) return null;
  const range = limits(known) ?? usualOfTrees(known) ?? usualOfScaler(known, isWhole);
  const missing = typeof known.missing === 'number' ? known.missing : undefined;
  if (!range || !(range.max > range.min)) {
    if (missing === undefined) return null;
    const reason = `The model takes ${short(missing)} where the value is missing; nothing tells its usual range.`;
    return { details: { default: tidy(missing, null, isWhole) }, sure: false, reason };
  }
  const span = range.max - range.min;
  const step = isWhole ? 1 : stepOf(span);
  const toStep = (value: number): number => tidy(value, step, isWhole);
  const { min, max, p05, p95 } = range;
  const start = missing ?? known.centre ?? range.middle;
  return {
    details: {
      min: outward(min, step, Math.floor),
      max: outward(max, step, Math.ceil),
      ...(p05 !== undefined && p95 !== undefined && { p05: toStep(p05), p95: toStep(p95) }),
      ...(step !== null && { step }),
      default: toStep(Math.min(Math.max(start, min), max)),
    },
    sure: range.sure,
    reason: missing === undefined ? range.reason : `${range.reason} A missing one counts as ${short(missing)}.`,
  };
}

interface Range {
  min: number;
  max: number;
  p05?: number;
  p95?: number;
  middle: number;
  sure: boolean;
  reason: string;
}

function limits({ low, high, limitsFrom }: ColumnFacts): Range | null {
  if (low === undefined || high === undefined || !(high > low)) return null;
  const between = `${short(low)} to ${short(high)}`;
  const reasons = {
    scaler: `The model was trained with values from ${between}: its scaler keeps them.`,
    table: `The model has a list of ${high + 1} entries for it, numbered ${between}.`,
    clip: `The model cuts values off outside ${between}.`,
  };
  return { min: low, max: high, middle: (low + high) / 2, sure: true, reason: reasons[limitsFrom ?? 'clip'] };
}

function usualOfTrees({ splits }: ColumnFacts): Range | null {
  if (!splits) return null;
  const { lowest, highest, middle, count, grid } = splits;
  const isWhole = grid !== 'any';
  // A split between 1 and 2 speaks of both; one place of any number tells no range.
  if (count < 2 && !isWhole) return null;
  const isMany = count >= MANY_SPLITS;
  const [from, to] = isMany ? [splits.tenth, splits.ninetieth] : [lowest, highest];
  const beyond = (isMany ? BEYOND_MANY : BEYOND) * (highest - lowest);
  const places = count === 1 ? 'one place' : count >= 1_000 ? 'a thousand places or more' : `${count} places`;
  const stretch = count === 1 ? `, ${short(lowest)}` : ` from ${short(lowest)} to ${short(highest)}`;
  const whole = isWhole ? `${count === 1 ? ' It lies' : ' They all lie'} between whole numbers.` : '';
  const [min, max] = [keepSign(lowest - beyond, lowest), keepSign(highest + beyond, highest)];
  return {
    min: isWhole ? Math.floor(min) : min,
    max: isWhole ? Math.ceil(max) : max,
    p05: isWhole ? Math.floor(from) : from,
    p95: isWhole ? Math.ceil(to) : to,
    middle: isWhole ? Math.floor(middle) : middle,
    sure: false,
    reason: `The model tells values apart at ${places}${stretch}.${whole}`,
  };
}

function usualOfScaler({ centre, spread }: ColumnFacts, isWhole: boolean): Range | null {
  if (centre === undefined || spread === undefined || !(spread > 0)) return null;
  // Whole numbers with a mean above zero are counts, of which many are small and a few large.
  const floor = isWhole && centre > 0 ? 0 : Number.NEGATIVE_INFINITY;
  const p05 = Math.max(floor, centre - ONE_IN_TWENTY * spread);
  const p95 = centre + ONE_IN_TWENTY * spread;
  return {
    min: Math.max(floor, keepSign(centre - FARTHEST * spread, p05)),
    max: keepSign(centre + FARTHEST * spread, p95),
    p05,
    p95,
    middle: centre,
    sure: false,
    reason: `The model was trained with values round ${short(centre)}, most of them from ${short(p05)} to ${short(p95)}: its scaler keeps that.`,
  };
}

/** What is never seen to change its sign is rather an amount than a difference. */
function keepSign(value: number, seen: number): number {
  return value < 0 !== seen < 0 && seen !== 0 ? 0 : value;
}

/** A power of ten that divides a range into a hundred steps or more; null for a range that has none. */
function stepOf(span: number): number | null {
  const power = Math.floor(Math.log10(span / STEPS));
  return Number.isFinite(power) && power > -12 && power < 15 ? Number(`1e${power}`) : null;
}

/** Without the digits that nobody set: 0.33150756 is 0.332 where steps are thousandths. */
function tidy(value: number, step: number | null, isWhole: boolean): number {
  // A zero below zero is a zero.
  if (isWhole) return Math.round(value) + 0;
  if (step === null) return Number(value.toPrecision(6)) + 0;
  const rounded = Math.round(value / step) * step;
  return Number(rounded.toFixed(Math.max(0, -Math.floor(Math.log10(step))))) + 0;
}

/** A limit at the next step outside, so that rounding shuts nothing out; a hair beyond a step is rounding itself. */
function outward(limit: number, step: number | null, round: (value: number) => number): number {
  if (step === null) return limit + 0;
  const near = Math.round(limit / step);
  const isOnStep = Math.abs(limit / step - near) < HAIR;
  return tidy((isOnStep ? near : round(limit / step)) * step, step, false);
}

/** A number as people read it in a sentence. */
function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
