import { type BinaryPart, binaryMisfit } from './binary-part.ts';
import { type ElementValue, readTexts, readValues, viewElements } from './element-values.ts';
import { createElementWriter, type Misfit } from './element-writer.ts';
import { floatText, shortestFloat32 } from './json-numbers.ts';
import { oipError, quoteName } from './oip-error.ts';
import { DATATYPE_SIZES, type Datatype, type Tensor } from './tensor.ts';

/** More dimensions than any real tensor has; nesting deeper than this is an attack. */
const MOST_DIMENSIONS = 32;

export interface TensorParse {
  /** `input` or `output`, for the sentences. */
  role: 'input' | 'output';
  /** Status of a refusal: 400 for a question, 502 for an engine's answer that makes no sense. */
  status: number;
  /** How a number that was too large for a double is written in the text. */
  findOverflow(): string | undefined;
  /** What follows the JSON, when anything may. */
  binary?: BinaryPart;
}

/**
 * One tensor of a parsed JSON body. Hand-written checks: this is the hot path, and nothing is allocated before the
 * number of values is known to fit the shape.
 * @throws OipError naming the tensor
 */
export function tensorFromJson(item: unknown, parse: TensorParse): Tensor {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    throw oipError(parse.status, `Every ${parse.role} must be an object with name, shape, datatype and data.`);
  }
  const { name, datatype, shape, data, parameters } = item as Record<string, unknown>;
  if (typeof name !== 'string' || name === '') throw oipError(parse.status, `An ${parse.role} has no name.`);
  const refuse = (words: string) => oipError(parse.status, `The ${parse.role} ${quoteName(name)} ${words}.`);
  if (typeof datatype !== 'string') throw refuse('has no datatype');
  if (!isDatatype(datatype))
    throw refuse(`has the datatype ${quoteName(datatype)}, which is not one of the protocol's`);
  const count = countOf(shape, refuse);
  const sizeBytes = (parameters as { binary_data_size?: unknown } | null | undefined)?.binary_data_size;
  if (sizeBytes !== undefined) {
    if (data !== undefined) throw refuse('has both data and binary data');
    return {
      name,
      datatype,
      shape: shape as number[],
      bytes: takeBinary({ datatype, count, sizeBytes }, parse, refuse),
    };
  }
  if (datatype === 'FP16' && parse.role === 'input')
    throw refuse('is FP16, which JSON cannot carry: send it as binary data, or send FP32');
  if (data === undefined) throw refuse('has no data');
  const lists = listsOf(data, shape as number[], refuse);
  checkCount({ lists, count, shape: shape as number[] }, refuse);
  const writer = createElementWriter({ datatype, count, isFromJson: true });
  for (const list of lists) {
    const misfit = writer.write(list);
    if (misfit) throw refuse(`does not fit: ${misfitWords(misfit, parse)} (value ${misfit.position + 1} of ${count})`);
  }
  return { name, datatype, shape: shape as number[], bytes: writer.bytes() };
}

/**
 * A tensor from flat values. NaN and the infinities are allowed as numbers here.
 * @throws OipError (400) when the values do not fit the shape or the datatype
 */
export function tensorFromValues(given: {
  name: string;
  datatype: Datatype;
  shape: number[];
  values: readonly ElementValue[];
}): Tensor {
  const { name, datatype, shape, values } = given;
  const refuse = (words: string) => oipError(400, `The tensor ${quoteName(name)} ${words}.`);
  const count = countOf(shape, refuse);
  checkCount({ lists: [values], count, shape }, refuse);
  const writer = createElementWriter({ datatype, count, isFromJson: false });
  const misfit = writer.write(values);
  if (misfit) throw refuse(`does not fit: ${showValue(misfit.value)} ${misfit.words}`);
  return { name, datatype, shape: [...shape], bytes: writer.bytes() };
}

/** The elements of a tensor: 64-bit whole numbers as bigint, FP32 as its shortest decimal, NaN and infinities as such. */
export function tensorValues(tensor: Tensor): ElementValue[] {
  return readValues(tensor.datatype, tensor.bytes);
}

/** The JSON text of a tensor's elements, as a flat list. */
export function elementsToJson({ datatype, bytes }: Tensor): string {
  if (datatype === 'BYTES') return JSON.stringify(readTexts(bytes));
  if (datatype === 'BOOL') return `[${Array.from(bytes, (byte) => byte !== 0).join(',')}]`;
  if (datatype === 'FP32') return joinFloats(viewElements('FP32', bytes), shortestFloat32);
  if (datatype === 'FP64' || datatype === 'FP16') return joinFloats(viewElements(datatype, bytes), (value) => value);
  return `[${viewElements(datatype, bytes).join(',')}]`;
}

/** JSON.stringify is the fastest way to print numbers, but knows neither -0 nor what is not finite. */
function joinFloats(elements: ArrayLike<number>, shorten: (value: number) => number): string {
  const values = new Array<number>(elements.length);
  let isPlain = true;
  for (let i = 0; i < elements.length; i++) {
    const value = shorten(elements[i] as number);
    values[i] = value;
    if (value - value !== 0 || (value === 0 && 1 / value < 0)) isPlain = false;
  }
  return isPlain ? JSON.stringify(values) : `[${values.map(floatText).join(',')}]`;
}

function isDatatype(text: string): text is Datatype {
  return Object.hasOwn(DATATYPE_SIZES, text);
}

type Refuse = (words: string) => Error;

/** A tensor's bytes from what follows the JSON: a view, looked at before anybody relies on its size. */
function takeBinary(
  claimed: { datatype: Datatype; count: number; sizeBytes: unknown },
  parse: TensorParse,
  refuse: Refuse,
): Uint8Array {
  const { datatype, count, sizeBytes } = claimed;
  if (!parse.binary) throw refuse('has a binary_data_size, but no header says how long the JSON is');
  if (typeof sizeBytes !== 'number' || !Number.isSafeInteger(sizeBytes) || sizeBytes < 0) {
    throw refuse('has a binary_data_size that is not a whole number from 0 on');
  }
  const bytes = parse.binary.take(sizeBytes);
  if (!bytes) throw refuse(`has a binary_data_size of ${sizeBytes}, and ${parse.binary.left()} bytes are left`);
  const misfit = binaryMisfit({ datatype, count, bytes });
  if (misfit) throw refuse(misfit);
  return bytes;
}

/** The number of elements of a shape, checked before anything of that size is made. */
function countOf(shape: unknown, refuse: Refuse): number {
  if (!Array.isArray(shape)) throw refuse('has no shape');
  if (shape.length > MOST_DIMENSIONS) throw refuse(`has more than ${MOST_DIMENSIONS} dimensions`);
  let count = 1;
  for (const n of shape) {
    if (typeof n !== 'number' || !Number.isSafeInteger(n) || n < 0) {
      throw refuse('has a shape that is not made of whole numbers from 0 on');
    }
    count *= n;
  }
  // A zero anywhere makes no elements, whatever the rest says.
  if (!Number.isSafeInteger(count) && !shape.includes(0)) throw refuse('has a shape too large for any machine');
  return shape.includes(0) ? 0 : count;
}

/** The lists of elements in row-major order: one for flat data, one a row for nested data, which must be the shape. */
function listsOf(data: unknown, shape: number[], refuse: Refuse): unknown[][] {
  if (!Array.isArray(data)) {
    if (shape.length === 0) return [[data]];
    throw refuse('has data that is not a list');
  }
  if (!Array.isArray(data[0])) return [data];
  let level: unknown[][] = [data];
  for (let depth = 0; depth < shape.length; depth++) {
    for (const list of level) {
      if (!Array.isArray(list) || list.length !== shape[depth])
        throw refuse(`is not nested as its shape [${shape}] is`);
    }
    if (depth < shape.length - 1) level = level.flat(1) as unknown[][];
  }
  if (shape.length === 0) throw refuse('is nested, though its shape [] is that of a single value');
  return level;
}

function checkCount(given: { lists: readonly (readonly unknown[])[]; count: number; shape: number[] }, refuse: Refuse) {
  const found = given.lists.reduce((sum, list) => sum + list.length, 0);
  if (found === given.count) return;
  const values = found === 1 ? '1 value' : `${found} values`;
  throw refuse(`has ${values}, and its shape [${given.shape}] takes ${given.count}`);
}

function misfitWords({ value, words }: Misfit, parse: TensorParse): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    const written = parse.findOverflow() ?? String(value);
    return `${written.length > 40 ? `${written.slice(0, 40)}…` : written} ${words}`;
  }
  return `${showValue(value)} ${words}`;
}

/** A value as a sentence may show it. */
function showValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
}
