import type { DescribedInput, DescribedOutput } from '#app/catalog/description-format.ts';
import { appError } from '#app/core/errors.ts';
import { parseShownNumber } from '#app/preview/index.ts';
import { inputRow } from './input-rows.ts';

/** Corrections as the publish page posts them, as changes of a description. What was not touched is not in them. */

type Changes = Record<string, unknown>;

/**
 * The correction of one input. A label that is sent counts as said, so that saving confirms the guess.
 * @throws FL_DESCRIPTION_INVALID with the control that is wrong
 */
export function correctedInput(input: DescribedInput, form: URLSearchParams): Changes {
  const { edit, isSensitive } = inputRow(input);
  const said = form.get('label')?.trim();
  if (said === '') throw wrong('label', 'Give it a name people understand.');
  const changes: Changes = said === undefined ? {} : { label: said };
  if (form.get('as') === 'percent') return { ...changes, display: { scale: 100, unit: '%', decimals: 0 } };
  const unit = form.get('unit')?.trim();
  if (unit !== undefined && unit !== edit.unit) {
    Object.assign(changes, input.display ? { display: { ...input.display, unit } } : { unit: unit || null });
  }
  for (const end of edit.range ? (['min', 'max'] as const) : []) {
    const text = form.get(end)?.trim();
    if (text !== undefined && text !== edit.range?.[end]) changes[end] = numberIn(text, end, input);
  }
  const allowed = input.allowed?.map((choice, place) => ({ ...choice, label: nameOf(form, place) ?? choice.label }));
  if (JSON.stringify(allowed) !== JSON.stringify(input.allowed)) changes.allowed = allowed;
  if (form.has('has-sensitive') && form.has('sensitive') !== isSensitive) changes.sensitive = form.has('sensitive');
  return changes;
}

function nameOf(form: URLSearchParams, place: number): string | null {
  return form.get(`choice.${place}`)?.trim() || null;
}

/** In the unit people see, however people write numbers; null of an empty text. @throws FL_DESCRIPTION_INVALID */
export function numberIn(
  text: string,
  control: string,
  input: Pick<DescribedInput, 'display' | 'unit'>,
): number | null {
  if (text.trim() === '') return null;
  const value = Number(parseShownNumber(text, input) ?? Number.NaN);
  if (Number.isFinite(value)) return value;
  throw wrong(control, `"${text.slice(0, 40)}" is not a number.`);
}

/** Other names for the classes, in every output that gives them. @throws FL_DESCRIPTION_INVALID */
export function correctedAnswers(outputs: readonly DescribedOutput[], form: URLSearchParams): Changes {
  const changes: Changes = {};
  for (const { name, classes, favourable } of outputs) {
    if (!classes) continue;
    const names = classes.map((before, place) => form.get(`class.${place}`)?.trim() || before);
    if (new Set(names).size < names.length) throw wrong('class.0', 'Two answers cannot have the same name.');
    if (names.every((one, place) => one === classes[place])) continue;
    const at = favourable === undefined ? -1 : classes.indexOf(favourable);
    changes[name] = { classes: names, ...(at >= 0 && { favourable: names[at] }) };
  }
  return changes;
}

/** A control whose text cannot be taken. */
export function wrong(control: string, message: string) {
  return appError('FL_DESCRIPTION_INVALID', { message, fields: { [control]: message } });
}
