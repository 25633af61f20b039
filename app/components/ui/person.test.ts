import { expect, test } from 'vitest';
import { initialsOf, tintOf } from './person.ts';

test.each([
  ['Maya Okafor', 'MO'],
  ['Ada', 'A'],
  ['  Juan  Carlos de la  Cruz ', 'JC'],
  ['élodie š', 'ÉŠ'],
  ['👩 Curie', '👩C'],
  ['李 小龙', '李小'],
  ['', '?'],
])('%s is %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test('a name keeps its tint, and names share all six out', () => {
  expect(tintOf('Maya Okafor')).toBe(tintOf('Maya Okafor'));
  const tints = new Set(Array.from({ length: 200 }, (_, at) => tintOf(`Person ${at}`)));
  expect([...tints].sort()).toEqual([1, 2, 3, 4, 5, 6]);
});
