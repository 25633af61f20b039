import { expect, test } from 'vitest';
import { tensorFromValues } from '#app/oip/json-codec.ts';
import { testVersion } from '../testing.ts';
import { readAnswer } from './read-answer.ts';

/** The answer of a network whose last step was not exported. */
function answer(values: number[], role: string | undefined = 'logits') {
  const output = { name: 'y', label: 'Scores', kind: 'probabilities' as const, ...(role && { role }) };
  const tensor = tensorFromValues({ name: 'y', datatype: 'FP32', shape: [1, values.length], values });
  return readAnswer(testVersion({ outputs: [output] }), [tensor], []);
}

test('numbers before the last step become shares, and decide by number', () => {
  const said = answer([1, 3, 2]);
  expect(said).toMatchObject({ decision: '1', confidence: 'clear', values: [{ value: [1, 3, 2] }] });
  expect(said.scores.map(({ score }) => score.toFixed(4))).toEqual(['0.0900', '0.6652', '0.2447']);
  expect(answer([1000, 999]).scores.map(({ score }) => score.toFixed(4))).toEqual(['0.7311', '0.2689']);
});

test('shares stay what they are, and what is no number decides nothing', () => {
  expect(answer([0.25, 0.75]).scores.map(({ score }) => score)).toEqual([0.25, 0.75]);
  expect(answer([Number.NaN, 1])).toMatchObject({ decision: null, scores: [] });
  expect(answer([Number.POSITIVE_INFINITY, 1])).toMatchObject({ decision: null, scores: [] });
});

test('numbers of which nobody says that they come before a last step are none', () => {
  expect(answer([3.2, -1.5], '')).toMatchObject({ decision: null, scores: [] });
});
