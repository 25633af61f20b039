import { type Look, lookAt, type Place, type Search } from './looks.ts';
import { fieldDistance, gridValue, type NumberField, placesBetween, snap } from './movable-fields.ts';

/** Points of the even sweep of a number, ends included. */
const SWEEP_POINTS = 21;
/** Choices of one field that are tried first; the others when there is room for them. */
const FIRST_CHOICES = 50;
const FEWEST_POINTS = 3;
/** Part of the rows and the time that the sweep may use. */
const SWEEP_SHARE = 0.45;

/**
 * Moves each field alone: numbers over their typical range, evenly and in doubling steps away from the question;
 * choices over all they have. The outermost values come first, so that a slow model has been asked something of each.
 */
export async function sweep(search: Search): Promise<void> {
  const looks = [...search.looks.values()];
  const each = Math.floor((search.probe.affordable() * SWEEP_SHARE) / Math.max(1, looks.length));
  const points = Math.min(SWEEP_POINTS, Math.max(FEWEST_POINTS, each));
  const perField = looks.map((look) => placesOf(search, look, points));
  await lookAt(search, inTurns(perField));
  if (!search.probe.isOver()) await sweepRest(search, looks);
}

/** The choices of long lists that were left out, as many as there is room for. */
async function sweepRest(search: Search, looks: readonly Look[]): Promise<void> {
  const room = Math.floor(search.probe.affordable() * SWEEP_SHARE);
  const rest = looks.map((look) => {
    const { field } = look;
    return field.kind === 'choice' ? field.values.slice(FIRST_CHOICES).map((value) => ({ look, value })) : [];
  });
  await lookAt(search, inTurns(rest).slice(0, room));
}

function placesOf({ base }: Search, look: Look, points: number): Place[] {
  const { field } = look;
  if (field.kind === 'choice') {
    const values = field.values.slice(0, FIRST_CHOICES);
    for (const value of values) look.swept.add(value);
    return values.map((value) => ({ look, value }));
  }
  const even = evenValues(field, points);
  for (const value of even) look.swept.add(value);
  const from = Number(base.row[field.key]);
  const near = points === SWEEP_POINTS ? doublingValues(field, from) : [];
  return [...even, ...near].map((value) => ({ look, value }));
}

/** Values evenly over the range: both ends, then the middles of what is left between, coarse to fine. */
function evenValues(field: NumberField, points: number): number[] {
  const shares = Array.from({ length: points }, (_, at) => at / Math.max(1, points - 1));
  const order = [0, points - 1, ...bisected(0, points - 1)];
  const values = order.flatMap((at) => snap(field, field.low + (shares[at] ?? 0) * (field.high - field.low)) ?? []);
  return [...new Set(values)];
}

function bisected(from: number, to: number): number[] {
  const found: number[] = [];
  const open = [[from, to]];
  for (const [low = 0, high = 0] of open) {
    if (high - low < 2) continue;
    const middle = Math.floor((low + high) / 2);
    found.push(middle);
    open.push([low, middle], [middle, high]);
  }
  return found;
}

/** One, two, four, eight … steps away from the question, on both sides. */
function doublingValues(field: NumberField, from: number): number[] {
  return [field.high, field.low].flatMap((end) => {
    const { first, last } = placesBetween(field, from, end);
    const values: number[] = [];
    for (let away = 0; first + away <= last; away = away * 2 + 1) {
      values.push(gridValue(field, end > from ? first + away : last - away));
    }
    return values;
  });
}

/** One of each list, then the next of each. */
function inTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = lists.reduce((most, list) => Math.max(most, list.length), 0);
  const turns: T[] = [];
  for (let at = 0; at < longest; at += 1) {
    for (const list of lists) if (at < list.length) turns.push(list[at] as T);
  }
  return turns;
}

/** Part of the rows and the time that looking closer may use. */
const CLOSER_SHARE = 0.4;
const MOST_ROUNDS = 3;

/**
 * Looks at what lies nearer to the question than the nearest change found so far, the nearest first: a model of trees
 * may change its mind within less than the sweep steps over. Values are left out evenly where they are too many.
 * @param nearest how far the nearest change is by now
 */
export async function lookCloser(search: Search, nearest: () => number): Promise<void> {
  const numbers = [...search.looks.values()].filter((look) => look.field.kind === 'number');
  let room = Math.floor(search.probe.affordable() * CLOSER_SHARE);
  for (let round = 0; round < MOST_ROUNDS && room > 0 && !search.probe.isOver(); round += 1) {
    const places = nearerPlaces(search, numbers, { within: nearest(), most: room });
    if (places.length === 0) return;
    let isNearer = false;
    for (let at = 0; at < places.length && !isNearer && !search.probe.isOver(); at += search.probe.batchRows) {
      const batch = places.slice(at, at + search.probe.batchRows);
      await lookAt(search, batch);
      room -= batch.length;
      isNearer = batch.some(({ look, value }) => {
        const zone = search.zoneOf(look.seen.get(value));
        return zone !== null && zone !== search.base.zone;
      });
    }
    if (!isNearer) return;
  }
}

function nearerPlaces(
  { base }: Search,
  looks: readonly Look[],
  { within, most }: { within: number; most: number },
): Place[] {
  const ranges = looks.flatMap((look) => {
    const field = look.field as NumberField;
    const from = Number(base.row[field.key]);
    const reach = within * field.spread;
    const [low, high] = [Math.max(field.low, from - reach), Math.min(field.high, from + reach)];
    return [
      { look, field, from, span: placesBetween(field, from, high), isUp: true },
      { look, field, from, span: placesBetween(field, low, from), isUp: false },
    ];
  });
  const total = ranges.reduce((sum, { span }) => sum + Math.max(0, span.last - span.first + 1), 0);
  const stride = Math.max(1, Math.ceil(total / most));
  const places = ranges.flatMap(({ look, field, from, span, isUp }) => {
    const found: (Place & { distance: number })[] = [];
    for (let away = stride - 1; span.first + away <= span.last; away += stride) {
      const value = gridValue(field, isUp ? span.first + away : span.last - away);
      if (!look.seen.has(value)) found.push({ look, value, distance: fieldDistance(field, from, value) });
    }
    return found;
  });
  return places.sort((one, other) => one.distance - other.distance);
}
