import type { FieldValue } from '#app/catalog/description-format.ts';
import { type ElementValue, readValues } from '#app/oip/element-values.ts';
import { DATATYPE_SIZES, type Datatype } from '#app/oip/tensor.ts';
import { readNumberList } from '../formats/number-list.ts';
import { elementCount, type Field, oneRowShape } from './graph-input.ts';
import { readNumber } from './number-value.ts';
import { type Read, showCount } from './reading.ts';
import { valueCount } from './row-sizes.ts';
import { fitShape, measure } from './tensor-shape.ts';
import { readText } from './text-value.ts';

/** More values than any question from a page or a JSON body can carry. */
const MOST_ELEMENTS = 4_000_000;
const MOST_WRITTEN_OUT = 1_024;

/** A list as it is stored, and its elements in row-major order with the shape they are sent in. */
export interface ReadList {
  value: FieldValue;
  elements: ElementValue[];
  shape: number[];
}

/**
 * The value of a field that is not a single one: lists as deep as the graph says (without the row, or flat), the bytes
 * of the elements as `{base64}` (row-major, little-endian), or one number that stands for every element.
 */
export function readList(raw: unknown, field: Pick<Field, 'datatype' | 'dimensions'>): Read<ReadList> {
  if (Array.isArray(raw)) return readNested(raw, field);
  if (typeof raw === 'object' && raw !== null) return readBase64(raw, field);
  if (typeof raw === 'string') return { problem: textProblem(raw, field) };
  if (typeof raw !== 'number' && typeof raw !== 'boolean') return { problem: `Give ${listWords(field)}.` };
  return repeat(raw, field);
}

/**
 * One value in every place, as defaults of pictures and tensors are written. Where they are few it is stored as the
 * lists it stands for, which people can edit.
 */
export function repeat(raw: unknown, { datatype, dimensions }: Pick<Field, 'datatype' | 'dimensions'>): Read<ReadList> {
  const element = readElement(raw, datatype);
  if (element.problem !== undefined) return element;
  const shape = oneRowShape(dimensions);
  const count = elementCount(dimensions);
  if (count > MOST_ELEMENTS) return { problem: `${showCount(count)} values are more than can be sent from here.` };
  const elements: ElementValue[] = Array(count).fill(element.value);
  const stored = storedElement(element.value);
  if (count > MOST_WRITTEN_OUT) return { value: { value: stored, elements, shape } };
  const ofOneRow = shape.length > 1 && shape[0] === 1 ? shape.slice(1) : shape;
  return { value: { value: nest(elements.map(storedElement), ofOneRow), elements, shape } };
}

/** A text came where a list was wanted: where it stops being one. */
function textProblem(text: string, field: Pick<Field, 'datatype' | 'dimensions'>): string {
  const list = field.datatype === 'BYTES' ? null : readNumberList(text, valueCount(field));
  return list?.problem ?? `Give ${listWords(field)}.`;
}

/** What the field takes, in words: '36 numbers as a JSON list'. */
export function listWords({ datatype, dimensions }: Pick<Field, 'datatype' | 'dimensions'>): string {
  const what = datatype === 'BYTES' ? 'texts' : 'numbers';
  const sizes = dimensions?.slice(dimensions.length > 1 && (dimensions[0] ?? 1) === 1 ? 1 : 0);
  if (!sizes || sizes.length === 0) return `a JSON list of ${what}`;
  if (sizes.length === 1 && sizes[0] === null) return `a JSON list of ${what}`;
  if (sizes.length === 1) return `a JSON list of ${showCount(sizes[0] ?? 1)} ${what}`;
  return `JSON lists of ${sizes.map((size) => (size === null ? 'any' : showCount(size))).join(' × ')} ${what}`;
}

function readNested(raw: unknown[], field: Pick<Field, 'datatype' | 'dimensions'>): Read<ReadList> {
  const measured = measure(raw);
  if (!measured) return { problem: `Give ${listWords(field)}, every list inside as long as its neighbours.` };
  const shape = fitShape(measured, field.dimensions);
  if (!shape) {
    const count = measured.reduce((product, size) => product * size, 1);
    return { problem: `This has ${showCount(count)} values in the shape [${measured}]. Give ${listWords(field)}.` };
  }
  const elements: ElementValue[] = [];
  const stored: FieldValue[] = [];
  const leaves = raw.flat(measured.length - 1);
  for (const [at, leaf] of leaves.entries()) {
    const element = readElement(leaf, field.datatype);
    if (element.problem !== undefined) {
      return { problem: `Value ${showCount(at + 1)} of ${showCount(leaves.length)}: ${element.problem}` };
    }
    elements.push(element.value);
    stored.push(storedElement(element.value));
  }
  return { value: { value: nest(stored, measured), elements, shape } };
}

/** Lists in lists again, by their lengths. */
export function nest(flat: FieldValue[], lengths: number[]): FieldValue[] {
  let level = flat;
  for (let depth = lengths.length - 1; depth > 0; depth--) {
    const length = lengths[depth] as number;
    const above: FieldValue[] = [];
    for (let at = 0; at < level.length; at += length) above.push(level.slice(at, at + length));
    level = above;
  }
  return level;
}

function readElement(raw: unknown, datatype: Datatype): Read<ElementValue> {
  if (datatype === 'BYTES') return typeof raw === 'string' ? readText(raw) : { problem: 'Give a text.' };
  if (datatype === 'BOOL' && typeof raw === 'boolean') return { value: raw };
  const given = typeof raw === 'boolean' ? Number(raw) : typeof raw === 'bigint' ? String(raw) : raw;
  const read = readNumber(given, { datatype, isWhole: false });
  return read.problem === undefined ? { value: read.value as number | string } : read;
}

function storedElement(element: ElementValue): FieldValue {
  return typeof element === 'bigint' ? String(element) : element;
}

function readBase64(raw: object, field: Pick<Field, 'datatype' | 'dimensions'>): Read<ReadList> {
  const { base64, ...others } = raw as { base64?: unknown };
  if (typeof base64 !== 'string' || Object.keys(others).length > 0) {
    return { problem: `Give ${listWords(field)}, or its bytes as {"base64": "…"}.` };
  }
  const size = DATATYPE_SIZES[field.datatype];
  if (size === null) return { problem: `Give ${listWords(field)}: texts cannot be sent as base64.` };
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    return { problem: 'This is not valid base64.' };
  }
  const bytes = Buffer.from(base64, 'base64');
  const count = elementCount(field.dimensions);
  if (bytes.length !== count * size) {
    const wanted = `${showCount(count * size)} (${showCount(count)} values of ${size} bytes)`;
    return { problem: `The base64 holds ${showCount(bytes.length)} bytes, and the model takes ${wanted}.` };
  }
  const elements = readValues(field.datatype, bytes);
  const hasBadNumber = elements.some((element) => typeof element === 'number' && !Number.isFinite(element));
  if (hasBadNumber) return { problem: 'The base64 holds a value that is not a number.' };
  return { value: { value: { base64 }, elements, shape: oneRowShape(field.dimensions) } };
}
