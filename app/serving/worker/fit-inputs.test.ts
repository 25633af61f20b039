import { describe, expect, test } from 'vitest';
import type { Tensor, TensorSpec } from '#app/oip/tensor.ts';
import { findMisfit, findUnknownOutput } from './fit-inputs.ts';

const specs: TensorSpec[] = [
  { name: 'age', datatype: 'INT64', shape: [-1, 1] },
  { name: 'any', datatype: 'FP32', shape: [] },
];
const age: Tensor = { name: 'age', datatype: 'INT64', shape: [2, 1], bytes: new Uint8Array(16) };
const any: Tensor = { name: 'any', datatype: 'FP32', shape: [3], bytes: new Uint8Array(12) };

describe('inputs', () => {
  test('P8 that fit pass, in any order; a shape the file does not tell is left to the engine', () => {
    expect(findMisfit(specs, [any, age])).toBeNull();
  });

  test.each<[string, Tensor[], RegExp]>([
    ['missing', [any], /"age" is missing/],
    ['unknown', [age, any, { ...age, name: 'agee' }], /no input "agee"; it takes "age", "any"/],
    ['given twice', [age, age, any], /"age" is given twice/],
    ['of another datatype', [{ ...age, datatype: 'INT32' }, any], /"age" takes INT64, not INT32/],
    ['of another rank', [{ ...age, shape: [2] }, any], /"age" takes the shape \[-1,1\].*not \[2\]/],
    ['of another size', [{ ...age, shape: [2, 2] }, any], /not \[2,2\]/],
    ['none at all', [], /"age" is missing/],
  ])('P8 %s: one sentence that names the input', (_what, inputs, sentence) => {
    expect(findMisfit(specs, inputs)).toMatch(sentence);
  });

  test('P8 a very long name does not make a very long sentence', () => {
    expect(findMisfit(specs, [age, any, { ...age, name: 'x'.repeat(100_000) }])?.length).toBeLessThan(400);
  });
});

describe('outputs asked for', () => {
  test('P8 must exist and be asked for once', () => {
    expect(findUnknownOutput(specs, ['any'])).toBeNull();
    expect(findUnknownOutput(specs, ['nope'])).toMatch(/no output "nope"; it gives "age", "any"/);
    expect(findUnknownOutput(specs, ['any', 'any'])).toMatch(/twice/);
  });
});
