/// <reference lib="esnext.float16" />
import type { GraphValue, ModelFacts } from '#app/oip/control.ts';
import { DATATYPE_SIZES, type Datatype, type Tensor } from '#app/oip/tensor.ts';

/** Above this many elements nothing is made up: the shape alone would fill the memory. */
const MOST_ELEMENTS = 16 << 20;

type Known = ModelFacts['categories'][number];

/** Whether every input takes any number of rows. */
export function takesRows(inputs: readonly GraphValue[]): boolean {
  return (
    inputs.length > 0 &&
    inputs.every(({ shape }) => shape === null || typeof shape[0] !== 'number') &&
    inputs.every(({ shape }) => shape === null || shape.length > 0)
  );
}

/**
 * Made-up values for rows `from` to `from + count`, the same for the same row whatever else is asked: a batch can be
 * compared with its rows. Dimensions the file leaves open are the rows where they come first, else 1; categories the
 * file knows are used.
 * @returns null when no values can be made up for an input
 */
export function makeUpInputs(facts: ModelFacts, rows: { from: number; count: number }): Tensor[] | null {
  const rowNames = new Set(facts.inputs.map(({ shape }) => shape?.[0]).filter((name) => typeof name === 'string'));
  const tensors = facts.inputs.map((input): Tensor | null => {
    if (!Object.hasOwn(DATATYPE_SIZES, input.datatype)) return null;
    const shape = (input.shape ?? [null, 1]).map((n, i) => {
      if (typeof n === 'number') return n;
      return i === 0 || (n !== null && rowNames.has(n)) ? rows.count : 1;
    });
    const known = facts.categories.filter((category) => category.input === input.name);
    return makeUp({ name: input.name, datatype: input.datatype as Datatype, shape, known, firstRow: rows.from });
  });
  return tensors.every((tensor) => tensor !== null) ? tensors : null;
}

function makeUp(plan: { name: string; datatype: Datatype; shape: number[]; known: Known[]; firstRow: number }) {
  const { name, datatype, shape, known, firstRow } = plan;
  const count = shape.reduce((product, n) => product * n, 1);
  if (count > MOST_ELEMENTS) return null;
  const perRow = count / Math.max(shape[0] ?? 1, 1);
  const columns = shape.at(-1) ?? 1;
  const whole = known.find((category) => category.index === null);
  const byColumn = new Map(known.map((category) => [category.index, category]));
  const write = createWriter(datatype, count);
  for (let i = 0; i < count; i++) {
    const luck = noise(firstRow * perRow + i);
    const category = whole ?? byColumn.get(i % columns);
    write.next(category ? category.values[Math.floor(luck * category.values.length)] : undefined, luck);
  }
  return { name, datatype, shape, bytes: write.bytes() };
}

/** A number in [0, 1) that looks random and is the same every time. */
function noise(n: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
  return ((x ^ (x >>> 13)) >>> 0) / 2 ** 32;
}

function createWriter(datatype: Datatype, count: number) {
  const size = DATATYPE_SIZES[datatype];
  if (size === null) return createTextWriter();
  const bytes = new Uint8Array(count * size);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  return {
    next: (known: string | number | undefined, luck: number) => {
      const value = Number.isFinite(Number(known ?? Number.NaN)) ? Number(known) : makeUpNumber(datatype, luck);
      writeNumber(view, { offset, datatype, value });
      offset += size;
    },
    bytes: () => bytes,
  };
}

function createTextWriter() {
  const parts: Buffer[] = [];
  return {
    next: (known: string | number | undefined, luck: number) => {
      const text = Buffer.from(String(known ?? (luck < 0.5 ? 'a' : 'b')), 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32LE(text.length);
      parts.push(length, text);
    },
    bytes: (): Uint8Array => Buffer.concat(parts),
  };
}

/**
 * A whole number is 1: it is in range wherever it is a place in a list, and a division by 0 kills the process. Bytes
 * are points of a picture.
 */
function makeUpNumber(datatype: Datatype, luck: number): number {
  if (datatype.startsWith('FP')) return luck;
  return datatype === 'UINT8' ? 1 + Math.floor(luck * 255) : 1;
}

function writeNumber(view: DataView, at: { offset: number; datatype: Datatype; value: number }): void {
  const { offset, datatype, value } = at;
  if (datatype === 'FP32') view.setFloat32(offset, value, true);
  else if (datatype === 'FP64') view.setFloat64(offset, value, true);
  else if (datatype === 'FP16') view.setFloat16(offset, value, true);
  else if (datatype === 'INT64') view.setBigInt64(offset, BigInt(Math.trunc(value)), true);
  else if (datatype === 'UINT64') view.setBigUint64(offset, BigInt(Math.trunc(value)), true);
  else if (datatype === 'INT32' || datatype === 'UINT32') view.setInt32(offset, value, true);
  else if (datatype === 'INT16' || datatype === 'UINT16') view.setInt16(offset, value, true);
  else view.setInt8(offset, value);
}
