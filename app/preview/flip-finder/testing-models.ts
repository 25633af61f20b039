import { seededRandom } from '#app/statistics/seeded-random.ts';
import type { Reference } from './far-cases.ts';
import type { Finding } from './findings.ts';
import type { MovableField, NumberField, Row } from './movable-fields.ts';
import type { Ask, ProbeOptions } from './probe.ts';
import type { Reply } from './reply.ts';
import { type FlipQuestion, type FlipResult, findFlips } from './search.ts';

/** Models planted for the tests of the search, as functions of a row. */
export type TestModel = (row: Row) => Reply | null;

export const decided = (decision: string, scores: Reply['scores'] = []): Reply => ({ decision, number: null, scores });
export const numbered = (number: number): Reply => ({ decision: null, number, scores: [] });

/** Numbers from 0 to 100 in steps of `step`, five a spread. */
export const testNumber = (key: string, changes: Partial<NumberField> = {}): NumberField => ({
  ...{ kind: 'number', key, low: 0, high: 100, step: 1, spread: 5 },
  ...changes,
});

export const numberOf = (row: Row, key: string): number => Number(row[key]);

/** A clock that goes on by what each batch costs. */
export function timedAsk(model: TestModel, cost: { batchMs?: number; rowMs?: number } = {}) {
  let now = 0;
  const batches: number[] = [];
  const ask: Ask = async (rows) => {
    batches.push(rows.length);
    now += (cost.batchMs ?? 2) + rows.length * (cost.rowMs ?? 0.01);
    return rows.map((row) => model(row));
  };
  return { ask, batches, nowMs: () => now };
}

interface Told extends FlipResult {
  told: Finding[];
  batches: number[];
}

/** Runs a search to its end. */
export async function searchFor(
  model: TestModel,
  question: Partial<FlipQuestion> & { row: Row; fields: readonly MovableField[] },
  options: Partial<ProbeOptions> & { cost?: Parameters<typeof timedAsk>[1] } = {},
): Promise<Told> {
  const timed = timedAsk(model, options.cost);
  const { signal } = new AbortController();
  const { cost: _cost, ...others } = options;
  const search = findFlips(
    { reference: null, tolerance: null, seed: 1, ...question },
    { ...timed, budget: { rows: 5000, ms: 2000 }, pace: { batchRows: 128, rowMs: 0.01 }, signal, ...others },
  );
  const told: Finding[] = [];
  for (;;) {
    const next = await search.next();
    if (next.done) return { ...next.value, told, batches: timed.batches };
    told.push(next.value.finding);
  }
}

/** Rows spread evenly over the ranges, the same for the same seed. */
export function testReference(fields: readonly MovableField[], count: number, seed = 7): Reference {
  const random = seededRandom(seed);
  const drawn = (field: MovableField) =>
    field.kind === 'choice'
      ? (field.values[Math.floor(random() * field.values.length)] ?? null)
      : Math.round((field.low + random() * (field.high - field.low)) / field.step) * field.step;
  const rows = Array.from({ length: count }, () =>
    Object.fromEntries(fields.map((field) => [field.key, drawn(field)])),
  );
  return { rows, replies: [] };
}

interface Tree {
  at: (row: Row) => number;
}

/** A tree of thresholds and choices, as deep as said, that adds something at each leaf. */
export function plantTree(fields: readonly MovableField[], depth: number, random: () => number): Tree {
  if (depth === 0) {
    const leaf = random() * 2 - 1;
    return { at: () => leaf };
  }
  const field = fields[Math.floor(random() * fields.length)] as MovableField;
  const [left, right] = [plantTree(fields, depth - 1, random), plantTree(fields, depth - 1, random)];
  const isLeft = splitOf(field, random);
  return { at: (row) => (isLeft(row) ? left : right).at(row) };
}

function splitOf(field: MovableField, random: () => number): (row: Row) => boolean {
  if (field.kind === 'choice') {
    const chosen = field.values[Math.floor(random() * field.values.length)];
    return (row) => row[field.key] === chosen;
  }
  const threshold = field.low + random() * (field.high - field.low);
  return (row) => numberOf(row, field.key) < threshold;
}
