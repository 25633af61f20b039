import { DATATYPE_SIZES, type Tensor } from './tensor.ts';

/** Puts rows into one tensor, one after the other along the first dimension; all alike in everything else. */
export function joinRows(rows: readonly Tensor[]): Tensor {
  const [first] = rows;
  if (!first) throw new Error('There are no rows to join.');
  const count = rows.reduce((sum, { shape }) => sum + (shape[0] ?? 1), 0);
  return { ...first, shape: [count, ...first.shape.slice(1)], bytes: joinBytes(rows) };
}

/** The tensor of each row; null when its first dimension does not count the rows. */
export function splitRows(tensor: Tensor, count: number): Tensor[] | null {
  const { datatype, shape, bytes } = tensor;
  if (shape[0] !== count) return null;
  const sizeBytes = DATATYPE_SIZES[datatype];
  const perRow = shape.slice(1).reduce((product, size) => product * size, 1);
  const ends = sizeBytes === null ? textEnds(bytes, perRow) : null;
  return Array.from({ length: count }, (_, row) => {
    const [start, end] = ends
      ? [ends[row], ends[row + 1]]
      : [row * perRow * (sizeBytes ?? 0), (row + 1) * perRow * (sizeBytes ?? 0)];
    return { ...tensor, shape: [1, ...shape.slice(1)], bytes: bytes.slice(start, end) };
  });
}

function joinBytes(rows: readonly Tensor[]): Uint8Array {
  const joined = new Uint8Array(rows.reduce((sum, { bytes }) => sum + bytes.byteLength, 0));
  let offset = 0;
  for (const { bytes } of rows) {
    joined.set(bytes, offset);
    offset += bytes.byteLength;
  }
  return joined;
}

/** Where each row of so many texts begins; the last is where the last row ends. */
function textEnds(bytes: Uint8Array, perRow: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = [0];
  let offset = 0;
  for (let texts = 1; offset + 4 <= bytes.byteLength; texts += 1) {
    offset += 4 + view.getUint32(offset, true);
    if (texts % perRow === 0) ends.push(offset);
  }
  return ends;
}
