import { type DescribedInput, type FieldValue, isFileValue } from '#app/catalog/description-format.ts';

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

/** A number as the largest thing on a page: four digits that matter, and every digit before the point. */
export function formatHeadline(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || size < 1e-4 || size >= 1e15) return formatNumber(value);
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(size)));
  return new Intl.NumberFormat('en', { maximumFractionDigits: Math.min(decimals, 8) }).format(value);
}

/** A value of any kind as one line of text; long lists and texts say how long they are. */
export function formatValue(value: FieldValue): string {
  if (value === null) return 'not given';
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'string') return shorten(value);
  if (isFileValue(value)) return 'a picture';
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

/** The same as people know it: in the unit of the form, where that is another one ('34.75%' for a ratio of 0.3475). */
export function formatShownInput(input: DescribedInput, value: FieldValue): string {
  const { display, unit } = input;
  const isChoice = input.allowed?.some((allowed) => allowed.value === value) ?? false;
  if (typeof value !== 'number' || isChoice) return formatInput(input, value);
  const hasDisplay = display !== undefined && Number.isFinite(display.scale) && display.scale !== 0;
  const text = formatNumber(hasDisplay ? value * display.scale : value);
  const shown = (hasDisplay ? display.unit : unit) ?? '';
  return shown.startsWith('%') ? `${text}${shown}` : `${text} ${shown}`.trim();
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
