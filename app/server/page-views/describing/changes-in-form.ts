import type { VersionDetail } from '#app/catalog/contract.ts';
import { appError } from '#app/core/errors.ts';
import { answersView } from './answers-view.ts';
import { fieldWords } from './field-view.ts';
import { readAnswersForm, readBandsForm } from './read-answers.ts';
import { readFieldForm } from './read-field.ts';

type Changes = Record<string, unknown>;

/** Characters. */
const LONGEST_FORM = 4_000_000;

/**
 * What a form of the editor means, as changes of the description it was begun with.
 * @param version with that description
 * @throws FL_REQUEST_TOO_LARGE, FL_REQUEST_INVALID, FL_DESCRIPTION_INVALID with the control that is wrong
 */
export function changesInForm(version: VersionDetail, form: URLSearchParams): Changes {
  refuseTooMuch(form);
  const { outputs } = version.description;
  const answers = () => answersView(version, { state: 'none' });
  switch (form.get('intent')) {
    case 'field': {
      const input = inputIn(version, form);
      const view = fieldWords(version, input);
      const changes = { inputs: { [input.key]: readFieldForm(input, view, form) } };
      const place = form.get('place')?.trim();
      return place && place !== String(view.place)
        ? { ...changes, order: orderWith(version, input.key, place) }
        : changes;
    }
    case 'looks-right':
      return { inputs: { [inputIn(version, form).key]: {} } };
    case 'percent':
      return { inputs: { [inputIn(version, form).key]: { display: { scale: 100, unit: '%', decimals: 0 } } } };
    case 'move':
      return { order: orderWith(version, inputIn(version, form).key, form.get('to') ?? '') };
    case 'renamed':
      return { inputs: { [inputIn(version, form).key]: { renamedFrom: form.get('was') || null } } };
    case 'answers':
      return { outputs: readAnswersForm(outputs, answers(), form) };
    case 'bands':
      return { outputs: readBandsForm(outputs, answers(), form) };
    default:
      throw appError('FL_REQUEST_INVALID');
  }
}

/** A description of such a size would be refused; reading it line by line would hold everyone up. */
function refuseTooMuch(form: URLSearchParams): void {
  let length = 0;
  for (const [name, text] of form) length += name.length + text.length;
  if (length > LONGEST_FORM) throw appError('FL_REQUEST_TOO_LARGE');
}

function inputIn({ description }: VersionDetail, form: URLSearchParams) {
  const input = description.inputs.find(({ key }) => key === form.get('key'));
  if (!input) throw appError('FL_REQUEST_INVALID', { message: 'This version has no such field.' });
  return input;
}

/**
 * Every key, with one of them one place further up or down, or at a place from 1.
 * @throws FL_DESCRIPTION_INVALID
 */
function orderWith({ description }: VersionDetail, key: string, to: string): string[] {
  const keys = description.inputs.map((input) => input.key);
  const at = keys.indexOf(key);
  const rest = keys.filter((each) => each !== key);
  const target = targetOf(to, { at, rest });
  if (target === null) {
    const message = `Give a place from 1 to ${keys.length}.`;
    throw appError('FL_DESCRIPTION_INVALID', { message, fields: { place: message } });
  }
  rest.splice(Math.min(Math.max(target, 0), rest.length), 0, key);
  return rest;
}

function targetOf(to: string, { at, rest }: { at: number; rest: string[] }): number | null {
  if (to === 'up') return at - 1;
  if (to === 'down') return at + 1;
  return /^[1-9]\d{0,5}$/.test(to) && Number(to) <= rest.length + 1 ? Number(to) - 1 : null;
}
