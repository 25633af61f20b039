import { expect, test } from 'vitest';
import * as schema from '#db/schema/index.ts';
import { FLAG_KINDS, FLAG_SEVERITIES, FLAG_STATES, FLAG_WAITS, flagTitle, VERDICTS } from './contract.ts';

// The contract is safe for the browser and the tables are not, so the words are written down twice.
test('the words of flags and verdicts are the same in the contract and in the tables', () => {
  expect(schema.FLAG_KINDS).toEqual(FLAG_KINDS);
  expect(schema.FLAG_SEVERITIES).toEqual(FLAG_SEVERITIES);
  expect(schema.FLAG_STATES).toEqual(FLAG_STATES);
  expect(schema.FLAG_WAITS).toEqual(FLAG_WAITS);
  expect(schema.verdict.value.enumValues).toEqual(VERDICTS);
});

test.each([
  ['Declines at 43%', 'Declines at 43%'],
  ['  Declines at 43%  \nbecause', 'Declines at 43%'],
  ['', 'The answer is wrong'],
  [' \nonly later', 'The answer is wrong'],
  ['x'.repeat(121), `${'x'.repeat(120)}…`],
  [`${'word '.repeat(30)}`, `${'word '.repeat(24).trim()}…`],
  ['🦉'.repeat(130), `${'🦉'.repeat(120)}…`],
  ['<b>bold</b>', '<b>bold</b>'],
])('the note %j as a title', (note, title) => {
  expect(flagTitle({ note, kind: 'wrong' })).toBe(title);
});
