import type { DescribedInput } from '../../description-format.ts';
import { shortName } from '../problems.ts';

const SHOWN_NAMES = 4;
const MOST_DECIMALS = 20;

/** A text of a description as a sentence quotes it. */
export function quoted(text: string): string {
  return `"${shortName(text)}"`;
}

/** What is now and what was: 'label "Income", was "Inc"'. */
export function turned(what: string, was: string | null, now: string | null): string {
  return `${what} ${now ?? 'none'}, was ${was ?? 'none'}`;
}

/** A value of a field as its form shows it. */
export function valueInWords(value: unknown, { display, allowed }: Partial<DescribedInput>): string | null {
  if (value === undefined || value === null) return null;
  const choice = allowed?.find((each) => each.value === value);
  if (choice) return quoted(choice.label);
  if (typeof value === 'number') {
    if (!display) return String(value);
    const decimals = Math.min(Math.max(display.decimals, 0), MOST_DECIMALS);
    return `${Number((value * display.scale).toFixed(decimals))} ${display.unit}`.trim();
  }
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : 'a list';
}

/** 'A, B, C and 4 more'. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).map(shortName);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
