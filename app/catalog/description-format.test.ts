import { expect, test } from 'vitest';
import { type DescribedInput, type FieldValue, nearestExample } from './description-format.ts';

const inputs = ['a', 'b', 'c'].map(
  (key): DescribedInput => ({ name: key, key, label: key, kind: 'number', default: 0 }),
);
const near = (values: Record<string, FieldValue> | null, examples = EXAMPLES) => {
  const { example, changed } = nearestExample(examples, inputs, values);
  return [example?.name ?? null, changed];
};
const EXAMPLES = [
  { name: 'one', values: { a: 1, b: 1, c: 1 } },
  { name: 'two', values: { a: 2, b: [1, 2] } },
  { name: 'picture', image: 'x.png' },
];

test.each([
  [{ a: 1, b: 1, c: 1 }, ['one', []]],
  [{ a: 1, b: 5, c: 1 }, ['one', ['b']]],
  [{ a: 2, b: [1, 2], c: 0 }, ['two', []]],
  [{ a: 2, b: [2, 1], c: 0 }, ['two', ['b']]],
  [{ a: 9, b: 9, c: 9 }, ['one', ['a', 'b', 'c']]],
  [{ a: 1, b: 1 }, ['one', ['c']]],
  [null, [null, []]],
] satisfies [Record<string, FieldValue> | null, unknown][])('%j comes from %j', (values, expected) => {
  expect(near(values)).toEqual(expected);
});

test('without an example with values there is nothing to differ from', () => {
  expect(near({ a: 1 }, [])).toEqual([null, []]);
  expect(near({ a: 1 }, EXAMPLES.slice(2))).toEqual([null, []]);
});
