import { shuffledPlaces } from '#app/statistics/seeded-random.ts';
import { type Candidate, flippedOf, isFlipped, nearestOf } from './combinations.ts';
import type { Search } from './looks.ts';
import { type MovableField, type Row, rowDistance, snap } from './movable-fields.ts';
import type { Asked } from './probe.ts';

/** Real questions of the same model. `replies` is filled in once, and may be kept for the next search. */
export interface Reference {
  rows: readonly Row[];
  replies: Asked[];
}

/** Asks the reference rows that were not asked before. */
export async function askReference({ probe }: Search, { rows, replies }: Reference): Promise<void> {
  const missing = rows.flatMap((row, at) => (replies[at] === undefined ? { row, at } : []));
  const answered = await probe.look(missing.map(({ row }) => row));
  for (const [place, { at }] of missing.entries()) replies[at] = answered[place];
}

/** The real rows that got another answer, the nearest first. */
export function otherCases(search: Search, { rows, replies }: Reference): Candidate[] {
  const others = rows.flatMap((row, at) => {
    const reply = replies[at];
    return reply && isFlipped(search, reply)
      ? [{ row, reply, far: rowDistance(search.fields, row, search.base.row) }]
      : [];
  });
  return others.sort((one, other) => one.far - other.far);
}

const MOST_CASES = 5;
/** Rows that setting a candidate back takes, for each of its fields. */
const ROWS_A_FIELD = 6;
const CASES_SHARE = 0.3;

/** Real rows as far as they may be reached: what may not be moved stays as it is, and what only goes up is not lowered. */
export async function reachableCases(search: Search, cases: readonly Candidate[]): Promise<Candidate[]> {
  const room = (search.probe.affordable() * CASES_SHARE) / (ROWS_A_FIELD * Math.max(1, search.fields.length));
  const rows = cases.slice(0, Math.min(MOST_CASES, Math.floor(room))).map(({ row }) => reachable(search, row));
  return flippedOf(search, rows);
}

function reachable({ fields, base }: Search, row: Row): Row {
  const moved: Record<string, Row[string]> = { ...base.row };
  for (const field of fields) {
    const value = row[field.key] ?? null;
    if (field.kind === 'choice')
      moved[field.key] = field.values.includes(value) ? value : (base.row[field.key] ?? null);
    else moved[field.key] = snap(field, Number(value)) ?? base.row[field.key] ?? null;
  }
  return moved;
}

const SHELL_ROWS = 100;
const SHELL_SPREADS = 0.5;
const LAST_SHELL = 12;
const SPHERE_SHARE = 0.3;

/**
 * Growing sphere (Laugel et al. 2018, here with distances of the sum of spreads and few fields at a time): random
 * questions at a growing distance until some give another answer.
 */
export async function growSphere(search: Search): Promise<Candidate[]> {
  let room = search.probe.affordable() * SPHERE_SHARE;
  for (let shell = 1; shell <= LAST_SHELL && room >= SHELL_ROWS && !search.probe.isOver(); shell += 1) {
    const rows = Array.from({ length: SHELL_ROWS }, () => rowAway(search, shell * SHELL_SPREADS));
    const found = await flippedOf(search, rows);
    room -= SHELL_ROWS;
    if (found.length > 0) return nearestOf(search, found);
  }
  return [];
}

/** A random question this far away: half of them two fields, the others three or all of them. */
function rowAway({ fields, base, random }: Search, distance: number): Row {
  const draw = random();
  const count = draw < 0.5 ? 2 : draw < 0.8 ? 3 : fields.length;
  const moved = shuffledPlaces(fields.length, random)
    .slice(0, count)
    .map((at) => fields[at] as MovableField);
  const row: Record<string, Row[string]> = { ...base.row };
  let left = distance;
  for (const field of moved) {
    if (field.kind === 'number' || left < 1) continue;
    row[field.key] = field.values[Math.floor(random() * field.values.length)] ?? null;
    left -= 1;
  }
  const numbers = moved.filter((field) => field.kind === 'number');
  const parts = numbers.map(() => -Math.log(1 - random()));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  for (const [at, field] of numbers.entries()) {
    const away = (left * (parts[at] ?? 0) * field.spread) / whole;
    const from = Number(base.row[field.key]);
    row[field.key] = snap(field, random() < 0.5 ? from - away : from + away) ?? from;
  }
  return row;
}
