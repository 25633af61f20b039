import { elementCount, elementsOf, type FieldValue } from '../../description-format.ts';
import type { Slot } from './slot.ts';

/** What an element of each datatype may be; a number beyond it cannot be fed. */
const RANGES: Record<string, readonly [number, number]> = {
  UINT8: [0, 255],
  UINT16: [0, 65_535],
  UINT32: [0, 4_294_967_295],
  UINT64: [0, Number.MAX_SAFE_INTEGER],
  INT8: [-128, 127],
  INT16: [-32_768, 32_767],
  INT32: [-2_147_483_648, 2_147_483_647],
  INT64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  FP16: [-65_504, 65_504],
  FP32: [-3.402_823_466_385_288_6e38, 3.402_823_466_385_288_6e38],
  FP64: [-Number.MAX_VALUE, Number.MAX_VALUE],
};
const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const LONG_DIGITS = /^-?\d{1,20}$/;

/** Longer lists of zeros are written as a single zero, which stands for all. */
const MOST_WRITTEN = 4_096;
/** Nested deeper, nobody can read it. */
const MOST_DIMENSIONS = 8;

export function isFloat(datatype: string): boolean {
  return datatype.startsWith('FP');
}

export function isNumeric(datatype: string): boolean {
  return Object.hasOwn(RANGES, datatype);
}

/** What is wrong with a single element for a datatype, or null. */
export function elementProblem(datatype: string, value: unknown): string | null {
  if (datatype === 'BYTES') {
    if (typeof value !== 'string') return 'must be a text';
    return value.includes('\0') ? 'must not hold a zero character' : null;
  }
  if (datatype === 'BOOL') return typeof value === 'boolean' ? null : 'must be true or false';
  // Whole numbers beyond 2^53 are written as text.
  if (datatype.endsWith('INT64') && typeof value === 'string') {
    return LONG_DIGITS.test(value) && is64Bit(datatype, BigInt(value)) ? null : 'must be a whole number';
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
  const [lowest, highest] = RANGES[datatype] ?? [-Number.MAX_VALUE, Number.MAX_VALUE];
  if (!isFloat(datatype) && !Number.isInteger(value)) return 'must be a whole number';
  return value < lowest || value > highest ? `must be from ${lowest} to ${highest}` : null;
}

/** The same for a choice: a text may be any of them, and a number may be written as a text or as yes or no. */
export function choiceProblem(datatype: string, value: string | number | boolean): string | null {
  if (datatype === 'BYTES') return elementProblem(datatype, String(value));
  if (!isNumeric(datatype) || typeof value === 'number') return elementProblem(datatype, value);
  if (typeof value === 'boolean' || elementProblem(datatype, value) === null) return null;
  return elementProblem(datatype, PLAIN_NUMBER.test(value) ? Number(value) : value);
}

function is64Bit(datatype: string, value: bigint): boolean {
  return value === (datatype === 'UINT64' ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value));
}

/** The value of one element where nothing is known of it. */
export function emptyElement(datatype: string): string | number | boolean {
  if (datatype === 'BYTES') return '';
  return datatype === 'BOOL' ? false : 0;
}

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

/** What is wrong with the value of a slot of many elements, or null. */
export function manyProblem(slot: Slot, value: FieldValue): string | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return 'must be a list of values';
  const count = slot.isOpen && Array.isArray(value) ? countIn(value) : elementCount(slot.shape);
  if (count === 0 || count % Math.max(elementCount(slot.shape), 1) !== 0) {
    return `must hold a multiple of ${elementCount(slot.shape)} values`;
  }
  if (!Array.isArray(value)) return elementProblem(slot.datatype, value);
  const elements = elementsOf(value, count);
  if (!elements) return `must hold exactly ${elementCount(slot.shape)} values`;
  for (const element of elements) {
    const problem = elementProblem(slot.datatype, element);
    if (problem) return `holds a value that ${problem}`;
  }
  return null;
}

function countIn(value: readonly FieldValue[]): number {
  return value.reduce<number>((sum, item) => sum + (Array.isArray(item) ? countIn(item) : 1), 0);
}
