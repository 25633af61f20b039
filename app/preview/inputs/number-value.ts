import type { FieldValue } from '#app/catalog/description-format.ts';
import type { Datatype } from '#app/oip/tensor.ts';
import { type Read, showGiven } from './reading.ts';

/** Digits enough for any double, and short enough to look at. */
export const LONGEST_NUMBER = 400;
/** A decimal number as the API takes it in a text: a point, no separators, an exponent if need be. */
export const PLAIN_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,6})?$/i;
const WHOLE_NUMBER = /^[+-]?\d+$/;

const WHOLE_DATATYPES: ReadonlySet<Datatype> = new Set([
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
]);

/** Whether a datatype holds whole numbers only. */
export function isWholeDatatype(datatype: Datatype): boolean {
  return WHOLE_DATATYPES.has(datatype);
}

/** Whether a datatype holds whole numbers that a JavaScript number would lose digits of. */
export function isLongDatatype(datatype: Datatype): boolean {
  return datatype === 'INT64' || datatype === 'UINT64';
}

/**
 * A number or a text that holds one. Whole numbers beyond 2^53 stay texts of digits where the graph takes 64 bits.
 * NaN and the infinities are no values of a field.
 */
export function readNumber(raw: unknown, given: { datatype: Datatype; isWhole: boolean }): Read<FieldValue> {
  const isWhole = given.isWhole || isWholeDatatype(given.datatype);
  const value = typeof raw === 'string' ? numberOf(raw.trim(), given.datatype) : raw;
  if (typeof value === 'string') return { value };
  if (typeof value !== 'number' || Number.isNaN(value)) {
    return { problem: isWhole ? 'Give a whole number, like 12.' : 'Give a number, like 1234.5, without separators.' };
  }
  if (!Number.isFinite(value)) return { problem: `${showGiven(raw)} is too large for a number.` };
  if (isWhole && !Number.isInteger(value)) return { problem: `${showGiven(raw)} is not a whole number.` };
  if (isLongDatatype(given.datatype) && !Number.isSafeInteger(value)) {
    return { problem: 'This number may have lost digits. Send whole numbers beyond 2^53 as a text of digits.' };
  }
  // -0 and 0 are the same question.
  return { value: value + 0 };
}

/** What a text stands for; digits beyond 2^53 stay a text for the datatypes that can hold them. */
function numberOf(text: string, datatype: Datatype): number | string {
  if (text.length > LONGEST_NUMBER || !PLAIN_NUMBER.test(text)) return Number.NaN;
  const number = Number(text);
  if (!isLongDatatype(datatype) || !WHOLE_NUMBER.test(text) || Number.isSafeInteger(number)) return number;
  return BigInt(text.replace('+', '')).toString();
}
