import { expect, test } from 'vitest';
import type { Tensor } from '#app/oip/tensor.ts';
import { isIdentical, isSameByRow } from './same-answer.ts';

function fp32(values: number[], shape = [values.length]): Tensor {
  return { name: 'y', datatype: 'FP32', shape, bytes: new Uint8Array(new Float32Array(values).buffer) };
}
const label = (n: number): Tensor => ({ name: 'l', datatype: 'UINT8', shape: [1], bytes: new Uint8Array([n]) });

test('C5 two answers are identical to the last bit or not', () => {
  expect(isIdentical([fp32([1, Number.NaN])], [fp32([1, Number.NaN])])).toBe(true);
  expect(isIdentical([fp32([1])], [fp32([1.0000001])])).toBe(false);
  expect(isIdentical([fp32([1])], [])).toBe(false);
});

test('C5 a batch is its rows when they differ by rounding only', () => {
  expect(isSameByRow([fp32([1, 2])], [[fp32([1.0001])], [fp32([2])]])).toBe(true);
  expect(isSameByRow([fp32([1, 2])], [[fp32([1.1])], [fp32([2])]])).toBe(false);
  expect(isSameByRow([fp32([1, Number.NaN])], [[fp32([1])], [fp32([0])]])).toBe(false);
  expect(isSameByRow([fp32([1, Number.NaN])], [[fp32([1])], [fp32([Number.NaN])]])).toBe(true);
});

test('C5 an answer that does not have a row for each row is no batch', () => {
  expect(isSameByRow([fp32([1])], [[fp32([1])], [fp32([1])]])).toBe(false);
  expect(isSameByRow([fp32([1, 2])], [[fp32([1, 1], [2])], [fp32([2])]])).toBe(false);
});

test('C5 labels must be equal', () => {
  const both: Tensor = { ...label(1), shape: [2], bytes: new Uint8Array([1, 0]) };
  expect(isSameByRow([both], [[label(1)], [label(0)]])).toBe(true);
  expect(isSameByRow([both], [[label(1)], [label(1)]])).toBe(false);
});
