import type { Choice, DescribedInput } from '#app/catalog/description-format.ts';
import { numberIn, wrong } from '../correct-input.ts';
import type { FieldWords } from './field-view.ts';

/** The form of one field as changes of its description: what was not touched is not in them. */

type Changes = Record<string, unknown>;

/**
 * What is different in the form from the field as it was when it was opened.
 * @throws FL_DESCRIPTION_INVALID with the control that is wrong
 */
export function readFieldForm(input: DescribedInput, view: FieldWords, form: URLSearchParams): Changes {
  const text = (name: string): string | null => form.get(name)?.replaceAll('\r\n', '\n').trim() ?? null;
  const isOther = (name: string, was: string): boolean => text(name) !== null && text(name) !== was.trim();
  const changes: Changes = {};
  if (text('label') === '') throw wrong('label', 'Give it a name people understand.');
  if (isOther('label', view.label)) changes.label = text('label');
  if (isOther('help', view.help)) changes.help = text('help') || null;
  if (isOther('kind', view.kind)) changes.kind = text('kind');
  if (isOther('direction', view.direction)) changes.direction = text('direction');
  if (form.has('has-hidden') && form.has('hidden') !== view.isHidden) changes.hidden = form.has('hidden');
  if (form.has('has-sensitive') && form.has('sensitive') !== view.isSensitive)
    changes.sensitive = form.has('sensitive');
  const display = displayIn(view, form);
  if (display !== undefined) changes.display = display;
  // Numbers are read as they are shown now, with the unit that was chosen along with them.
  const shown = display === undefined ? input : { ...input, display: display ?? undefined };
  Object.assign(changes, numbersIn(view, form, shown as DescribedInput));
  const allowed = choicesIn(input, view, form);
  if (allowed !== undefined) changes.allowed = allowed;
  if (view.start && isOther('start', view.start.value)) {
    changes.default = startIn(text('start') ?? '', { ...shown, allowed: allowed ?? input.allowed } as DescribedInput);
  }
  return changes;
}

/** Undefined: as it was; null: shown as it is. */
function displayIn({ number }: FieldWords, form: URLSearchParams): DescribedInput['display'] | null | undefined {
  if (!number || !form.has('scale')) return undefined;
  const given = (name: string): string => form.get(name)?.trim() ?? '';
  const { scale, unit, decimals } = number.shown;
  if (given('scale') === scale && given('shown-unit') === unit && given('decimals') === decimals) return undefined;
  if (given('scale') === '' && given('shown-unit') === '') return null;
  const factor = Number(given('scale').replace(',', '.') || '1');
  if (!Number.isFinite(factor) || factor === 0) throw wrong('scale', 'Give a number other than 0, like 100.');
  const places = Number(given('decimals') || '0');
  if (!Number.isInteger(places) || places < 0 || places > 20)
    throw wrong('decimals', 'Give a whole number from 0 to 20.');
  return { scale: factor, unit: given('shown-unit'), decimals: places };
}

function numbersIn({ number }: FieldWords, form: URLSearchParams, shown: DescribedInput): Changes {
  const changes: Changes = {};
  if (!number) return changes;
  const unit = form.get('unit')?.trim();
  if (unit !== undefined && unit !== number.unit) changes.unit = unit || null;
  for (const name of ['min', 'max', 'step'] as const) {
    const text = form.get(name)?.trim();
    if (text !== undefined && text !== number[name]) changes[name] = numberIn(text, name, shown);
  }
  return changes;
}

/** Undefined: as they were. */
function choicesIn(input: DescribedInput, view: FieldWords, form: URLSearchParams): Choice[] | null | undefined {
  if (!view.choices) return undefined;
  const before = input.allowed ?? [];
  const after = view.choices.rows ? rowsIn(before, form) : linesIn(before, form);
  if (after === undefined || JSON.stringify(after) === JSON.stringify(before)) return undefined;
  return after.length > 0 ? after : null;
}

function rowsIn(before: readonly Choice[], form: URLSearchParams): Choice[] {
  const rows = before.map((choice, at) => ({ ...choice, label: form.get(`choice.${at}`)?.trim() || choice.label }));
  const added = form.get('choice-new-value')?.trim() ?? '';
  if (added !== '')
    rows.push({ value: valueLike(added, before), label: form.get('choice-new-label')?.trim() || added });
  const at = (name: string): number => (form.has(name) ? Number(form.get(name)) : Number.NaN);
  const swap = (one: number, other: number): void => {
    const [first, second] = [rows[one], rows[other]];
    if (first && second) [rows[one], rows[other]] = [second, first];
  };
  if (form.has('choice-up')) swap(at('choice-up'), at('choice-up') - 1);
  if (form.has('choice-down')) swap(at('choice-down'), at('choice-down') + 1);
  if (form.has('choice-remove')) return rows.filter((_, place) => place !== at('choice-remove'));
  return rows;
}

/** One a line: 'value = what people read', or the value alone. */
function linesIn(before: readonly Choice[], form: URLSearchParams): Choice[] | undefined {
  const text = form.get('choices');
  if (text === null) return undefined;
  const known = new Map(before.map((choice) => [String(choice.value), choice]));
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf(' = ');
      const value = at < 0 ? line : line.slice(0, at).trim();
      const label = at < 0 ? value : line.slice(at + 3).trim() || value;
      const choice = known.get(value);
      return choice ? { ...choice, label } : { value: valueLike(value, before), label };
    });
}

/** A new choice is what the others are: a number among numbers. */
function valueLike(text: string, others: readonly Choice[]): Choice['value'] {
  const areNumbers = others.some(({ value }) => typeof value === 'number');
  return areNumbers && Number.isFinite(Number(text)) ? Number(text) : text;
}

function startIn(text: string, input: DescribedInput): unknown {
  const choice = input.allowed?.find(({ value }) => String(value) === text);
  if (choice) return choice.value;
  switch (input.kind) {
    case 'yes-no':
      return text === 'true';
    case 'number':
    case 'integer':
      return numberIn(text, 'start', input);
    case 'category':
    case 'text':
    case 'date':
      return text;
    default:
      return jsonIn(text);
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('start', 'Give a list like [1, 2, 3], or one number for all.');
  }
}
