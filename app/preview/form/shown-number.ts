import type { DescribedInput } from '#app/catalog/description-format.ts';
import { displayOf, fromPercent, fromShown, shownUnit } from '../display-unit.ts';
import { LONGEST_NUMBER, PLAIN_NUMBER } from '../inputs/number-value.ts';

/** Blanks and apostrophes between groups of three digits, as the world writes them. */
const SPACED_GROUPS = /^[+-]?\d{1,3}([ \u00a0\u2009\u202f'’]\d{3})+([.,]\d+)?$/;
const COMMA_GROUPS = /^[+-]?\d{1,3}(?:(?:,\d{3}){2,}(?:\.\d+)?|(?:,\d{3})+\.\d+)$/;
const POINT_GROUPS = /^[+-]?\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d+)?|(?:\.\d{3})+,\d+)$/;
const DECIMAL_COMMA = /^[+-]?\d*,\d+(?:e[+-]?\d+)?$/i;
/** '1,234' is one thing in London and another in Berlin; guessing would ask the wrong question. */
const AMBIGUOUS_COMMA = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const MINUS_SIGNS = /^[\u2212\u2013]/;

/**
 * What was typed into a number field, in the display unit and however people write numbers, as a value in the model's
 * own unit: '41', '41%' and '41,0 %' are 0.41 where percent are shown. Null when it is no number; digits stay a text
 * where nothing has to be calculated, so that none is lost.
 */
export function parseShownNumber(typed: string, input: Partial<DescribedInput>): number | string | null {
  const text = typed.trim().replace(MINUS_SIGNS, '-');
  if (text.length > LONGEST_NUMBER) return null;
  // A unit may be a letter that numbers have too: what is a number already is taken as one.
  const plain = plainNumber(text);
  if (plain !== null) return inModelUnit(plain, input);
  const unit = shownUnit(input);
  const bare = unit === null ? null : withoutUnit(text, unit);
  const bareNumber = bare === null ? null : plainNumber(bare);
  if (bareNumber !== null) return inModelUnit(bareNumber, input);
  const percent = text.endsWith('%') ? plainNumber(text.slice(0, -1).trim()) : null;
  return percent === null ? null : fromPercent(percent);
}

function inModelUnit(plain: string, input: Partial<DescribedInput>): number | string {
  return displayOf(input) ? fromShown(plain, input) : plain;
}

function withoutUnit(text: string, unit: string): string | null {
  const isUnit = (part: string) => part.toLowerCase() === unit.toLowerCase();
  if (isUnit(text.slice(-unit.length))) return text.slice(0, -unit.length).trim();
  return isUnit(text.slice(0, unit.length)) ? text.slice(unit.length).trim() : null;
}

function plainNumber(text: string): string | null {
  if (PLAIN_NUMBER.test(text)) return text;
  if (AMBIGUOUS_COMMA.test(text)) return null;
  if (SPACED_GROUPS.test(text)) return text.replaceAll(/[^\d.,+-]/g, '').replace(',', '.');
  if (COMMA_GROUPS.test(text)) return text.replaceAll(',', '');
  if (POINT_GROUPS.test(text)) return text.replaceAll('.', '').replace(',', '.');
  return DECIMAL_COMMA.test(text) ? text.replace(',', '.') : null;
}
