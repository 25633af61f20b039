import type { FieldValue } from '#app/catalog/description-format.ts';
import { shuffledPlaces } from '#app/statistics/seeded-random.ts';
import { type Candidate, flippedOf, nearestOf } from './combinations.ts';
import type { Look, Search } from './looks.ts';
import { type MovableField, type NumberField, type Row, snap } from './movable-fields.ts';
import { type Reply, strengthOf } from './reply.ts';

const PAIRS_SHARE = 0.45;
/** Choices of a field that are put together with those of another. */
const CHOICES_IN_PAIRS = 3;
/** With very many fields only so many pairs are drawn from. */
const MOST_PAIRS = 100_000;

/** What came of trying every two fields. */
export interface TriedPairs {
  found: Candidate[];
  tried: number;
  of: number;
}

/**
 * Every two fields at the ends of their ranges, then half way there: a change that needs two fields at once, which no
 * field alone hints at, most often holds to the end. In a random order, as there may be more than there is room for.
 */
export async function tryPairs(search: Search): Promise<TriedPairs> {
  const ends = await tryLevels(search, (field) => endsOf(field));
  if (ends.found.length > 0 || search.probe.isOver()) return ends;
  const within = await tryLevels(search, (field) => halfWay(field, Number(search.base.row[field.key])));
  return { ...ends, found: within.found };
}

async function tryLevels(search: Search, levelsOf: (field: NumberField) => number[]): Promise<TriedPairs> {
  const { fields, probe, base } = search;
  const of = (fields.length * (fields.length - 1)) / 2;
  const room = probe.affordable() * PAIRS_SHARE;
  const levels = fields.map((field) => {
    const from = base.row[field.key];
    const values = field.kind === 'number' ? levelsOf(field) : field.values;
    return [...new Set<FieldValue>(values)].filter((value) => value !== from).slice(0, CHOICES_IN_PAIRS);
  });
  const rows: Row[] = [];
  let tried = 0;
  for (const pair of shuffledPlaces(Math.min(of, MOST_PAIRS), search.random)) {
    const [one, other] = pairAt(pair, fields.length);
    const crossed = cross(
      base.row,
      { field: fields[one], values: levels[one] },
      { field: fields[other], values: levels[other] },
    );
    if (rows.length + crossed.length > room) break;
    rows.push(...crossed);
    tried += 1;
  }
  const found = await flippedOf(search, rows);
  return { found: nearestOf(search, found), tried, of };
}

function endsOf(field: NumberField): number[] {
  return [snap(field, field.high), snap(field, field.low)].filter((value) => value !== null);
}

function halfWay(field: NumberField, from: number): number[] {
  return endsOf(field).flatMap((end) => snap(field, (from + end) / 2) ?? []);
}

interface Levels {
  field: MovableField | undefined;
  values: readonly FieldValue[] | undefined;
}

function cross(row: Row, one: Levels, other: Levels): Row[] {
  const [first, second] = [one.field?.key, other.field?.key];
  if (first === undefined || second === undefined) return [];
  return (one.values ?? []).flatMap((x) => (other.values ?? []).map((y) => ({ ...row, [first]: x, [second]: y })));
}

/** The two fields of a pair by its number, counting (0,1), (0,2), …, (1,2), …. */
function pairAt(pair: number, count: number): [number, number] {
  let first = 0;
  let left = pair;
  while (left >= count - 1 - first) {
    left -= count - 1 - first;
    first += 1;
  }
  return [first, first + 1 + left];
}

const GRID_SIDE = 11;

/** The answers over the values of two fields, everything else as in the question. */
export interface AskedGrid {
  looks: [Look, Look];
  values: [FieldValue[], FieldValue[]];
  /** By the second field's values, then the first's. */
  replies: (Reply | null)[][];
}

/** Asks the grid of the two fields that move the answer most; null when there are not two, or not the room. */
export async function askGrid(search: Search): Promise<AskedGrid | null> {
  const [one, other] = [...search.looks.values()]
    .filter(({ seen }) => seen.size > 1)
    .sort((a, b) => influenceOf(search, b) - influenceOf(search, a));
  if (!one || !other) return null;
  const values: [FieldValue[], FieldValue[]] = [sideOf(search, one), sideOf(search, other)];
  const rows = values[1].flatMap((y) =>
    values[0].map((x) => ({ ...search.base.row, [one.field.key]: x, [other.field.key]: y })),
  );
  if (rows.length > search.probe.affordable()) return null;
  const replies = await search.probe.look(rows);
  if (replies.includes(undefined)) return null;
  const width = values[0].length;
  return {
    looks: [one, other],
    values,
    replies: values[1].map((_, at) => replies.slice(at * width, (at + 1) * width).map((reply) => reply ?? null)),
  };
}

/** How far moving the field alone moves the answer: by the score or the number, else by how often it is another one. */
function influenceOf({ base, zoneOf }: Search, { seen }: Look): number {
  const replies = [...seen.values()].filter((reply) => reply !== null);
  const strengths = replies.flatMap((reply) => strengthOf(reply, base.reply) ?? []);
  const flips = replies.filter((reply) => zoneOf(reply) !== base.zone).length / Math.max(1, replies.length);
  // Of two fields that move the score alike, the one that changes the answer more often counts for more.
  if (strengths.length < 2) return flips;
  return extent(strengths) * (1 + flips);
}

function extent(values: readonly number[]): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return high - low;
}

/** Values along one side: evenly over the range with the question's own among them; of choices the likeliest. */
function sideOf({ base }: Search, { field }: Look): FieldValue[] {
  const from = base.row[field.key] ?? null;
  if (field.kind === 'choice') {
    const few = field.values.slice(0, GRID_SIDE);
    return few.includes(from) ? few : [from, ...few.slice(0, GRID_SIDE - 1)];
  }
  const even = Array.from({ length: GRID_SIDE }, (_, at) => {
    return snap(field, field.low + ((field.high - field.low) * at) / (GRID_SIDE - 1));
  });
  const numbers = [...even, Number(from)].filter((value) => value !== null);
  return [...new Set(numbers)].sort((one, other) => one - other);
}
