import { expect, test } from 'vitest';
import type { FormField } from '#app/preview/contract.ts';
import { findFields, inGroups } from './field-search.ts';

const field = (key: string, label: string, help: string | null = null) => ({ key, label, help }) as FormField;
const fields = [
  field('dti', 'Debt to income', 'Total debt, monthly'),
  field('age', 'Âge du prêteur'),
  field('x_1', 'X'),
];

test.each<[string, string[] | null]>([
  ['', null],
  ['  ', null],
  ['debt', ['dti']],
  ['MONTHLY debt', ['dti']],
  ['age', ['age']],
  ['preteur', ['age']],
  ['x_1', ['x_1']],
  ['(.*', []],
])('searching for %j finds %j', (query, keys) => {
  const found = findFields(fields, query);
  expect(found && [...found]).toEqual(keys);
});

test('groups keep the order and lose nothing', () => {
  expect(inGroups([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(inGroups([], 2)).toEqual([]);
});
