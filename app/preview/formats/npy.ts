/**
 * Arrays as NumPy saves them.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */

export interface NpyArray {
  shape: number[];
  /** As NumPy writes it, without the order of its bytes: 'f4'. */
  descr: string;
  /** In row-major order. Whole numbers beyond 2^53 are bigint. */
  elements: (number | bigint)[];
}

export type ReadNpy = { array: NpyArray; problem?: never } | { problem: string; array?: never };

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** More than a question from a page can carry. */
const MOST_ELEMENTS = 4_000_000;
const MOST_DIMENSIONS = 32;

type Reader = (view: DataView, offset: number, isLittle: boolean) => number | bigint;

const READERS: Record<string, { size: number; read: Reader }> = {
  f4: { size: 4, read: (view, at, isLittle) => view.getFloat32(at, isLittle) },
  f8: { size: 8, read: (view, at, isLittle) => view.getFloat64(at, isLittle) },
  f2: { size: 2, read: (view, at, isLittle) => halfOf(view.getUint16(at, isLittle)) },
  i1: { size: 1, read: (view, at) => view.getInt8(at) },
  i2: { size: 2, read: (view, at, isLittle) => view.getInt16(at, isLittle) },
  i4: { size: 4, read: (view, at, isLittle) => view.getInt32(at, isLittle) },
  i8: { size: 8, read: (view, at, isLittle) => shortest(view.getBigInt64(at, isLittle)) },
  u1: { size: 1, read: (view, at) => view.getUint8(at) },
  u2: { size: 2, read: (view, at, isLittle) => view.getUint16(at, isLittle) },
  u4: { size: 4, read: (view, at, isLittle) => view.getUint32(at, isLittle) },
  u8: { size: 8, read: (view, at, isLittle) => shortest(view.getBigUint64(at, isLittle)) },
  b1: { size: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
};

const NOT_NPY = 'This is not a .npy file. Save the array with numpy.save and give that file.';

/** Reads the bytes of a .npy file. */
export function readNpy(bytes: Uint8Array): ReadNpy {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = headerOf(bytes, view);
  if (header === null) return { problem: NOT_NPY };
  const { descr, shape, isFortran, start } = header;
  const kind = descr.replace(/^[<>|=]/, '');
  const reader = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  if (!reader) return { problem: `The file holds ${JSON.stringify(descr)} values; numbers and yes or no are taken.` };
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > MOST_ELEMENTS) return { problem: `The file holds ${count} values, more than can be sent from here.` };
  const held = view.byteLength - start;
  if (held !== count * reader.size) {
    const words = `${count} values in the shape [${shape.join(', ')}] need ${count * reader.size} bytes`;
    return { problem: `The file says something else than it holds: ${words}, and it has ${held}.` };
  }
  const isLittle = !descr.startsWith('>');
  const elements: (number | bigint)[] = [];
  for (let at = 0; at < count; at += 1) elements.push(reader.read(view, start + at * reader.size, isLittle));
  const bad = elements.findIndex((element) => typeof element === 'number' && !Number.isFinite(element));
  if (bad >= 0)
    return { problem: `Value ${bad + 1} of the file is ${String(elements[bad])}, which no model field takes.` };
  return { array: { shape, descr: kind, elements: isFortran ? rowMajor(elements, shape) : elements } };
}

/** The array as JSON lists, as deep as its shape; a single value as it is. */
export function npyToJson({ shape, elements }: NpyArray): string {
  let texts = elements.map(String);
  for (const size of [...shape].reverse()) {
    const lists: string[] = [];
    for (let at = 0; at < texts.length; at += size) lists.push(`[${texts.slice(at, at + size).join(',')}]`);
    texts = lists;
  }
  return texts[0] ?? '[]';
}

interface Header {
  descr: string;
  shape: number[];
  isFortran: boolean;
  /** Where the elements begin. */
  start: number;
}

/** The header is a dictionary as Python writes it; nothing of it is run. */
function headerOf(bytes: Uint8Array, view: DataView): Header | null {
  if (bytes.length < 12 || MAGIC.some((byte, at) => bytes[at] !== byte)) return null;
  const isShort = bytes[6] === 1;
  const length = isShort ? view.getUint16(8, true) : view.getUint32(8, true);
  const from = isShort ? 10 : 12;
  if (from + length > bytes.length || length > 100_000) return null;
  const text = new TextDecoder('latin1').decode(bytes.subarray(from, from + length));
  const descr = /'descr':\s*'([^']{1,40})'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || sizes === undefined) return null;
  const shape = sizes
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '')
    .map(Number);
  if (shape.length > MOST_DIMENSIONS || shape.some((size) => !Number.isSafeInteger(size) || size === 0)) return null;
  return { descr, shape, isFortran: order === 'True', start: from + length };
}

/** Elements that were written with the first dimension running fastest. */
function rowMajor(elements: readonly (number | bigint)[], shape: readonly number[]): (number | bigint)[] {
  const steps = shape.map((_, at) => shape.slice(0, at).reduce((product, size) => product * size, 1));
  const place = shape.map(() => 0);
  return elements.map(() => {
    const at = place.reduce((sum, index, dimension) => sum + index * (steps[dimension] ?? 0), 0);
    for (let dimension = shape.length - 1; dimension >= 0; dimension -= 1) {
      const next = (place[dimension] ?? 0) + 1;
      place[dimension] = next === shape[dimension] ? 0 : next;
      if (next !== shape[dimension]) break;
    }
    return elements[at] ?? 0;
  });
}

function shortest(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** IEEE 754 binary16. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
