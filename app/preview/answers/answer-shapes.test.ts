import { expect, test } from 'vitest';
import type { DescribedInput, DescribedOutput } from '#app/catalog/description-format.ts';
import { tensorFromValues } from '#app/oip/json-codec.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import { testVersion } from '../testing.ts';
import { readAnswer } from './read-answer.ts';

/** What tells the page how an answer is to be drawn. */

const tensor = (name: string, shape: number[], values: number[]): Tensor =>
  tensorFromValues({ name, datatype: 'FP32', shape, values });

function answer(outputs: Tensor[], described: Partial<DescribedOutput>[], inputs: Partial<DescribedInput>[] = []) {
  return readAnswer(testVersion({ inputs, outputs: described }), outputs, []);
}

const BANDS = [
  { from: 0.6, label: 'Approve' },
  { from: 0.4, label: 'Refer' },
  { from: 0, label: 'Decline' },
];

test('bands of a score are told from the lowest up, with the class they are about', () => {
  const scores: Partial<DescribedOutput> = {
    ...{ name: 'p', label: 'Odds', kind: 'probabilities' },
    classes: ['denied', 'approved'],
  };
  const said = answer([tensor('p', [1, 2], [0.5, 0.5])], [{ ...scores, favourable: 'approved', bands: BANDS }]);
  expect(said.decision).toBe('Refer');
  expect(said.bands).toEqual({
    ...{ of: 'approved', value: 0.5, unit: null, isShare: true },
    zones: BANDS.toReversed(),
  });
});

test('bands of a number are in its unit; what is no number has none', () => {
  const risk: Partial<DescribedOutput> = {
    name: 'y',
    label: 'Risk',
    kind: 'number',
    unit: 'points',
    bands: [{ from: 100, label: 'High' }],
  };
  expect(answer([tensor('y', [1, 1], [50])], [risk])).toMatchObject({
    decision: null,
    bands: { of: 'Risk', value: 50, unit: 'points', isShare: false },
  });
  expect(answer([tensor('y', [1, 1], [100])], [risk]).decision).toBe('High');
  expect(answer([tensor('y', [1, 1], [Number.NaN])], [risk])).not.toHaveProperty('bands');
});

test('a curve goes on from the only series of its unit', () => {
  const curve = { name: 'f', kind: 'series', unit: 'ppm' } as const;
  const history = { name: 'h', key: 'h', label: 'Before', kind: 'series', unit: 'ppm' } as const;
  const given = [tensor('f', [1, 3], [1, 2, 3])];
  expect(answer(given, [curve], [history]).history).toEqual({ key: 'h', label: 'Before' });
  expect(answer(given, [curve], [history, { ...history, name: 'g', key: 'g' }])).not.toHaveProperty('history');
  expect(answer(given, [curve], [{ ...history, unit: 'kg' }])).not.toHaveProperty('history');
});

test('a long vector called an embedding is one; what was said of it comes first', () => {
  const vector = tensor('sentence_embedding', [1, 16], new Array(16).fill(0.5));
  expect(answer([vector], []).values[0]).toMatchObject({ role: 'embedding' });
  expect(answer([vector], [{ name: vector.name, kind: 'tensor', role: 'code' }]).values[0]).toMatchObject({
    role: 'code',
  });
  expect(answer([tensor('embedding', [1, 4, 4], new Array(16).fill(1))], []).values[0]).not.toHaveProperty('role');
});

test('a label keeps what the model gave beside its name, and every output its shape', () => {
  const label = tensorFromValues({ name: 'label', datatype: 'INT64', shape: [1], values: [1n] });
  const said = answer([label], [{ name: 'label', kind: 'class', classes: ['no', 'yes'] }]);
  expect(said.values[0]).toMatchObject({ value: 'yes', raw: 1, datatype: 'INT64', shape: [1], kind: 'class' });
});
