import type { FieldValue } from '#app/catalog/description-format.ts';
import { type MovableField, type NumberField, placesBetween, type Row } from './movable-fields.ts';
import type { Probe } from './probe.ts';
import type { Reply, Zone } from './reply.ts';

/** What was seen of a field by moving it alone. */
export interface Look {
  field: MovableField;
  /** The value of the question among them. */
  seen: Map<FieldValue, Reply | null>;
  /** Values of the even sweep, for the curve. */
  swept: Set<FieldValue>;
}

/** Everything a search knows; the stages add to it. */
export interface Search {
  probe: Probe;
  fields: readonly MovableField[];
  base: { row: Row; reply: Reply; zone: Zone };
  zoneOf: (reply: Reply | null | undefined) => Zone;
  looks: ReadonlyMap<string, Look>;
  /** Changes of single numbers that were asked again on both sides. */
  checked: Map<string, Bracket>;
  random: () => number;
}

/** The same question with one field at another value. */
export function withValue(row: Row, key: string, value: FieldValue): Row {
  return { ...row, [key]: value };
}

export interface Place {
  look: Look;
  value: FieldValue;
}

/** Asks values of single fields and keeps what came. */
export async function lookAt({ probe, base }: Search, places: readonly Place[]): Promise<void> {
  const fresh = places.filter(({ look, value }) => !look.seen.has(value));
  const replies = await probe.look(fresh.map(({ look, value }) => withValue(base.row, look.field.key, value)));
  for (const [at, { look, value }] of fresh.entries()) {
    const reply = replies[at];
    if (reply !== undefined) look.seen.set(value, reply);
  }
}

/** A change of the answer between two values of a number, everything else as in `row`. */
export interface Bracket {
  row: Row;
  field: NumberField;
  /** The side nearer to the question; `nearZone` holds there, and another one at `far`. */
  near: number;
  nearZone: Zone;
  far: number;
  farReply: Reply;
}

/** The seen values of a number from one end to the other. */
export function sortedNumbers({ seen }: Look): number[] {
  return [...seen.keys()].filter((value) => typeof value === 'number').sort((one, other) => one - other);
}

/** The nearest change up and down from the question that was seen so far. */
export function nearestChanges(search: Search, look: Look): Bracket[] {
  const { field } = look;
  const from = search.base.row[field.key];
  if (field.kind !== 'number' || typeof from !== 'number') return [];
  const values = sortedNumbers(look);
  const sides = [values.filter((value) => value > from), values.filter((value) => value < from).reverse()];
  return sides.flatMap((side) => firstChange(search, { look, field, values: [from, ...side] }) ?? []);
}

/** The first value, going along, whose answer is another one than the first's. */
export function firstChange(
  { base, zoneOf }: Pick<Search, 'base' | 'zoneOf'>,
  { look, field, values }: { look: Look; field: NumberField; values: readonly number[] },
): Bracket | null {
  let [near] = values;
  if (near === undefined) return null;
  const nearZone = zoneOf(look.seen.get(near));
  if (nearZone === null) return null;
  for (const value of values.slice(1)) {
    const reply = look.seen.get(value);
    const zone = zoneOf(reply);
    if (zone === null || !reply) continue;
    if (zone !== nearZone) return { row: base.row, field, near, nearZone, far: value, farReply: reply };
    near = value;
  }
  return null;
}

/** Whether no value of the grid is left between the two sides. */
export function isClosed({ field, near, far }: Bracket): boolean {
  const { first, last } = placesBetween(field, near, far);
  return first > last;
}
