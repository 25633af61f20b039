import { describe, expect, test } from 'vitest';
import type { Tensor } from '#app/oip/tensor.ts';
import { packTensors, unpackTensors } from './messages.ts';

const tensors: Tensor[] = [
  { name: 'a', datatype: 'FP32', shape: [2], bytes: new Uint8Array(8).fill(1) },
  { name: '', datatype: 'BYTES', shape: [1, 1], bytes: new Uint8Array([1, 0, 0, 0, 65]) },
  { name: 'empty', datatype: 'INT64', shape: [0, 3], bytes: new Uint8Array(0) },
  { name: 'scalar', datatype: 'BOOL', shape: [], bytes: new Uint8Array([1]) },
];

describe('tensors in a frame', () => {
  test('W11 come out as they went in', () => {
    const { packed, parts } = packTensors(tensors);
    expect(unpackTensors(JSON.parse(JSON.stringify(packed)), new Uint8Array(Buffer.concat(parts)))).toEqual(tensors);
  });

  const good = { name: 'x', datatype: 'UINT8', shape: [3], sizeBytes: 3 };
  test.each([
    ['no list', 'x'],
    ['no name', [{ ...good, name: 7 }]],
    ['a datatype nobody knows', [{ ...good, datatype: 'toString' }]],
    ['a negative size', [{ ...good, sizeBytes: -3 }]],
    ['a shape that is no list', [{ ...good, shape: 3 }]],
    ['a shape with a fraction', [{ ...good, shape: [1.5, 2] }]],
    ['a shape of another size', [{ ...good, shape: [4] }]],
    ['too few bytes', [{ ...good, shape: [4], sizeBytes: 4 }]],
    ['bytes left over', []],
    ['null in the list', [null]],
  ])('W3 %s is refused', (_what, packed) => {
    expect(() => unpackTensors(packed, new Uint8Array(3))).toThrow();
  });
});
