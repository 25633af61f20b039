import type { FieldValue } from '#app/catalog/description-format.ts';
import type { FormField, ListControl } from '../contract.ts';
import { displayOf, showNumber } from '../display-unit.ts';
import type { Field } from '../inputs/graph-input.ts';
import { rowSizes } from '../inputs/row-sizes.ts';
import { pictureOf } from './field-picture.ts';

type Control = FormField['control'];

/** A longer curve is no curve any more for the hand that would drag its points. */
const LONGEST_SERIES = 2_000;

const LIST_CONTROLS: ReadonlySet<Control> = new Set(['picture', 'series', 'table', 'tensor', 'vector']);

/** Whether the text of a control is that of a list. */
export function isListControl(control: Control): control is ListControl {
  return LIST_CONTROLS.has(control);
}

/** The control that suits a field; each is a text area or a plain control on a page without scripts. */
export function controlOf(field: Field): Control {
  const { input, datatype, isSingle, preparation } = field;
  if (!isSingle) return listControlOf(field);
  const hasText = datatype === 'BYTES' || preparation === 'text';
  switch (input.kind) {
    case 'yes-no':
      return 'choice';
    case 'category':
      return input.allowed?.length ? 'choice' : 'text';
    case 'date':
      return hasText ? 'date' : 'number';
    case 'text':
      if (!hasText) return 'number';
      return input.multiline ? 'lines' : 'text';
    default:
      return 'number';
  }
}

function listControlOf(field: Field): Control {
  const { input, datatype } = field;
  const sides = rowSizes(field)?.filter((size) => size !== 1) ?? null;
  const isFlat = sides !== null && sides.length <= 1;
  const isLong = (sides?.[0] ?? 0) > LONGEST_SERIES;
  if (datatype === 'BYTES') return 'tensor';
  const picture = input.kind === 'image' ? pictureOf(field) : null;
  if (picture && (picture.takesFiles || picture.drawing)) return 'picture';
  if (input.kind === 'series' && isFlat && !isLong) return 'series';
  if (input.kind === 'table') return 'table';
  return isFlat && sides.length === 1 ? 'vector' : 'tensor';
}

/** A value as the control of its field shows it. */
export function shownText(value: FieldValue, field: Field): string {
  const control = controlOf(field);
  if (isListControl(control)) return JSON.stringify(value);
  if (typeof value === 'number' && control === 'number') return showNumber(value, field.input);
  // Digits beyond 2^53 are kept as a text; the display unit would lose them.
  if (control === 'number' && typeof value === 'string' && displayOf(field.input)) {
    return showNumber(Number(value), field.input);
  }
  return asControlKeeps(typeof value === 'object' ? JSON.stringify(value) : String(value), control);
}

/** What a browser makes of a text: one line in a plain control, line feeds anywhere else. */
export function asControlKeeps(text: string, control: Control): string {
  if (control === 'lines' || control === 'choice' || isListControl(control)) return text.replaceAll(/\r\n?/g, '\n');
  return text.replaceAll(/[\r\n]/g, '');
}
