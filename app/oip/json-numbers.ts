/**
 * How numbers cross the JSON forms of the protocol.
 *
 * JSON has no form for NaN and the infinities: they travel as the strings "NaN", "Infinity" and "-Infinity", in
 * answers and in questions. An FP32 is written as a short decimal that reads back as the same FP32 (0.1, not
 * 0.10000000149011612).
 */

/** Powers of ten that a double holds exactly, which makes one division by them correctly rounded. */
const EXACT_POWERS = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/** A number of at most 9 digits that is this FP32 again after rounding; what is not finite stays itself. */
export function shortestFloat32(value: number): number {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 24) return value;
  if (!Number.isFinite(value)) return value;
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  // Every FP32 has a decimal of at most 9 digits; most need 7 or 8.
  for (let digits = 7; digits <= 9; digits++) {
    const rounded = roundTo(value, digits - 1 - exponent, digits);
    if (Math.fround(rounded) === value) return rounded;
  }
  return value;
}

function roundTo(value: number, decimals: number, digits: number): number {
  const power = EXACT_POWERS[decimals];
  if (power !== undefined) return Math.round(value * power) / power;
  return Number(value.toPrecision(digits));
}

/** The JSON text of a floating-point number, special values and the sign of zero included. */
export function floatText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}

/** What one of the three special strings means; undefined for anything else. */
export function specialNumber(text: unknown): number | undefined {
  if (text === 'NaN') return Number.NaN;
  if (text === 'Infinity') return Number.POSITIVE_INFINITY;
  if (text === '-Infinity') return Number.NEGATIVE_INFINITY;
  return undefined;
}
