import { expect, test } from 'vitest';
import { factsOf, value } from '../testing.ts';
import { listProblem } from './lists.ts';
import { createSlotFinder } from './slots.ts';

function slot(datatype: string, shape: (number | string | null)[]) {
  const found = createSlotFinder(factsOf([value('x', datatype, shape)]))({
    name: 'x',
    key: 'x',
    label: 'X',
    kind: 'tensor',
  });
  if (!found) throw new Error('The graph has this input.');
  return found;
}

test.each<[unknown]>([
  [
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ],
  [
    [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
  ],
  [[1, 2, 3, 4, 5, 6]],
  [7],
  [{ base64: Buffer.alloc(24).toString('base64') }],
])('%j fits six numbers', (given) => {
  expect(listProblem(slot('FP32', ['N', 2, 3]), given)).toBeNull();
});

test.each<[unknown, string]>([
  [
    [
      [1, 2, 3],
      [4, 5, 6, 7],
    ],
    'must hold exactly 2 × 3 values',
  ],
  [
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    'must hold exactly 2 × 3 values',
  ],
  [[[1, 2, 3], 4], 'must hold exactly 2 × 3 values'],
  [[1, 2, 3, 4, 5], 'must hold exactly 2 × 3 values'],
  [[], 'must hold exactly 2 × 3 values'],
  [[[[[[[[[[[[1]]]]]]]]]]], 'must hold exactly 2 × 3 values'],
  [[1, 2, 3, 4, 5, null], 'holds a value that must be a number'],
  ['7', 'must be a list of values'],
  [null, 'must be a number'],
  [{ base64: 'AAAA' }, 'must be the base64 of 24 bytes'],
  [{ base64: 7 }, 'must be a list of values'],
])('%j does not', (given, problem) => {
  expect(listProblem(slot('FP32', ['N', 2, 3]), given)).toBe(problem);
});

test('a list of any length is whole rows', () => {
  const open = slot('INT64', ['N', null, 2]);
  expect(
    listProblem(open, [
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
  ).toBeNull();
  expect(listProblem(open, [1, 2, 3, 4])).toBeNull();
  expect(listProblem(open, [1, 2, 3])).toBe('must hold exactly any × 2 values');
  expect(listProblem(open, [[1.5, 2]])).toBe('holds a value that must be a whole number');
});
