import { describe, expect, test } from 'vitest';
import { npyToJson, readNpy } from './npy.ts';

interface Spec {
  descr?: string;
  order?: string;
  shape?: string;
  data: Uint8Array;
  version?: number;
}

/** A file as numpy.save writes it: header padded to a multiple of 64 bytes. */
function npy({ descr = '<f4', order = 'False', shape, data, version = 1 }: Spec): Uint8Array {
  const words = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`;
  const from = version === 1 ? 10 : 12;
  const length = Math.ceil((from + words.length + 1) / 64) * 64 - from;
  const head = new Uint8Array(from + length);
  head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(head.buffer);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  head.set(new TextEncoder().encode(`${words.padEnd(length - 1)}\n`), from);
  return Uint8Array.from([...head, ...data]);
}

const floats = (...numbers: number[]) => new Uint8Array(Float32Array.from(numbers).buffer);

describe('a .npy file', () => {
  test.each([1, 2, 3])('of format %i is read in its shape', (version) => {
    const read = readNpy(npy({ shape: '2, 3', data: floats(1, 2, 3, 4, 5, 6.5), version }));
    expect(read.array).toEqual({ shape: [2, 3], descr: 'f4', elements: [1, 2, 3, 4, 5, 6.5] });
    expect(read.array && npyToJson(read.array)).toBe('[[1,2,3],[4,5,6.5]]');
  });

  test('in column order is turned into rows', () => {
    const read = readNpy(npy({ shape: '2, 3', order: 'True', data: floats(1, 4, 2, 5, 3, 6) }));
    expect(read.array?.elements).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('of one value and of one dimension', () => {
    const one = readNpy(npy({ shape: '', data: floats(7) })).array;
    expect(one && npyToJson(one)).toBe('7');
    const list = readNpy(npy({ shape: '3,', data: floats(1, 2, 3) })).array;
    expect(list && npyToJson(list)).toBe('[1,2,3]');
  });

  test.each<[string, Uint8Array, (number | bigint)[]]>([
    ['<f8', new Uint8Array(Float64Array.of(0.1).buffer), [0.1]],
    ['>f4', floats(1.5).reverse(), [1.5]],
    ['<f2', Uint8Array.of(0x00, 0x3e), [1.5]],
    ['<i8', new Uint8Array(BigInt64Array.of(9007199254740993n).buffer), [9007199254740993n]],
    ['<i4', new Uint8Array(Int32Array.of(-5).buffer), [-5]],
    ['|u1', Uint8Array.of(255), [255]],
    ['|b1', Uint8Array.of(2), [1]],
  ])('of %s', (descr, data, elements) =>
    expect(readNpy(npy({ descr, shape: '1,', data })).array?.elements).toEqual(elements),
  );

  test('whole numbers beyond 2^53 keep their digits', () => {
    const data = new Uint8Array(BigInt64Array.of(9007199254740993n).buffer);
    const { array } = readNpy(npy({ descr: '<i8', shape: '1,', data }));
    expect(array && npyToJson(array)).toBe('[9007199254740993]');
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(), /not a \.npy file/],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0), /not a \.npy file/],
    [
      'a shape larger than its bytes',
      npy({ shape: '1000, 1000', data: floats(1) }),
      /need 4000000 bytes, and it has 4/,
    ],
    ['more bytes than its shape', npy({ shape: '1,', data: floats(1, 2) }), /need 4 bytes, and it has 8/],
    ['a shape beyond all bounds', npy({ shape: '99999999, 99999999', data: floats(1) }), /more than can be sent/],
    ['a shape of nothing', npy({ shape: '0, 3', data: floats() }), /not a \.npy file/],
    ['a shape that is no number', npy({ shape: '1e9,', data: floats(1) }), /not a \.npy file/],
    ['objects', npy({ descr: '|O', shape: '1,', data: Uint8Array.of(1) }), /"\|O" values/],
    ['a prototype', npy({ descr: 'constructor', shape: '1,', data: Uint8Array.of(1) }), /values; numbers/],
    ['NaN', npy({ shape: '2,', data: floats(1, Number.NaN) }), /^Value 2 of the file is NaN/],
    ['a header that never ends', npy({ shape: '1,', data: floats(1) }).slice(0, 20), /not a \.npy file/],
  ])('that holds %s is refused in words', (_, bytes, words) => expect(readNpy(bytes).problem).toMatch(words));
});
