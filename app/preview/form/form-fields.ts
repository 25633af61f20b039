import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribedInput, FieldValue } from '#app/catalog/description-format.ts';
import type { FieldScale, FieldSeries, FormField } from '../contract.ts';
import { showNumber, shownRange, shownUnit } from '../display-unit.ts';
import { LONGEST_CHOICE } from '../inputs/choice-value.ts';
import { type Field, fieldsOf } from '../inputs/graph-input.ts';
import { defaultOf, readField } from '../inputs/read-field.ts';
import { showCount } from '../inputs/reading.ts';
import { rowSizes, valueCount } from '../inputs/row-sizes.ts';
import { LONGEST_TEXT } from '../inputs/text-value.ts';
import { pictureOf } from './field-picture.ts';
import { tensorOf } from './field-tensor.ts';
import { parseControl } from './parse-control.ts';
import { asControlKeeps, controlOf, isListControl, shownText } from './shown-value.ts';

const UNSEEN_CHARACTERS = 80;

/**
 * The fields of a version's form, with these values in them; what is missing or does not fit shows its default. What
 * preparation fills in by itself is none of them.
 */
export function formFields(version: VersionDetail, values: Readonly<Record<string, FieldValue>> = {}): FormField[] {
  return fieldsOf(version)
    .filter(({ input }) => !isFilledIn(input))
    .map((field) => formField(field, valueToShow(field, values)));
}

/** `role` names what a hidden input is to the preparation of another one: the mask of a text. */
function isFilledIn(input: DescribedInput): boolean {
  return input.hidden === true && typeof (input as { role?: unknown }).role === 'string';
}

function valueToShow(field: Field, values: Readonly<Record<string, FieldValue>>): FieldValue {
  const { key } = field.input;
  const given = Object.hasOwn(values, key) ? values[key] : undefined;
  // A list is shown as it was given; a single value as it would be asked.
  const read = given === undefined || given === null ? null : readField(given, field);
  return read?.value ? read.value.value : defaultOf(field);
}

function formField(field: Field, value: FieldValue): FormField {
  const { input } = field;
  const control = controlOf(field);
  const text = shownText(value, field);
  const isList = isListControl(control);
  // The range of a picture is that of its file, before it is prepared.
  const hasRange = control === 'number' || (isList && input.kind !== 'image' && input.kind !== 'audio');
  const { display: _display, ...ownInput } = input;
  return {
    key: input.key,
    name: `in.${input.key}`,
    label: input.label,
    help: helpOf(field, control),
    // Lists are written in the model's own unit.
    unit: shownUnit(isList ? ownInput : input),
    control,
    value: text,
    was: wasOf(field, value, text),
    choices: control === 'choice' ? choicesOf(field, text) : [],
    range: hasRange ? shownRange(isList ? ownInput : input) : null,
    scale: control === 'number' ? scaleOf(field) : null,
    isSensitive: input.sensitive === true,
    isHidden: input.hidden === true,
    maxLength: control === 'text' || control === 'lines' ? longestOf(field) : null,
    picture: control === 'picture' ? pictureOf(field) : null,
    series: control === 'series' ? seriesOf(field) : null,
    tensor: isList && control !== 'picture' && control !== 'series' ? tensorOf(field) : null,
  };
}

function seriesOf(field: Field): FieldSeries {
  const { frequency, min, max } = field.input;
  return { length: valueCount(field), frequency: frequency ?? null, min: min ?? null, max: max ?? null };
}

/** Steps are a help for the hand: what is typed is never held to them. */
function scaleOf({ input }: Field): FieldScale | null {
  const { min, max, p05, p95, step, kind } = input;
  if (min === undefined || max === undefined) return null;
  const [from, to] = [min, max].map((value) => Number(showNumber(value, input)));
  if (from === undefined || to === undefined || !(to > from)) return null;
  const shownStep = step === undefined ? Number.NaN : Math.abs(Number(showNumber(step, input)));
  const isStep = Number.isFinite(shownStep) && shownStep > 0;
  const isTypical = p05 !== undefined && p95 !== undefined && p95 > p05;
  return {
    min: from,
    max: to,
    step: isStep ? shownStep : kind === 'integer' && !input.display ? 1 : null,
    typical: isTypical ? typicalOf(input, p05, p95) : null,
  };
}

/** 'Usually 73 to 119': no finer than one sets the field, and never more than three digits after what matters. */
function typicalOf(input: Field['input'], p05: number, p95: number): FieldScale['typical'] {
  const shown = (value: number): string => {
    const text = showNumber(value, input);
    const decimals = input.step === undefined ? null : decimalsOf(showNumber(input.step, input));
    const rounded = decimals === null ? Number(Number(text).toPrecision(3)) : Number(Number(text).toFixed(decimals));
    return text.includes('.') ? String(rounded) : text;
  };
  const [low, high] = [shown(p05), shown(p95)];
  return low === high ? null : { from: Number(low), to: Number(high), text: `${low} to ${high}` };
}

function decimalsOf(text: string): number {
  return Math.min(6, text.split('.')[1]?.length ?? 0);
}

function helpOf(field: Field, control: FormField['control']): string | null {
  const how = isListControl(control) && control !== 'picture' ? takesWords(field) : null;
  return [field.input.help, how].filter(Boolean).join('. ') || null;
}

/** 'Takes 36 numbers', 'Takes 2 × 3 numbers'. */
function takesWords(field: Field): string {
  const sizes = rowSizes(field)?.map((size) => (size === null ? 'any' : showCount(size)));
  const what = field.datatype === 'BYTES' ? 'texts as a JSON list' : 'numbers';
  if (!sizes || sizes.length === 0 || (sizes.length === 1 && sizes[0] === 'any')) return `Takes any number of ${what}`;
  return `Takes ${sizes.join(' × ')} ${what}`;
}

function longestOf({ input }: Field): number {
  return input.kind === 'category' ? LONGEST_CHOICE : (input.maxLength ?? LONGEST_TEXT);
}

/** Nothing needs to go along when the text alone says exactly this value. */
function wasOf(field: Field, value: FieldValue, text: string): string | null {
  const said = parseControl(text, field);
  if (said === value || (typeof value === 'number' && typeof said === 'string' && Number(said) === value)) return null;
  return field.isSingle ? JSON.stringify(value) : null;
}

/** The choices by their words; a value that is none of them can stay. */
function choicesOf({ input }: Field, text: string): FormField['choices'] {
  const known = input.allowed?.length ? input.allowed : YES_OR_NO;
  const choices = known.map(({ value, label }) => ({ value: asControlKeeps(String(value), 'choice'), label }));
  if (choices.some(({ value }) => value === text)) return choices;
  return [...choices, { value: text, label: `${text.slice(0, UNSEEN_CHARACTERS)} (never seen by the model)` }];
}

const YES_OR_NO = [
  { value: true, label: 'Yes' },
  { value: false, label: 'No' },
];
