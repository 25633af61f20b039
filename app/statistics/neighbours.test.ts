import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cosine, gowerDistance, type MixedColumn, neighbourDistance } from './neighbours.ts';

const columns: MixedColumn[] = [{ kind: 'number', scale: 10 }, { kind: 'category' }, { kind: 'number', scale: 2 }];

test.each([
  [[0, 1, 0], [0, 1, 0], 0],
  [[0, 1, 0], [5, 1, 0], 0.5 / 3],
  [[0, 1, 0], [5, 2, 1], 2 / 3],
  // One step at most, however far; a category nobody knows is like no other, not even itself.
  [[0, 1, 0], [1e9, 1, 0], 1 / 3],
  [[0, -1, 0], [0, -1, 0], 1 / 3],
])("Gower's distance of %j and %j is %d", (one, other, expected) => {
  expect(gowerDistance(columns, one, other)).toBeCloseTo(expected, 12);
  expect(gowerDistance(columns, other, one)).toBeCloseTo(expected, 12);
});

test('the so-many-nearest is what sorting every distance gives', () => {
  const row = fc.tuple(
    fc.double({ min: 0, max: 100, noNaN: true }),
    fc.integer({ min: -1, max: 3 }),
    fc.integer({ min: 0, max: 9 }),
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), row, fc.integer({ min: 1, max: 6 }), (rows, one, place) => {
      const sorted = rows.map((other) => gowerDistance(columns, one, other)).sort((a, b) => a - b);
      expect(neighbourDistance({ columns, rows, place }, one)).toBe(sorted[place - 1] ?? Number.POSITIVE_INFINITY);
    }),
  );
});

test('a row is not its own neighbour when it is left out', () => {
  const rows = [
    [0, 0, 0],
    [10, 0, 0],
  ];
  expect(neighbourDistance({ columns, rows, place: 1 }, [0, 0, 0], 0)).toBeCloseTo(1 / 3, 12);
  expect(neighbourDistance({ columns, rows, place: 1 }, [0, 0, 0])).toBe(0);
});

test.each([
  [[1, 0], [1, 0], 1],
  [[1, 0], [0, 5], 0],
  [[1, 2], [-2, -4], -1],
  [[1, 1], [1, 0], Math.SQRT1_2],
  [[0, 0], [1, 2], 0],
])('the cosine of %j and %j is %d', (one, other, expected) => {
  expect(cosine(one, other)).toBeCloseTo(expected, 12);
});
