import { expect, test } from 'vitest';
import type { DescribedInput } from './description-format.ts';
import { inputChanges } from './input-changes.ts';

const input = (key: string, said: Partial<DescribedInput> = {}): DescribedInput => ({
  name: key,
  key,
  label: key.toUpperCase(),
  kind: 'number',
  ...said,
});
const choices = (...values: string[]) => values.map((value) => ({ value, label: value }));

test('nothing is different where only words and order are', () => {
  const before = [input('a', { allowed: choices('x', 'y') }), input('b')];
  const after = [input('b', { label: 'Other' }), input('a', { allowed: choices('y', 'x'), default: 'x' })];
  expect(inputChanges(before, after)).toEqual([]);
  expect(inputChanges([], [])).toEqual([]);
});

test('new ones come first, then those that are gone, then what is otherwise', () => {
  const before = [input('gone'), input('kept', { min: 0, max: 1 })];
  const after = [input('kept', { min: 0, max: 2 }), input('new')];
  expect(inputChanges(before, after)).toMatchObject([
    { change: 'added', key: 'new', label: 'NEW' },
    { change: 'removed', key: 'gone', label: 'GONE' },
    { change: 'changed', key: 'kept', what: ['range'], before: { max: 1 }, after: { max: 2 } },
  ]);
});

test.each<[string, Partial<DescribedInput>, Partial<DescribedInput>, string[]]>([
  ['kind', { kind: 'number' }, { kind: 'integer' }, ['kind']],
  ['unit', { unit: '$' }, { unit: '€' }, ['unit']],
  ['unit shown', { unit: '$' }, { unit: '$', display: { scale: 0.001, unit: '$k', decimals: 0 } }, ['unit']],
  ['no unit and null', {}, { unit: null }, []],
  ['a range that is no more', { min: 1 }, {}, ['range']],
  ['choices', { allowed: choices('x') }, { allowed: choices('x', 'y') }, ['choices']],
  ['1 is not "1"', { allowed: [{ value: 1, label: '' }] }, { allowed: choices('1') }, ['choices']],
  [
    'everything',
    { min: 1 },
    { kind: 'category', unit: 'x', allowed: choices('y') },
    ['kind', 'unit', 'range', 'choices'],
  ],
])('%s', (...[, was, now, what]) => {
  const [found] = inputChanges([input('a', was)], [input('a', now)]);
  expect(found && 'what' in found ? found.what : []).toEqual(what);
});
