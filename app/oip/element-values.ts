/// <reference lib="esnext.float16" />
import { shortestFloat32 } from './json-numbers.ts';
import type { Datatype } from './tensor.ts';

/** A value as JSON and the portal hold it; a 64-bit whole number is a bigint when read from a tensor. */
export type ElementValue = number | bigint | string | boolean;

/**
 * The array of each datatype's elements. Typed arrays are in the machine's order, which is the protocol's
 * little-endian wherever ONNX Runtime for Node exists.
 */
export const ELEMENT_ARRAYS = {
  BOOL: Uint8Array,
  UINT8: Uint8Array,
  UINT16: Uint16Array,
  UINT32: Uint32Array,
  UINT64: BigUint64Array,
  INT8: Int8Array,
  INT16: Int16Array,
  INT32: Int32Array,
  INT64: BigInt64Array,
  FP16: Float16Array,
  FP32: Float32Array,
  FP64: Float64Array,
} as const;

export type Numeric = Exclude<Datatype, 'BYTES'>;

/** The elements in a tensor's bytes, as a typed array over them (copied only when they start at an odd place). */
export function viewElements<D extends Numeric>(
  datatype: D,
  bytes: Uint8Array,
): InstanceType<(typeof ELEMENT_ARRAYS)[D]> {
  const ElementArray = ELEMENT_ARRAYS[datatype];
  const aligned = bytes.byteOffset % ElementArray.BYTES_PER_ELEMENT === 0 ? bytes : Uint8Array.from(bytes);
  const count = Math.floor(aligned.byteLength / ElementArray.BYTES_PER_ELEMENT);
  const view = new ElementArray(aligned.buffer as ArrayBuffer, aligned.byteOffset, count);
  return view as InstanceType<(typeof ELEMENT_ARRAYS)[D]>;
}

/** The texts in the bytes of a BYTES tensor. A tensor that ends in the middle of one gives those before it. */
export function readTexts(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: string[] = [];
  for (let offset = 0; offset + 4 <= buffer.length; ) {
    const start = offset + 4;
    const end = start + buffer.readUInt32LE(offset);
    if (end > buffer.length) break;
    texts.push(buffer.toString('utf8', start, end));
    offset = end;
  }
  return texts;
}

/** The elements of any datatype as values: 64-bit whole numbers as bigint, FP32 as its shortest decimal. */
export function readValues(datatype: Datatype, bytes: Uint8Array): ElementValue[] {
  if (datatype === 'BYTES') return readTexts(bytes);
  if (datatype === 'BOOL') return Array.from(bytes, (byte) => byte !== 0);
  if (datatype === 'FP32') return Array.from(viewElements('FP32', bytes), shortestFloat32);
  return Array.from<ElementValue>(viewElements(datatype, bytes));
}
