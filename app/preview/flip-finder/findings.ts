import type { FieldValue } from '#app/catalog/description-format.ts';
import { type Bracket, type Look, nearestChanges, type Search, withValue } from './looks.ts';
import { fieldDistance, type NumberField, type Row, rowDistance } from './movable-fields.ts';
import type { Reply, Zone } from './reply.ts';

/** One field of a finding. */
export interface Change {
  key: string;
  from: FieldValue;
  to: FieldValue;
  /** Of a number: the last value on the way that still gives the first answer, one step before. */
  holdsTo: number | null;
  /** Of a choice: others that give the same answer as `to`. */
  alsoTo: FieldValue[];
}

/** A question next to the one that was asked, and another answer. Both sides were asked again before it is told. */
export interface Finding {
  id: string;
  changes: Change[];
  row: Row;
  reply: Reply;
  /** Σ|Δ| / spread, and one for each changed choice. */
  distance: number;
  /** How far from the nearest reference rows the changed question is, in the same measure; null without any. */
  strangeness: number | null;
}

/** Each side of a change is asked so often again. */
const TIMES_ASKED_AGAIN = 2;
/** Choices that are named beside the one of the finding. */
const MOST_NAMED = 20;

/** What is about to be said: with these rows come these answers. */
export interface Claim {
  row: Row;
  zone: Zone;
}

/**
 * Asks again what is about to be said, and the question itself with it. One answer that is not the one from before, and
 * the model gives two answers to one question: the search is over and nothing is said.
 * @returns for each list of claims whether all of them held every time
 */
export async function askAgain({ probe, base, zoneOf }: Search, lists: readonly Claim[][]): Promise<boolean[]> {
  if (lists.length === 0) return [];
  const claims = [...lists.flat(), base];
  const replies = await probe.check(
    Array.from({ length: TIMES_ASKED_AGAIN }, () => claims.map(({ row }) => row)).flat(),
  );
  const isHeld = claims.map(() => true);
  for (const [at, reply] of replies.entries()) {
    const place = at % claims.length;
    if (reply === undefined) isHeld[place] = false;
    else if (zoneOf(reply) !== claims[place]?.zone) {
      probe.giveUp();
      return lists.map(() => false);
    }
  }
  let at = 0;
  return lists.map((list) => {
    at += list.length;
    return isHeld.at(-1) === true && isHeld.slice(at - list.length, at).every((held) => held);
  });
}

/** Both sides of a change. */
export function sidesOf(search: Search, { row, field, near, nearZone, far, farReply }: Bracket): Claim[] {
  return [
    { row: withValue(row, field.key, near), zone: nearZone },
    { row: withValue(row, field.key, far), zone: search.zoneOf(farReply) },
  ];
}

/** A change of one number, down to its step and checked, as a finding. */
export function numberFinding({ base }: Search, { field, near, far, farReply }: Bracket): Finding {
  const from = base.row[field.key] as number;
  return {
    id: `${field.key}:${far > from ? 'up' : 'down'}`,
    changes: [{ key: field.key, from, to: far, holdsTo: near, alsoTo: [] }],
    row: withValue(base.row, field.key, far),
    reply: farReply,
    distance: fieldDistance(field, from, far),
    strangeness: null,
  };
}

/** How far the nearest change of one field is that was seen so far, checked or not. */
export function nearestSeen(search: Search): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const look of search.looks.values()) {
    if (look.field.kind === 'choice' && choicesByZone(search, look).size > 0) nearest = Math.min(nearest, 1);
    for (const { field, far } of nearestChanges(search, look)) {
      nearest = Math.min(nearest, fieldDistance(field as NumberField, search.base.row[field.key], far));
    }
  }
  return nearest;
}

/** The choices of a field that change the answer, by which answer; the likeliest first. */
function choicesByZone(
  { base, zoneOf }: Search,
  { field, seen }: Look,
): Map<string, { value: FieldValue; reply: Reply }[]> {
  const byZone = new Map<string, { value: FieldValue; reply: Reply }[]>();
  if (field.kind !== 'choice') return byZone;
  for (const value of field.values) {
    const reply = seen.get(value);
    const zone = zoneOf(reply);
    if (!reply || zone === null || zone === base.zone) continue;
    byZone.set(zone, [...(byZone.get(zone) ?? []), { value, reply }]);
  }
  return byZone;
}

/** Other choices that change the answer: one finding for each other answer. They are not checked yet. */
export function choiceFindings(search: Search, look: Look): Finding[] {
  const { key } = look.field;
  return [...choicesByZone(search, look)].flatMap(([zone, [first, ...others]]) => {
    if (!first) return [];
    const alsoTo = others.slice(0, MOST_NAMED).map(({ value }) => value);
    return {
      id: `${key}:${zone}`,
      changes: [{ key, from: search.base.row[key] ?? null, to: first.value, holdsTo: null, alsoTo }],
      row: withValue(search.base.row, key, first.value),
      reply: first.reply,
      distance: 1,
      strangeness: null,
    };
  });
}

/** Fewer fields first, then the nearer, then the more usual. */
export function byRank(one: Finding, other: Finding): number {
  return (
    one.changes.length - other.changes.length ||
    one.distance - other.distance ||
    (one.strangeness ?? 0) - (other.strangeness ?? 0) ||
    (one.id < other.id ? -1 : 1)
  );
}

const NEIGHBOURS = 5;

/** Mean distance to the five nearest reference rows. */
export function strangenessOf({ fields }: Search, row: Row, reference: readonly Row[]): number | null {
  if (reference.length === 0) return null;
  const nearest = reference.map((known) => rowDistance(fields, row, known)).sort((one, other) => one - other);
  const few = nearest.slice(0, NEIGHBOURS);
  return few.reduce((sum, distance) => sum + distance, 0) / few.length;
}
