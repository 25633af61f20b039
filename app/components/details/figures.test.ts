import { expect, test } from 'vitest';
import type { Answer } from '#app/preview/contract.ts';
import { compact, firstElements, milliseconds, outputTensors, stagesOf } from './figures.ts';

const said: Answer = { decision: null, confidence: null, closeCall: false, scores: [], values: [], notices: [] };

test('outputs are the tensors that came: the label as the model gave it, lists without their nesting', () => {
  const values = [
    { name: 'label', label: 'L', value: 'yes', unit: null, raw: 1, datatype: 'INT64', shape: [1] },
    {
      name: 'p',
      label: 'P',
      value: [
        [1, 2],
        [3, 4],
      ],
      unit: null,
      datatype: 'FP32',
      shape: [1, 2, 2],
    },
  ];
  const tensors = outputTensors({ ...said, values });
  expect(tensors?.map(({ json }) => JSON.parse(json ?? ''))).toEqual([
    { name: 'label', datatype: 'INT64', shape: [1], data: [1] },
    { name: 'p', datatype: 'FP32', shape: [1, 2, 2], data: [1, 2, 3, 4] },
  ]);
  expect(tensors?.[1]?.count).toBe(4);
  expect(outputTensors({ ...said, values: [{ name: 'y', label: 'Y', value: 1, unit: null }] })).toBeNull();
});

test('figures have the digits that matter', () => {
  expect([0.042, 1.6, 9.999, 24.4].map(milliseconds)).toEqual(['0.04 ms', '1.6 ms', '10 ms', '24 ms']);
  expect([12, 1_684_212].map(compact)).toEqual(['12', '1.68 million']);
});

test('the first elements are cut where they get long', () => {
  expect(firstElements('{"name":"x","datatype":"FP32","shape":[2],"data":[1,2]}')).toBe('1,2');
  const long = firstElements(JSON.stringify({ name: 'x', data: new Array(2_000).fill(7) }));
  expect(long).toHaveLength(602);
});

test('stages have their share, also when nothing took any time', () => {
  expect(stagesOf({ readMs: 1, prepareMs: 0, askMs: 3, shapeMs: 0 }).map(({ share }) => share)).toEqual([
    0.25, 0, 0.75, 0,
  ]);
  expect(stagesOf({ readMs: 0, prepareMs: 0, askMs: 0, shapeMs: 0 })[0]?.share).toBe(0);
});
