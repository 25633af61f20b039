/// <reference lib="esnext.float16" />
import type { Tensor } from '#app/oip/tensor.ts';

/** How far two answers may differ and still be the same: a batch adds numbers up in another order. */
const RELATIVE = 1e-3;
const ABSOLUTE = 1e-5;

/** Whether two answers are the same to the last bit. */
export function isIdentical(a: readonly Tensor[], b: readonly Tensor[]): boolean {
  return a.every((tensor, i) => Buffer.compare(tensor.bytes, b[i]?.bytes ?? new Uint8Array(0)) === 0);
}

/** Whether a batch says what its rows say when asked one by one. */
export function isSameByRow(batch: readonly Tensor[], rows: readonly Tensor[][]): boolean {
  return batch.every((tensor, i) => {
    if (tensor.shape[0] !== rows.length) return false;
    const one = rows.map((row) => row[i]);
    if (one.some((row) => row?.shape[0] !== 1)) return false;
    const joined = Buffer.concat(one.map((row) => row?.bytes ?? new Uint8Array(0)));
    return joined.length === tensor.bytes.byteLength && isClose(tensor, joined);
  });
}

function isClose(tensor: Tensor, other: Uint8Array): boolean {
  const read = READERS[tensor.datatype as keyof typeof READERS];
  if (!read) return Buffer.compare(tensor.bytes, other) === 0;
  const [a, b] = [tensor.bytes, other].map((bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  for (let offset = 0; a && b && offset < a.byteLength; offset += read.size) {
    const x = read.get(a, offset);
    const y = read.get(b, offset);
    const isEqual = x === y || (Number.isNaN(x) && Number.isNaN(y));
    if (!isEqual && !(Math.abs(x - y) <= ABSOLUTE + RELATIVE * Math.abs(x))) return false;
  }
  return true;
}

const READERS = {
  FP16: { size: 2, get: (view: DataView, offset: number) => view.getFloat16(offset, true) },
  FP32: { size: 4, get: (view: DataView, offset: number) => view.getFloat32(offset, true) },
  FP64: { size: 8, get: (view: DataView, offset: number) => view.getFloat64(offset, true) },
};
