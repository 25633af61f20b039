import { stepFor } from '../ui/number-words.ts';

/** The plane a curve is drawn on: its width, height and margins are in px of the drawing. */
export interface Plane {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface CurveScale {
  low: number;
  high: number;
  /** How far one press of a key or one px moves a value, a round number. */
  step: number;
  /** Values with a line across the plane. */
  ticks: number[];
}

const AIR = 0.15;
/** Curves that differ by less, of their size or at all, are flat. */
const FLATTEST = 1e-9;
const LEAST_SPAN = 1e-100;
/** No drawing holds larger numbers. */
const LARGEST = 1e100;

/** Whether these can be drawn at all. */
export function canBeDrawn(numbers: readonly number[]): boolean {
  return numbers.length > 0 && numbers.every((number) => Math.abs(number) <= LARGEST);
}

/** A scale with room above and below every value; flat curves get room around their one value. */
export function curveScale(numbers: readonly number[]): CurveScale {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > most) most = number;
  }
  const size = Math.max(Math.abs(least), Math.abs(most));
  if (!(most - least > Math.max(size * FLATTEST, LEAST_SPAN))) {
    const room = Math.max(1, size / 10);
    [least, most] = [least - room, most + room];
  }
  const air = (most - least) * AIR;
  const low = least - air;
  const high = most + air;
  return { low, high, step: stepFor(low, high), ticks: ticksOf(low, high) };
}

/** Two to five round values. */
function ticksOf(low: number, high: number): number[] {
  const raw = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(Number(tick.toPrecision(12)));
  return ticks;
}

/** Where the value at a place lies on the plane. */
export function pointAt(place: number, value: number, { plane, scale, count }: CurveFrame): { x: number; y: number } {
  const { width, height, left, right, top, bottom } = plane;
  const share = count < 2 ? 0.5 : place / (count - 1);
  const rise = (value - scale.low) / (scale.high - scale.low);
  return { x: left + share * (width - left - right), y: top + (1 - rise) * (height - top - bottom) };
}

export interface CurveFrame {
  plane: Plane;
  scale: CurveScale;
  count: number;
}

/** The place whose point is nearest to this x. */
export function placeAt(x: number, { plane, count }: CurveFrame): number {
  const share = (x - plane.left) / (plane.width - plane.left - plane.right);
  return Math.min(count - 1, Math.max(0, Math.round(share * (count - 1))));
}

/** The value at this y, no finer than a step. */
export function valueAt(y: number, { plane, scale }: CurveFrame): number {
  const rise = 1 - (y - plane.top) / (plane.height - plane.top - plane.bottom);
  return stepped(scale.low + rise * (scale.high - scale.low), scale.step);
}

/** The value rounded to whole steps. */
export function stepped(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toPrecision(12));
}
