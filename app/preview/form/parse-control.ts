import { parseLossless } from '#app/oip/lossless-json.ts';
import { readNumberList } from '../formats/number-list.ts';
import type { Field } from '../inputs/graph-input.ts';
import { isLongDatatype } from '../inputs/number-value.ts';
import { valueCount } from '../inputs/row-sizes.ts';
import { parseShownNumber } from './shown-number.ts';
import { asControlKeeps, controlOf, isListControl } from './shown-value.ts';

/** What the text of a control says; the text itself when it says nothing the field understands. */
export function parseControl(text: string, field: Field): unknown {
  const control = controlOf(field);
  const kept = asControlKeeps(text, control);
  if (control === 'number') return parseShownNumber(kept, field.input) ?? text;
  if (isListControl(control)) return parseList(kept, field);
  if (control !== 'choice') return kept;
  const chosen = field.input.allowed?.find(({ value }) => asControlKeeps(String(value), control) === kept);
  return chosen ? chosen.value : kept;
}

/** Lists as JSON, or numbers parted in any of the ways people part them. */
export function parseList(text: string, field: Field): unknown {
  const json = parseJson(text);
  if (json !== text || field.datatype === 'BYTES') return json;
  const { numbers } = readNumberList(text, valueCount(field));
  // Digits beyond 2^53 are kept in JSON only.
  const isExact = !isLongDatatype(field.datatype) || numbers?.every((number) => Math.abs(number) < 2 ** 53);
  return numbers && isExact ? numbers : text;
}

/** JSON with every digit of long whole numbers; the text itself when it is none. */
function parseJson(text: string): unknown {
  try {
    // Long numbers are kept only where the text speaks of INT64.
    const wrapped = parseLossless(`["INT64",${text}]`);
    return Array.isArray(wrapped) && wrapped.length === 2 ? wrapped[1] : text;
  } catch {
    return text;
  }
}
