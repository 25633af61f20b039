import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';

const SHOWN_ITEMS = 12;
const SHOWN_CHARACTERS = 2_000;
const NUMBER = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });

/** A number as people read it: at most six significant digits; what is not finite arrives as a word already. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toPrecision(6);
  // Adding zero turns -0 into 0.
  return NUMBER.format(value + 0);
}

/** A value of any kind as one line of text; long lists and texts say how long they are. */
export function formatValue(value: FieldValue): string {
  if (value === null) return 'not given';
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'string') return shorten(value);
  if (!Array.isArray(value)) return `file of ${formatNumber(Math.floor((value.base64.length * 3) / 4))} bytes`;
  const flat = flatten(value, SHOWN_ITEMS + 1);
  const shown = flat.slice(0, SHOWN_ITEMS).map(formatValue).join(', ');
  const count = countOf(value);
  return count > SHOWN_ITEMS ? `${shown}, … (${formatNumber(count)} values)` : shown;
}

/** The value of an input in the model's own unit, with the words its choices have. */
export function formatInput(input: DescribedInput, value: FieldValue): string {
  const choice = input.allowed?.find((allowed) => allowed.value === value);
  if (choice) return choice.label;
  const text = formatValue(value);
  return input.unit && typeof value === 'number' ? `${text} ${input.unit}` : text;
}

function shorten(text: string): string {
  return text.length > SHOWN_CHARACTERS
    ? `${text.slice(0, SHOWN_CHARACTERS)}… (${formatNumber(text.length)} characters)`
    : text;
}

/** The first `limit` single values of a nested list; what lies beyond is never walked. */
function flatten(value: FieldValue[], limit: number): FieldValue[] {
  const out: FieldValue[] = [];
  const pending: FieldValue[] = [...value.slice(0, limit)].reverse();
  while (pending.length > 0 && out.length < limit) {
    const next = pending.pop() as FieldValue;
    if (Array.isArray(next)) pending.push(...next.slice(0, limit).reverse());
    else out.push(next);
  }
  return out;
}

function countOf(value: FieldValue[]): number {
  return value.reduce<number>((sum, item) => sum + (Array.isArray(item) ? countOf(item) : 1), 0);
}
