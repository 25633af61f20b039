import { expect, test } from 'vitest';
import * as schema from '#db/schema/index.ts';
import { FLAG_KINDS, FLAG_SEVERITIES, FLAG_STATES, VERDICTS } from './contract.ts';

// The contract is safe for the browser and the tables are not, so the words are written down twice.
test('the words of flags and verdicts are the same in the contract and in the tables', () => {
  expect(schema.FLAG_KINDS).toEqual(FLAG_KINDS);
  expect(schema.FLAG_SEVERITIES).toEqual(FLAG_SEVERITIES);
  expect(schema.FLAG_STATES).toEqual(FLAG_STATES);
  expect(schema.verdict.value.enumValues).toEqual(VERDICTS);
});
