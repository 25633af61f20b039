import { askAgain, byRank, type Claim, choiceFindings, type Finding, numberFinding, sidesOf } from './findings.ts';
import { type Bracket, firstChange, type Look, nearestChanges, type Search, sortedNumbers } from './looks.ts';
import { fieldDistance } from './movable-fields.ts';
import { narrow } from './narrow.ts';

/** The changes of one field by what was seen so far: placed, asked again, those that were not told yet; ranked. */
export async function settleSingles(search: Search, told: ReadonlyMap<string, Finding>): Promise<Finding[]> {
  const looks = [...search.looks.values()];
  const seen = looks.flatMap((look) => nearestChanges(search, look));
  const placed = (await place(search, seen)).map((bracket) => ({ bracket, finding: numberFinding(search, bracket) }));
  const chosen = looks.flatMap((look) => choiceFindings(search, look)).map((finding) => ({ bracket: null, finding }));
  const fresh = [...placed, ...chosen].filter(({ finding: { id, changes } }) => {
    return told.get(id)?.changes[0]?.to !== changes[0]?.to;
  });
  const held = await askAgain(
    search,
    fresh.map(({ bracket, finding }) => (bracket ? sidesOf(search, bracket) : [claimOf(search, finding)])),
  );
  const settled = fresh.filter((_, at) => held[at]);
  for (const { bracket } of settled) if (bracket) search.checked.set(nameOf(bracket), bracket);
  return settled.map(({ finding }) => finding).sort(byRank);
}

function claimOf({ zoneOf }: Search, { row, reply }: Finding): Claim {
  return { row, zone: zoneOf(reply) };
}

function nameOf({ field, near, far }: Bracket): string {
  return `${field.key} ${near} ${far}`;
}

/** Narrows changes of single fields, and keeps what was seen on the way. */
function place(search: Search, brackets: readonly Bracket[]): Promise<Bracket[]> {
  return narrow(search, brackets, ({ bracket, value, reply }) => {
    search.looks.get(bracket.field.key)?.seen.set(value, reply);
  });
}

/** Changes along one field that are placed and checked; a curve with more of them is noise to the eye. */
const MOST_CHANGES = 8;
const ROWS_A_CHANGE = 16;

/** Everywhere the answer changes along a number, the nearest to the question first; as many as there is room for. */
export async function checkAllChanges(search: Search): Promise<void> {
  const brackets = [...search.looks.values()].flatMap((look) => changesAlong(search, look).slice(0, MOST_CHANGES));
  const room = Math.floor(search.probe.affordable() / ROWS_A_CHANGE);
  const far = ({ field, far: to }: Bracket) => fieldDistance(field, search.base.row[field.key], to);
  const few = brackets.sort((one, other) => far(one) - far(other)).slice(0, room);
  const placed = (await place(search, few)).filter((bracket) => !search.checked.has(nameOf(bracket)));
  const held = await askAgain(
    search,
    placed.map((bracket) => sidesOf(search, bracket)),
  );
  for (const [at, bracket] of placed.entries()) if (held[at]) search.checked.set(nameOf(bracket), bracket);
}

function changesAlong(search: Search, look: Look): Bracket[] {
  const { field } = look;
  const from = search.base.row[field.key];
  if (field.kind !== 'number' || typeof from !== 'number') return [];
  const values = sortedNumbers(look);
  const sides = [values.filter((value) => value >= from), values.filter((value) => value <= from).reverse()];
  const found = sides.flatMap((side) => {
    const changes: Bracket[] = [];
    for (let rest = side; rest.length > 1 && changes.length < MOST_CHANGES; ) {
      const change = firstChange(search, { look, field, values: rest });
      if (!change) break;
      changes.push(change);
      rest = rest.slice(rest.indexOf(change.far));
    }
    return changes;
  });
  const distance = ({ far }: Bracket) => Math.abs(far - from);
  return found.sort((one, other) => distance(one) - distance(other));
}
