import { type Bracket, isClosed, type Search, withValue } from './looks.ts';
import { gridValue, placesBetween, type Row } from './movable-fields.ts';
import type { Reply } from './reply.ts';

/** More rounds than any range of doubles needs. */
const MOST_ROUNDS = 64;
/** Values asked inside each bracket at once, where rows cost little: fewer rounds, and nearer changes are seen. */
const PLACES_AT_ONCE = 7;
const BATCHING_ROWS = 16;

/**
 * Narrows changes down to the step of their field, all in one batch a round. Of several changes inside one bracket the
 * one nearest to the question is kept.
 * @returns those that came down to one step. Where the model gave no answer in between, nothing can be said
 */
export async function narrow(
  search: Search,
  brackets: readonly Bracket[],
  note?: (value: { bracket: Bracket; value: number; reply: Reply | null }) => void,
): Promise<Bracket[]> {
  const current = [...brackets];
  const open = new Set(current.keys());
  const each = search.probe.batchRows >= BATCHING_ROWS ? PLACES_AT_ONCE : 1;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    for (const at of open) if (isClosed(current[at] as Bracket)) open.delete(at);
    if (open.size === 0 || search.probe.isOver()) break;
    const asked = [...open].map((at) => ({ at, values: valuesInside(current[at] as Bracket, each) }));
    const rows = asked.flatMap(({ at, values }) => values.map((value) => rowAt(current[at] as Bracket, value)));
    const replies = await search.probe.look(rows);
    let place = 0;
    for (const { at, values } of asked) {
      const bracket = current[at] as Bracket;
      const inside = values.map((value) => ({ value, reply: replies[place++] }));
      if (inside.some(({ reply }) => reply === undefined)) return current.filter(isClosed);
      for (const { value, reply } of inside) note?.({ bracket, value, reply: reply ?? null });
      const narrower = narrowed(search, bracket, inside);
      current[at] = narrower;
      if (narrower === bracket) open.delete(at);
    }
  }
  return current.filter(isClosed);
}

function rowAt({ row, field }: Bracket, value: number): Row {
  return withValue(row, field.key, value);
}

/** Values of the grid that part what is inside evenly, from the near side to the far one. */
function valuesInside({ field, near, far }: Bracket, most: number): number[] {
  const { first, last } = placesBetween(field, near, far);
  const count = Math.min(most, last - first + 1);
  const places = Array.from(
    { length: count },
    (_, at) => first + Math.floor(((last - first + 1) * (at + 1)) / (count + 1)),
  );
  const values = [...new Set(places)].map((at) => gridValue(field, Math.min(at, last)));
  return far > near ? values : values.reverse();
}

/** The first change going from the near side; the same bracket when nothing usable lay inside. */
function narrowed(
  { zoneOf }: Search,
  bracket: Bracket,
  inside: readonly { value: number; reply: Reply | null | undefined }[],
): Bracket {
  let { near, far, farReply } = bracket;
  for (const { value, reply } of inside) {
    const zone = zoneOf(reply);
    if (zone === null || !reply) continue;
    if (zone !== bracket.nearZone) {
      far = value;
      farReply = reply;
      break;
    }
    near = value;
  }
  return near === bracket.near && far === bracket.far ? bracket : { ...bracket, near, far, farReply };
}
