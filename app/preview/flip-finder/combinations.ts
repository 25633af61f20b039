import { askAgain, type Change, type Finding } from './findings.ts';
import { type Bracket, type Search, withValue } from './looks.ts';
import { fieldDistance, gridValue, type MovableField, placesBetween, type Row, rowDistance } from './movable-fields.ts';
import { narrow } from './narrow.ts';
import type { Reply } from './reply.ts';

/** A question with another answer, several fields away. */
export interface Candidate {
  row: Row;
  reply: Reply;
}

const MOST_ROUNDS = 12;
const MOST_TURNS = 4;

/**
 * Brings candidates back to what matters: fields are set back to the question's as long as the answer stays another
 * one, then every number is moved back to where the answer changes. What comes out needs each of its fields and every
 * step of its numbers. What turns out to be a change of one field is kept among what was seen of that field.
 */
export async function simplify(search: Search, candidates: readonly Candidate[]): Promise<Finding[]> {
  let open = await setBack(search, candidates);
  const needed: Candidate[] = [];
  for (let turn = 0; turn < MOST_TURNS && open.length > 0 && !search.probe.isOver(); turn += 1) {
    open = await drawNear(search, ofSeveralFields(search, open));
    const less = await tryLess(search, open);
    needed.push(...open.filter((_, at) => less[at] === 'needed'));
    open = less.filter((tried): tried is Candidate => tried !== 'needed' && tried !== 'unknown');
  }
  return askedAgain(search, distinct(search, needed));
}

/** Changes of one field are seen there; of the others one for each set of fields. */
function ofSeveralFields(search: Search, candidates: readonly Candidate[]): Candidate[] {
  const several: Candidate[] = [];
  for (const candidate of candidates) {
    const [only, ...others] = changedFields(search, candidate.row);
    if (only && others.length === 0) {
      search.looks.get(only.key)?.seen.set(candidate.row[only.key] ?? null, candidate.reply);
    } else several.push(candidate);
  }
  return distinct(search, several);
}

/** Sets fields back, all candidates at once: those that may be each alone, then as many together as possible. */
async function setBack(search: Search, candidates: readonly Candidate[]): Promise<Candidate[]> {
  const current = [...candidates];
  const open = new Set(current.keys());
  for (let round = 0; round < MOST_ROUNDS && open.size > 0 && !search.probe.isOver(); round += 1) {
    const places = [...open];
    const single = await tryEach(
      search,
      places.map((at) => eachAlone(search, current[at] as Candidate)),
    );
    if (!single) return [];
    const several = places.map((at, place) => moreAndMore(search, current[at] as Candidate, single[place] ?? []));
    const together = await tryEach(
      search,
      several.map((rows) => rows.slice(1)),
    );
    if (!together) return [];
    for (const [place, at] of places.entries()) {
      const best = together[place]?.at(-1) ?? mostGained(search, current[at] as Candidate, single[place] ?? []);
      if (best) current[at] = best;
      else open.delete(at);
    }
  }
  return current;
}

/** Asks lists of rows in one go; of each list those that give another answer, in their order. Null when it is over. */
async function tryEach(search: Search, lists: readonly (readonly Row[])[]): Promise<Candidate[][] | null> {
  const replies = await search.probe.look(lists.flat());
  if (replies.includes(undefined)) return null;
  let at = 0;
  return lists.map((rows) =>
    rows.flatMap((row) => {
      const reply = replies[at++];
      return reply && isFlipped(search, reply) ? [{ row, reply }] : [];
    }),
  );
}

function eachAlone(search: Search, { row }: Candidate): Row[] {
  const changed = changedFields(search, row);
  // The last changed field cannot go: without it the question is the one that was asked.
  return changed.length < 2 ? [] : changed.map(({ key }) => withValue(row, key, search.base.row[key] ?? null));
}

/** The question with one, two, three … of the fields set back that may be alone, what gains most first. */
function moreAndMore(search: Search, { row }: Candidate, alone: readonly Candidate[]): Row[] {
  const keys = alone.map((one) => changedFields(search, row).find(({ key }) => one.row[key] !== row[key])?.key ?? '');
  const fields = search.fields.filter(({ key }) => keys.includes(key));
  const gain = (field: MovableField) => fieldDistance(field, row[field.key], search.base.row[field.key]);
  fields.sort((one, other) => gain(other) - gain(one));
  const rows: Row[] = [];
  let last = row;
  for (const { key } of fields) {
    last = withValue(last, key, search.base.row[key] ?? null);
    rows.push(last);
  }
  return changedFields(search, last).length === 0 ? rows.slice(0, -1) : rows;
}

function mostGained(search: Search, { row }: Candidate, alone: readonly Candidate[]): Candidate | undefined {
  const left = (one: Candidate) => rowDistance(search.fields, one.row, search.base.row);
  return alone.filter((one) => left(one) < left({ row } as Candidate)).sort((one, other) => left(one) - left(other))[0];
}

/** Moves the numbers of each candidate back to their boundary, one field after the other. */
async function drawNear(search: Search, candidates: readonly Candidate[]): Promise<Candidate[]> {
  let current = [...candidates];
  const longest = current.reduce((most, { row }) => Math.max(most, changedFields(search, row).length), 0);
  for (let turn = 0; turn < longest * 2 && !search.probe.isOver(); turn += 1) {
    const brackets = current.flatMap((candidate) => bracketOf(search, candidate, turn) ?? []);
    const narrowed = await narrow(search, brackets);
    current = current.map((candidate) => {
      const found = narrowed.find(({ row }) => row === candidate.row);
      return found ? { row: withValue(found.row, found.field.key, found.far), reply: found.farReply } : candidate;
    });
  }
  return current;
}

function bracketOf(search: Search, { row, reply }: Candidate, turn: number): Bracket | null {
  const numbers = changedFields(search, row).filter((field) => field.kind === 'number');
  const field = numbers[turn % Math.max(1, numbers.length)];
  const [near, far] = [search.base.row[field?.key ?? ''], row[field?.key ?? '']];
  if (!field || typeof near !== 'number' || typeof far !== 'number') return null;
  return { row, field, near, nearZone: search.base.zone, far, farReply: reply };
}

/**
 * Asks everything that is less than a candidate. It is needed as it is when all of that gives the first answer; when
 * something does not, that is the better candidate. Where an answer is missing, nothing can be said.
 */
async function tryLess(
  search: Search,
  candidates: readonly Candidate[],
): Promise<('needed' | 'unknown' | Candidate)[]> {
  const less = candidates.map(({ row }) => lessOf(search, row));
  const replies = await search.probe.check(less.flat());
  let at = 0;
  return less.map((rows) => {
    const tried = rows.map((row) => ({ row, reply: replies[at++] }));
    const better = tried.find(({ reply }) => reply && isFlipped(search, reply));
    if (better?.reply) return { row: better.row, reply: better.reply };
    return tried.every(({ reply }) => search.zoneOf(reply) === search.base.zone) ? 'needed' : 'unknown';
  });
}

async function askedAgain(search: Search, candidates: readonly Candidate[]): Promise<Finding[]> {
  const claims = candidates.map(({ row, reply }) => [{ row, zone: search.zoneOf(reply) }]);
  const held = await askAgain(search, claims);
  return candidates.filter((_, place) => held[place]).map((candidate) => findingOf(search, candidate));
}

/** The same with one field less, and with each number one step less. */
function lessOf(search: Search, row: Row): Row[] {
  return changedFields(search, row).flatMap((field) => {
    const without = withValue(row, field.key, search.base.row[field.key] ?? null);
    const before = stepBefore(search, field, row);
    return before === null ? [without] : [without, withValue(row, field.key, before)];
  });
}

function stepBefore({ base }: Search, field: MovableField, row: Row): number | null {
  const [from, to] = [base.row[field.key], row[field.key]];
  if (field.kind !== 'number' || typeof from !== 'number' || typeof to !== 'number') return null;
  const { first, last } = placesBetween(field, from, to);
  if (first > last) return from;
  return gridValue(field, to > from ? last : first);
}

function findingOf(search: Search, { row, reply }: Candidate): Finding {
  const fields = changedFields(search, row);
  const changes = fields.map((field): Change => {
    const { key } = field;
    return {
      ...{ key, from: search.base.row[key] ?? null, to: row[key] ?? null, alsoTo: [] },
      holdsTo: stepBefore(search, field, row),
    };
  });
  return {
    id: `${fields.map(({ key }) => key).join('+')}:${search.zoneOf(reply)}`,
    changes,
    row,
    reply,
    distance: rowDistance(search.fields, row, search.base.row),
    strangeness: null,
  };
}

/** The fields in which a row differs from the question. */
function changedFields({ fields, base }: Pick<Search, 'fields' | 'base'>, row: Row): MovableField[] {
  return fields.filter(({ key }) => row[key] !== base.row[key]);
}

export function isFlipped({ zoneOf, base }: Search, reply: Reply): boolean {
  const zone = zoneOf(reply);
  return zone !== null && zone !== base.zone;
}

/** The nearest candidate for each set of fields. */
function distinct(search: Search, candidates: readonly Candidate[]): Candidate[] {
  const nearest = new Map<string, Candidate>();
  const far = ({ row }: Candidate) => rowDistance(search.fields, row, search.base.row);
  for (const candidate of candidates) {
    const set = changedFields(search, candidate.row)
      .map(({ key }) => key)
      .join('+');
    const known = nearest.get(set);
    if (!known || far(candidate) < far(known)) nearest.set(set, candidate);
  }
  return [...nearest.values()];
}

/** Asks rows; those that give another answer. */
export async function flippedOf(search: Search, rows: readonly Row[]): Promise<Candidate[]> {
  const replies = await search.probe.look(rows);
  return rows.flatMap((row, at) => {
    const reply = replies[at];
    return reply && isFlipped(search, reply) ? [{ row, reply }] : [];
  });
}

/** Candidates that are worth bringing back. */
const MOST_FOUND = 6;

/** The nearest few. */
export function nearestOf({ fields, base }: Search, candidates: readonly Candidate[]): Candidate[] {
  const far = ({ row }: Candidate) => rowDistance(fields, row, base.row);
  return candidates.toSorted((one, other) => far(one) - far(other)).slice(0, MOST_FOUND);
}
