import { expect, test } from 'vitest';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { testVersion } from '../testing.ts';
import { isApart, surroundingsOf } from './surroundings.ts';

const version = testVersion({
  inputs: [
    { name: 'income', kind: 'number' },
    { name: 'loan', kind: 'number' },
    { name: 'purpose', kind: 'category' },
    { name: 'note', kind: 'text' },
  ],
});

/** Loans are about four incomes: 1 to 200 with 4 to 800. */
const rows = Array.from(
  { length: 200 },
  (_, at): Record<string, FieldValue> => ({
    ...{ income: at + 1, loan: 4 * (at + 1) + ((at * 7) % 13), purpose: at % 3 === 0 ? 'car' : 'home', note: `n${at}` },
  }),
);

test('usual values that are never seen together lie apart, usual ones together do not', async () => {
  const found = await surroundingsOf(version, rows);
  expect(found?.columns.map(({ key }) => key)).toEqual(['income', 'loan', 'purpose']);
  expect(found && isApart(found, { income: 20, loan: 780, purpose: 'home', note: '' })).toBe(true);
  expect(found && isApart(found, { income: 190, loan: 10, purpose: 'car', note: '' })).toBe(true);
  expect(found && isApart(found, { income: 100, loan: 404, purpose: 'home', note: 'else' })).toBe(false);
  const told = found && rows.filter((row) => isApart(found, row));
  expect(told?.length).toBeLessThanOrEqual(4);
});

test('it survives the file it is kept in', async () => {
  const found = await surroundingsOf(version, rows);
  const kept = JSON.parse(JSON.stringify(found));
  expect(isApart(kept, { income: 20, loan: 780, purpose: 'home' })).toBe(true);
});

test('too few rows, one column, or a column of nothing but one value say nothing', async () => {
  expect(await surroundingsOf(version, rows.slice(0, 99))).toBeNull();
  expect(await surroundingsOf(testVersion({ inputs: [{ name: 'income', kind: 'number' }] }), rows)).toBeNull();
  const same = rows.map((row) => ({ ...row, loan: 5 }));
  const found = await surroundingsOf(version, same);
  expect(found?.columns.map(({ key }) => key)).toEqual(['income', 'purpose']);
});

test('what cannot be placed is not apart', async () => {
  const found = await surroundingsOf(version, rows);
  expect(found && isApart(found, { income: null, loan: 780, purpose: 'home' })).toBe(false);
  expect(found && isApart(found, {})).toBe(false);
});

test('wide rows are kept fewer, and too wide ones not at all', async () => {
  const wide = (count: number) => ({
    of: testVersion({
      inputs: Array.from({ length: count }, (_, at) => ({ name: `x${at}`, kind: 'number' as const })),
    }),
    rows: Array.from({ length: 150 }, (_, row) =>
      Object.fromEntries(Array.from({ length: count }, (_unused, at) => [`x${at}`, (row * at) % 17])),
    ),
  });
  const some = wide(900);
  const found = await surroundingsOf(some.of, some.rows);
  expect((found?.rows.length ?? 0) * (found?.columns.length ?? 0)).toBeLessThanOrEqual(100_000);
  const many = wide(1_200);
  expect(await surroundingsOf(many.of, many.rows)).toBeNull();
});
