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

/** Longer texts are not taken by forms and the API, so no field starts with one. */
const LONGEST_TEXT = 100_000;

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
    if (value.length > LONGEST_TEXT) return `must have at most ${LONGEST_TEXT} characters`;
    // Half a character has no UTF-8 form, and the engine would cut a text at a zero character.
    return value.includes('\0') || !value.isWellFormed() ? 'must be a text that can be sent' : null;
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
