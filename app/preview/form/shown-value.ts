import type { FieldValue } from '#app/catalog/description-format.ts';
import type { FormField } from '../contract.ts';
import { displayOf, showNumber } from '../display-unit.ts';
import type { Field } from '../inputs/graph-input.ts';

type Control = FormField['control'];

/** The control a field has on a page without scripts. */
export function controlOf({ input, datatype, isSingle }: Field): Control {
  if (!isSingle) return 'json';
  const hasText = datatype === 'BYTES';
  switch (input.kind) {
    case 'yes-no':
      return 'choice';
    case 'category':
      return input.allowed?.length ? 'choice' : 'text';
    case 'date':
      return hasText ? 'date' : 'number';
    case 'text':
      if (!hasText && typeof input.preprocess?.tokenizer !== 'string') return 'number';
      return input.multiline ? 'lines' : 'text';
    default:
      return 'number';
  }
}

/** A value as the control of its field shows it. */
export function shownText(value: FieldValue, field: Field): string {
  const control = controlOf(field);
  if (control === 'json') return JSON.stringify(value);
  if (typeof value === 'number' && control === 'number') return showNumber(value, field.input);
  // Digits beyond 2^53 are kept as a text; the display unit would lose them.
  if (control === 'number' && typeof value === 'string' && displayOf(field.input)) {
    return showNumber(Number(value), field.input);
  }
  return asControlKeeps(typeof value === 'object' ? JSON.stringify(value) : String(value), control);
}

/** What a browser makes of a text: one line in a plain control, line feeds anywhere else. */
export function asControlKeeps(text: string, control: Control): string {
  if (control === 'lines' || control === 'choice' || control === 'json') return text.replaceAll(/\r\n?/g, '\n');
  return text.replaceAll(/[\r\n]/g, '');
}
