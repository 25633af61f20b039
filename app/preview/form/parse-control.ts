import { parseLossless } from '#app/oip/lossless-json.ts';
import type { Field } from '../inputs/graph-input.ts';
import { parseShownNumber } from './shown-number.ts';
import { asControlKeeps, controlOf } from './shown-value.ts';

/** What the text of a control says; the text itself when it says nothing the field understands. */
export function parseControl(text: string, field: Field): unknown {
  const control = controlOf(field);
  const kept = asControlKeeps(text, control);
  if (control === 'number') return parseShownNumber(kept, field.input) ?? text;
  if (control === 'json') return parseJson(kept);
  if (control !== 'choice') return kept;
  const chosen = field.input.allowed?.find(({ value }) => asControlKeeps(String(value), control) === kept);
  return chosen ? chosen.value : kept;
}

/** JSON with every digit of long whole numbers; the text itself when it is none. */
export function parseJson(text: string): unknown {
  try {
    // Long numbers are kept only where the text speaks of INT64.
    const wrapped = parseLossless(`["INT64",${text}]`);
    return Array.isArray(wrapped) && wrapped.length === 2 ? wrapped[1] : text;
  } catch {
    return text;
  }
}
