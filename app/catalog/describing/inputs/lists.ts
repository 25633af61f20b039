import { DATATYPE_SIZES } from '#app/oip/tensor.ts';
import { elementCount, elementsOf, type FieldValue } from '../../description-format.ts';
import { elementProblem, emptyElement } from './elements.ts';
import type { Slot } from './slot.ts';

/** Longer lists of zeros are written as a single zero, which stands for all. */
const MOST_WRITTEN = 4_096;
/** Nested deeper, nobody can read it. */
const MOST_DIMENSIONS = 8;

/** Zeros (or empty texts) in the shape of a slot, nested; a single one where that would be long. */
export function zerosOf({ shape, datatype }: Pick<Slot, 'shape' | 'datatype'>): FieldValue {
  const zero = emptyElement(datatype);
  return isLong(shape) ? zero : nest(shape, () => zero);
}

/** Elements nested as the shape says; null where they are too many to write. */
export function nested(elements: readonly FieldValue[], shape: readonly number[]): FieldValue | null {
  if (isLong(shape) || elementCount(shape) !== elements.length) return null;
  let next = 0;
  return nest(shape, () => elements[next++] ?? null);
}

function isLong(shape: readonly number[]): boolean {
  return elementCount(shape) > MOST_WRITTEN || shape.length > MOST_DIMENSIONS;
}

function nest(shape: readonly number[], fill: () => FieldValue): FieldValue {
  const [size, ...inner] = shape;
  return size === undefined ? fill() : Array.from({ length: size }, () => nest(inner, fill));
}

/**
 * What is wrong with the value of a slot of many elements, or null: lists as deep as its shape says or flat, the bytes
 * of the elements as `{base64}`, or a single number that stands for all.
 */
export function listProblem(slot: Slot, value: unknown): string | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return bytesProblem(slot, value);
  if (!Array.isArray(value)) {
    return typeof value === 'string' ? 'must be a list of values' : elementProblem(slot.datatype, value);
  }
  const lengths = lengthsOf(value);
  if (!lengths || !fits(lengths, slot)) return `must hold exactly ${sizesInWords(slot)} values`;
  for (const element of elementsOf(value, elementCount(lengths)) ?? []) {
    const problem = elementProblem(slot.datatype, element);
    if (problem) return `holds a value that ${problem}`;
  }
  return null;
}

function sizesInWords({ sizes }: Slot): string {
  return sizes.map((size) => size ?? 'any').join(' × ');
}

/** The lengths of lists in lists, outermost first; null when they are not even, empty or nested too deep. */
function lengthsOf(value: readonly unknown[]): number[] | null {
  const lengths: number[] = [];
  let level: readonly unknown[] = [value];
  while (Array.isArray(level[0])) {
    const { length } = level[0];
    if (length === 0 || lengths.length > MOST_DIMENSIONS) return null;
    if (!level.every((list) => Array.isArray(list) && list.length === length)) return null;
    lengths.push(length);
    level = level.flat(1);
  }
  return level.some(Array.isArray) ? null : lengths;
}

/** As deep as the shape says, with or without the row around it, or flat. */
function fits(lengths: readonly number[], { sizes, shape }: Slot): boolean {
  const isShape = (list: readonly number[]): boolean =>
    list.length === sizes.length && sizes.every((size, i) => size === null || size === list[i]);
  if (isShape(lengths) || (lengths[0] === 1 && isShape(lengths.slice(1)))) return true;
  const [count = 0] = lengths;
  const wanted = elementCount(shape);
  return lengths.length === 1 && (count === wanted || (sizes.includes(null) && count % wanted === 0));
}

function bytesProblem({ datatype, shape }: Slot, value: object): string | null {
  const size = Object.hasOwn(DATATYPE_SIZES, datatype) ? DATATYPE_SIZES[datatype as keyof typeof DATATYPE_SIZES] : null;
  const text = 'base64' in value && typeof value.base64 === 'string' ? value.base64 : null;
  if (size === null || text === null) return 'must be a list of values';
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  const bytes = (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
  const wanted = elementCount(shape) * size;
  return isBase64 && bytes === wanted ? null : `must be the base64 of ${wanted} bytes`;
}
