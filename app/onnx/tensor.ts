import { sizeOfElements } from './value-type.ts';
import { damaged, eachField, type Field, readLongs, readNumber, readText, type Span, valueSpan } from './wire.ts';

/** A tensor stored in the file (TensorProto): what it is, not what it holds. */
export interface StoredTensor extends Span {
  name: string;
  elementType: number;
  dims: number[];
  /** Where the weights lie when they are not in this file; null when they are. */
  externalFile: string | null;
}

/** Constants that steer a graph are short; whatever is longer is weights. */
const MOST_VALUES = 65_536;

/**
 * Reads what a tensor is, stepping over its elements.
 * @throws FL_CHECK_TRUNCATED when the raw elements end before its shape does
 */
export function readStoredTensor(file: Uint8Array, span: Span): StoredTensor {
  const tensor: StoredTensor = { ...span, name: '', elementType: 0, dims: [], externalFile: null };
  const dims: bigint[] = [];
  let location: string | null = null;
  let isExternal = false;
  let rawLength: number | null = null;
  eachField(file, span, (field) => {
    if (field.number === 1) readLongs(file, field, dims);
    else if (field.number === 2) tensor.elementType = readNumber(file, field);
    else if (field.number === 8) tensor.name = readText(file, valueSpan(field));
    else if (field.number === 9) rawLength = field.end - field.valueStart;
    else if (field.number === 13) location = readLocation(file, valueSpan(field)) ?? location;
    else if (field.number === 14) isExternal = readNumber(file, field) === 1;
  });
  tensor.dims = dims.map(Number);
  if (isExternal) tensor.externalFile = location ?? '';
  else if (rawLength !== null) refuseShort(tensor, rawLength);
  return tensor;
}

function refuseShort(tensor: StoredTensor, rawLength: number): void {
  const count = tensor.dims.reduce((product, n) => product * n, 1);
  const needed = sizeOfElements(tensor.elementType, count);
  if (needed !== null && rawLength < needed) throw damaged();
}

function readLocation(file: Uint8Array, span: Span): string | null {
  let key = '';
  let value = '';
  eachField(file, span, (field) => {
    if (field.number === 1) key = readText(file, valueSpan(field));
    else if (field.number === 2) value = readText(file, valueSpan(field));
  });
  return key === 'location' ? value : null;
}

/** The values of a short constant of whole numbers (INT32 or INT64), or null when it is anything else. */
export function readWholeNumbers(file: Uint8Array, tensor: StoredTensor): number[] | null {
  const { elementType } = tensor;
  if ((elementType !== 6 && elementType !== 7) || tensor.externalFile !== null) return null;
  if (tensor.end - tensor.start > MOST_VALUES * 10) return null;
  const values: bigint[] = [];
  eachField(file, tensor, (field) => {
    if (field.number === 9) values.push(...readRaw(file, field, elementType === 6 ? 4 : 8));
    else if (field.number === (elementType === 6 ? 5 : 7)) readLongs(file, field, values);
  });
  return values.map(Number);
}

function readRaw(file: Uint8Array, field: Field, size: 4 | 8): bigint[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const values: bigint[] = [];
  for (let at = field.valueStart; at + size <= field.end; at += size) {
    values.push(size === 4 ? BigInt(view.getInt32(at, true)) : view.getBigInt64(at, true));
  }
  return values;
}

/**
 * The values of a short constant of numbers (FLOAT, DOUBLE, INT32 or INT64), or null when it is anything else: weights,
 * another type, more than 65,536 values.
 */
export function readNumbers(file: Uint8Array, tensor: StoredTensor): number[] | null {
  const isShort = tensor.end - tensor.start <= MOST_VALUES * 8;
  return isShort ? (readFirstNumbers(file, tensor, MOST_VALUES) ?? readWholeNumbers(file, tensor)) : null;
}

/** The first values of a constant of FLOAT or DOUBLE, `most` at most; null when it is anything else. */
export function readFirstNumbers(file: Uint8Array, tensor: StoredTensor, most: number): number[] | null {
  const { elementType } = tensor;
  if ((elementType !== 1 && elementType !== 11) || tensor.externalFile !== null) return null;
  const size = elementType === 1 ? 4 : 8;
  const ownField = elementType === 1 ? 4 : 10;
  const values: number[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  eachField(file, tensor, (field) => {
    if (field.number !== 9 && field.number !== ownField) return;
    for (let at = field.valueStart; at + size <= field.end && values.length < most; at += size) {
      values.push(size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true));
    }
  });
  return values;
}

/** The values of a short list of labels: texts or whole numbers; null when it is anything else. */
export function readLabels(file: Uint8Array, tensor: StoredTensor): (string | number)[] | null {
  if (tensor.elementType !== 8) return readWholeNumbers(file, tensor);
  if (tensor.externalFile !== null || tensor.end - tensor.start > MOST_VALUES * 64) return null;
  const texts: string[] = [];
  eachField(file, tensor, (field) => {
    if (field.number === 6) texts.push(readText(file, valueSpan(field)));
  });
  return texts;
}
