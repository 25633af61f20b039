import { expect, test } from 'vitest';
import { listInMetadata } from './column-names.ts';

test.each<[string, string[] | null]>([
  ['["age", "income"]', ['age', 'income']],
  ['{"0": "age", "1": "income"}', ['age', 'income']],
  ["['age', 'income']", ['age', 'income']],
  ["('age', \"the applicant's income\")", ['age', "the applicant's income"]],
  ["{1: 'income', 0: 'age'}", ['age', 'income']],
  ['age\nincome', ['age', 'income']],
  ['age, income', ['age', 'income']],
  ['["age"]', null],
  ["['age', 'age']", null],
  ["{0: 'age', 5: 'income'}", null],
  ["{0: 'age', 999999: 'income'}", null],
  ["['age', income]", null],
  ["['age', ['income']]", null],
  ['[1e400, {}]', null],
  ["['", null],
  ['', null],
])('%s', (text, names) => {
  expect(listInMetadata({ feature_names: text }, ['nothing', 'feature_names'], 2)).toEqual(names);
});

test('a long text without an end is no list, and is not looked at for long', () => {
  const text = `[${"'a".repeat(200_000)}`;
  expect(listInMetadata({ names: text }, ['names'], 2)).toBeNull();
  expect(listInMetadata({ names: `[${"0: 'a".repeat(150_000)}]` }, ['names'], 2)).toBeNull();
  expect(listInMetadata({ names: `[${' '.repeat(900_000)}]` }, ['names'], 2)).toBeNull();
});
