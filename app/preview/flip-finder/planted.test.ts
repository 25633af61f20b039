import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '#app/statistics/seeded-random.ts';
import {
  fieldDistance,
  gridValue,
  type MovableField,
  type NumberField,
  placesBetween,
  type Row,
} from './movable-fields.ts';
import {
  decided,
  numberOf,
  plantTree,
  searchFor,
  type TestModel,
  testNumber,
  testReference,
} from './testing-models.ts';

/** Models of trees whose every boundary is known, because everything can be asked. */

const numbers = [...'abcdefghij'].map((key) => testNumber(key, { step: 0.5 }));
const fields: MovableField[] = [
  ...numbers,
  { kind: 'choice', key: 'k', values: ['x', 'y', 'z'] },
  { kind: 'choice', key: 'l', values: [...'abcdefgh'] },
];

/** A sum of trees as a classifier with scores. */
function plantForest(trees: number, depth: number, seed: number): TestModel {
  const random = seededRandom(seed);
  const planted = Array.from({ length: trees }, () => plantTree(fields, depth, random));
  return (row) => {
    const share = 1 / (1 + Math.exp(-planted.reduce((sum, tree) => sum + tree.at(row), 0)));
    return decided(share > 0.5 ? 'yes' : 'no', [
      { label: 'yes', score: share },
      { label: 'no', score: 1 - share },
    ]);
  };
}

const rowOf = (seed: number): Row => testReference(fields, 1, seed).rows[0] ?? {};

/** How far the nearest change of one field is, by asking everything. */
function nearestByGrid(model: TestModel, row: Row): { distance: number; field: MovableField | null } {
  const first = model(row)?.decision;
  let nearest: { distance: number; field: MovableField | null } = { distance: Number.POSITIVE_INFINITY, field: null };
  for (const field of fields) {
    const values = field.kind === 'choice' ? field.values : gridOf(field);
    for (const value of values) {
      const distance = fieldDistance(field, row[field.key], value);
      if (distance < nearest.distance && model({ ...row, [field.key]: value })?.decision !== first)
        nearest = { distance, field };
    }
  }
  return nearest;
}

function gridOf(field: NumberField): number[] {
  const { first, last } = placesBetween(field, field.low - field.step, field.high + field.step);
  return Array.from({ length: last - first + 1 }, (_, at) => gridValue(field, first + at));
}

test('the smallest change of one field is found within one step in 95 of 100 cases', async () => {
  const cases = 40;
  let found = 0;
  let flippable = 0;
  for (let seed = 1; seed <= cases; seed += 1) {
    const model = plantForest(30, 4, seed);
    const row = rowOf(seed);
    const { distance, field } = nearestByGrid(model, row);
    const { findings } = await searchFor(model, { row, fields, reference: testReference(fields, 200) });
    const best = findings.find(({ changes }) => changes.length === 1)?.distance ?? Number.POSITIVE_INFINITY;
    if (!field) {
      expect(best).toBe(Number.POSITIVE_INFINITY);
      continue;
    }
    flippable += 1;
    const step = field.kind === 'number' ? field.step / field.spread : 0;
    if (best <= distance + step + 1e-9) found += 1;
  }
  expect(flippable).toBeGreaterThan(cases / 2);
  expect(found / flippable).toBeGreaterThanOrEqual(0.95);
});

test('every boundary that is told is one, and every field of it is needed', async () => {
  const seeds = fc.integer({ min: 1, max: 1e6 });
  await fc.assert(
    fc.asyncProperty(seeds, seeds, async (planted, asked) => {
      const model = plantForest(12, 3, planted);
      const row = rowOf(asked);
      const first = model(row)?.decision;
      const { findings, changes } = await searchFor(model, { row, fields, reference: testReference(fields, 100) });
      for (const finding of findings) {
        expect(model(finding.row)).toEqual(finding.reply);
        expect(finding.reply.decision).not.toBe(first);
        for (const { key, from, holdsTo } of finding.changes) {
          expect(model({ ...finding.row, [key]: from })?.decision).toBe(first);
          if (holdsTo !== null) expect(model({ ...finding.row, [key]: holdsTo })?.decision).toBe(first);
        }
      }
      for (const { field, near, far } of changes) {
        const { first: from, last } = placesBetween(field, near, far);
        expect(from).toBeGreaterThan(last);
        const [one, other] = [near, far].map((value) => model({ ...row, [field.key]: value })?.decision);
        expect(one).not.toBe(other);
      }
    }),
    { numRuns: 30, seed: 20 },
  );
});

describe('a change that needs two fields, where none alone is enough, is found in 90 of 100 cases', () => {
  /** Two thresholds, or a threshold and a choice, that must both be met. */
  function plantPair(seed: number): { model: TestModel; row: Row; keys: string[] } {
    const random = seededRandom(seed);
    const row = rowOf(seed);
    const one = numbers[Math.floor(random() * 5)] as NumberField;
    const meetsOne = past(one, row, random);
    const isChoice = random() < 0.3;
    const other = isChoice ? (fields.at(-2) as MovableField) : (numbers[5 + Math.floor(random() * 5)] as NumberField);
    const meetsOther =
      other.kind === 'number' ? past(other, row, random) : (asked: Row) => asked[other.key] !== row[other.key];
    const model: TestModel = (asked) => decided(meetsOne(asked) && meetsOther(asked) ? 'b' : 'a');
    return { model, row, keys: [one.key, other.key].sort() };
  }

  function past(field: NumberField, row: Row, random: () => number): (asked: Row) => boolean {
    const from = numberOf(row, field.key);
    const end = random() < 0.5 ? field.high : field.low;
    const threshold = from + (end - from) * (0.1 + 0.8 * random());
    return (asked) => (end > from ? numberOf(asked, field.key) > threshold : numberOf(asked, field.key) < threshold);
  }

  test.each([true, false])('with reference rows: %s', async (hasReference) => {
    const cases = 40;
    let solved = 0;
    for (let seed = 1; seed <= cases; seed += 1) {
      const { model, row, keys } = plantPair(seed);
      const reference = hasReference ? testReference(fields, 200) : null;
      const { findings } = await searchFor(model, { row, fields, reference });
      expect(findings.filter(({ changes }) => changes.length === 1)).toEqual([]);
      const [best] = findings;
      if (
        best &&
        best.changes
          .map(({ key }) => key)
          .sort()
          .join() === keys.join()
      )
        solved += 1;
    }
    expect(solved / cases).toBeGreaterThanOrEqual(0.9);
  });
});
