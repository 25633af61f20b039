import type { FieldValue } from '#app/catalog/description-format.ts';
import type { Answer } from '../contract.ts';
import { showNumber, shownRange, withShownUnit } from '../display-unit.ts';
import { isKnownChoice } from './choice-value.ts';
import type { Field } from './graph-input.ts';
import type { ReadField } from './read-field.ts';
import { showCount, showGiven } from './reading.ts';

type InputNotice = Answer['notices'][number];

/** What to know about a value before believing the answer; null when there is nothing. */
export function noticeFor(field: Field, { value, elements }: ReadField): InputNotice | null {
  const { input, isSingle } = field;
  if (input.kind === 'category' && isSingle) return unseenNotice(field, value);
  // The range of a picture is that of its file, before it is prepared.
  if (input.kind === 'image' || input.kind === 'audio' || field.datatype === 'BYTES') return null;
  if (field.preparation !== null) return null;
  const numbers = elements.map(Number);
  const outside = numbers.filter((number) => isOutside(number, input));
  const [first] = outside;
  if (first === undefined) return null;
  const range = withShownUnit(shownRange(input) ?? '', input);
  // A range that was only guessed must not be stated as what was seen.
  const isGuessed = input.guess?.sure === false;
  const subject = isSingle
    ? `${withShownUnit(showNumber(first, input), input)} is`
    : `${showCount(outside.length)} of ${showCount(numbers.length)} values ${outside.length === 1 ? 'is' : 'are'}`;
  return {
    code: 'outside-range',
    message: `${input.label}: ${subject} outside what the model has ${isGuessed ? 'probably ' : ''}seen (${range}).`,
    key: input.key,
  };
}

function unseenNotice({ input }: Field, value: FieldValue): InputNotice | null {
  if (isKnownChoice(value, input.allowed)) return null;
  const shown = typeof value === 'string' ? showGiven(value) : String(value);
  return { code: 'unseen', message: `${input.label}: the model has never seen ${shown}.`, key: input.key };
}

function isOutside(value: number, { min, max }: Field['input']): boolean {
  return (min !== undefined && value < min) || (max !== undefined && value > max);
}
