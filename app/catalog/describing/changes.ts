import { listNames, type Problem, shortName } from './problems.ts';

/** A JSON object of changes: what is null goes. */
export type Change = Record<string, unknown>;

/** Which value of the graph an entry is, and what it is called, is for good: runs and examples refer to it. */
const FIXED_KEYS = ['name', 'index', 'feature', 'key'] as const;
/** What the description itself keeps of an entry. */
const OWN_KEYS = ['guess', 'corrected', 'renamed'] as const;

interface Naming {
  /** What the list is called. */
  list: string;
  /** The name of an entry of a list; no text when it names nothing. */
  nameOf: (entry: Change) => unknown;
  problems: Problem[];
}

/** Changes of a list, by name: a list of objects that hold the name, or an object of them. */
export function changesByName(given: unknown, { list, nameOf, problems }: Naming): Map<string, Change> {
  const changes = new Map<string, Change>();
  if (given === undefined || given === null) return changes;
  if (typeof given !== 'object') {
    problems.push({ where: list, what: 'must be a list or an object' });
    return changes;
  }
  const entries: [unknown, unknown][] = Array.isArray(given)
    ? given.map((entry) => [isObject(entry) ? nameOf(entry) : null, entry])
    : Object.entries(given);
  for (const [i, [name, change]] of entries.entries()) {
    const where = `${list}, ${typeof name === 'string' ? shortName(name) : `entry ${i + 1}`}`;
    if (!isObject(change)) {
      problems.push({ where, what: 'must be an object' });
    } else if (typeof name !== 'string') {
      problems.push({ where, what: 'does not say which one it changes' });
    } else if (changes.has(name)) {
      problems.push({ where, what: 'is changed twice' });
    } else {
      changes.set(name, change);
    }
  }
  return changes;
}

function isObject(value: unknown): value is Change {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whoever changes what is not there has made a slip of the pen. */
export function refuseStrangers(
  changes: ReadonlyMap<string, Change>,
  { list, known, problems }: { list: string; known: readonly string[]; problems: Problem[] },
): void {
  const names = new Set(known);
  for (const name of changes.keys()) {
    if (names.has(name)) continue;
    const what = `is not one of this version, which has ${known.length > 0 ? listNames(known, 12) : 'none'}`;
    problems.push({ where: `${list}, ${shortName(name)}`, what });
  }
}

/** A change without what names the entry; giving it another name is a problem. */
export function withoutNames(
  change: Change,
  current: object,
  { where, problems }: { where: string; problems: Problem[] },
): Change {
  const known = new Map<string, unknown>(Object.entries(current));
  const words: Change = { ...change };
  for (const key of FIXED_KEYS) {
    if (!Object.hasOwn(words, key)) continue;
    if (words[key] !== known.get(key)) problems.push({ where: `${where}, ${key}`, what: 'cannot be changed' });
    delete words[key];
  }
  for (const key of OWN_KEYS) delete words[key];
  return words;
}

/** What is left of something once the keys are gone that a change takes away. */
export function withoutTaken<T extends object>(current: T, change: Change): Partial<T> {
  const left = Object.entries(current).filter(([key]) => !Object.hasOwn(change, key) || change[key] !== null);
  return Object.fromEntries(left) as Partial<T>;
}
