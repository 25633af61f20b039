import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Tensor } from '#app/oip/tensor.ts';
import { createFormReader, createFormWriter } from './tensor-forms.ts';

const tensors: Tensor[] = [
  { name: 'a', datatype: 'FP32', shape: [2], bytes: new Uint8Array(8).fill(1) },
  { name: '', datatype: 'BYTES', shape: [1, 1], bytes: new Uint8Array([1, 0, 0, 0, 65]) },
  { name: 'empty', datatype: 'INT64', shape: [0, 3], bytes: new Uint8Array(0) },
  { name: 'scalar', datatype: 'BOOL', shape: [], bytes: new Uint8Array([1]) },
];

/** Through JSON and one body, as between two processes. */
function through(lists: Tensor[][]): { read: Tensor[][]; formCount: number } {
  const writer = createFormWriter<null>(() => true);
  const places = lists.map((list) => writer.add(list, null));
  const forms = JSON.parse(JSON.stringify(writer.forms.map(({ packed }) => packed)));
  const reader = createFormReader(forms, new Uint8Array(Buffer.concat(writer.parts)));
  const read = places.map((place) => reader.take(place));
  reader.expectEnd();
  return { read, formCount: forms.length };
}

describe('tensors in a frame', () => {
  test('W11 come out as they went in', () => {
    expect(through([tensors])).toEqual({ read: [tensors], formCount: 1 });
    expect(through([[]])).toEqual({ read: [[]], formCount: 1 });
  });

  test('W12 lists that look alike share a form, whatever is in them; others do not', () => {
    const x = (value: number, changes: Partial<Tensor> = {}): Tensor[] => [
      { name: 'x', datatype: 'UINT8', shape: [2, 1], bytes: Uint8Array.of(value, 7), ...changes },
    ];
    const lists = [x(1), x(2), x(3, { shape: [1, 2] }), x(4), x(5, { name: 'y' }), x(6, { datatype: 'INT8' }), []];
    expect(through(lists)).toEqual({ read: lists, formCount: 5 });
  });

  test('W11 any lists come out as they went in', () => {
    const tensor = fc
      .record({ name: fc.string({ maxLength: 3 }), shape: fc.array(fc.nat(3), { maxLength: 3 }) })
      .map(({ name, shape }): Tensor => {
        const size = shape.reduce((product, n) => product * n, 1);
        return { name, datatype: 'UINT8', shape, bytes: new Uint8Array(size).fill(size) };
      });
    fc.assert(
      fc.property(fc.array(fc.array(tensor, { maxLength: 3 }), { maxLength: 6 }), (lists) => {
        expect(through(lists).read).toEqual(lists);
      }),
    );
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
  ])('W3 %s is refused', (_what, form) => {
    const read = (place: number) => {
      const reader = createFormReader([form], new Uint8Array(3));
      reader.take(place);
      reader.expectEnd();
    };
    expect(() => read(0)).toThrow();
  });

  test('W3 a form that does not exist is refused', () => {
    const reader = createFormReader([[good]], new Uint8Array(3));
    expect(() => reader.take(1)).toThrow();
    expect(() => reader.take(-1)).toThrow();
  });
});
