import { expect, test } from 'vitest';
import type { ModelRow } from '#app/insight/contract.ts';
import { readSort, sortModels, sortQuery } from './model-sort.ts';

const row = (name: string, openFlags: number, timeToFeedbackMs: number | null): ModelRow => ({
  ...{ id: name, name, title: name, isSample: false, openFlags, stopsRelease: 0 },
  newest: {
    ...{ number: 1, state: 'announced', receivedAt: 0, answersInMs: 1 },
    publisher: { kind: 'human', id: 'usr_1', name: 'P' },
    triedBy: { count: openFlags, names: [] },
    timeToPreviewMs: 1,
    timeToFeedbackMs,
  },
});
const rows = [row('a', 2, null), row('b', 5, 10), row('c', 2, 20)];
const order = (sort: string | null) =>
  sortModels(rows, readSort(sort))
    .map(({ name }) => name)
    .join('');

test.each([
  [null, 'abc'],
  ['title', 'abc'],
  ['-title', 'cba'],
  ['flags', 'acb'],
  ['-flags', 'bac'],
  ['feedback', 'bca'],
  ['-feedback', 'cba'],
  ['nonsense', 'abc'],
  ['--flags', 'abc'],
])('sorted by %j', (sort, expected) => {
  expect(order(sort)).toBe(expected);
});

test('a head turns its own order round, and keeps what is searched', () => {
  expect(sortQuery(readSort(null), 'flags', '')).toBe('?sort=-flags');
  expect(sortQuery(readSort('-flags'), 'flags', 'a b')).toBe('?q=a+b&sort=flags');
  expect(sortQuery(readSort('-flags'), 'feedback', '')).toBe('?sort=feedback');
});
