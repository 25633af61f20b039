import type { DescribedInput } from '#app/catalog/description-format.ts';

type Display = NonNullable<DescribedInput['display']>;

const SHOWN_DIGITS = 6;
const MOST_DECIMALS = 20;
const HUNDREDTHS = 2;

/** The display of a field, when it has one that can be calculated with. */
export function displayOf({ display }: Pick<DescribedInput, 'display'>): Display | null {
  return display && Number.isFinite(display.scale) && display.scale !== 0 ? display : null;
}

/** The unit people see beside the field. */
export function shownUnit(input: Pick<DescribedInput, 'display' | 'unit'>): string | null {
  return (displayOf(input)?.unit ?? input.unit) || null;
}

/** A number in the model's own unit as the form shows it: short, in the display unit, with a point, no separators. */
export function showNumber(value: number, input: Pick<DescribedInput, 'display'>): string {
  const display = displayOf(input);
  if (!display) return String(Number.isInteger(value) ? value : Number(value.toPrecision(SHOWN_DIGITS)));
  const decimals = Math.min(Math.max(Math.trunc(display.decimals) || 0, 0), MOST_DECIMALS);
  const text = toScale(String(value), display.scale).toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** A shown number with its unit: '41%', '36 months'. */
export function withShownUnit(text: string, input: Pick<DescribedInput, 'display' | 'unit'>): string {
  const unit = shownUnit(input);
  if (!unit) return text;
  return unit.startsWith('%') ? `${text}${unit}` : `${text} ${unit}`;
}

/** The known range of a field as people see it, without its unit: '0 to 300'. Null when nothing is known. */
export function shownRange(input: Pick<DescribedInput, 'display' | 'min' | 'max'>): string | null {
  const { min, max } = input;
  if (min !== undefined && max !== undefined) return `${showNumber(min, input)} to ${showNumber(max, input)}`;
  if (min !== undefined) return `from ${showNumber(min, input)}`;
  return max === undefined ? null : `up to ${showNumber(max, input)}`;
}

/** A plain decimal text in the display unit as a number in the model's own unit. */
export function fromShown(text: string, input: Pick<DescribedInput, 'display'>): number {
  const display = displayOf(input);
  return display ? fromScale(text, display.scale) : Number(text);
}

/** What a percentage stands for: '33' is 0.33. */
export function fromPercent(text: string): number {
  return shiftDecimal(text, -HUNDREDTHS);
}

/** Powers of ten move the point of the text instead of calculating, so that '41.3' percent is exactly 0.413. */
function fromScale(text: string, scale: number): number {
  const places = placesOf(scale);
  return places === null ? Number(text) / scale : shiftDecimal(text, -places);
}

function toScale(text: string, scale: number): number {
  const places = placesOf(scale);
  return places === null ? Number(text) * scale : shiftDecimal(text, places);
}

function placesOf(scale: number): number | null {
  const places = Math.round(Math.log10(scale));
  return Number(`1e${places}`) === scale ? places : null;
}

function shiftDecimal(text: string, places: number): number {
  const [digits = '', exponent = '0'] = text.toLowerCase().split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}
