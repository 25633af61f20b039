import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { type Field, fieldsOf } from '../inputs/graph-input.ts';
import { readField } from '../inputs/read-field.ts';
import { parseList } from './parse-control.ts';
import { parseShownNumber } from './shown-number.ts';
import { controlOf, isListControl } from './shown-value.ts';

/** Values someone put into a link or a spreadsheet, and what did not fit. */
export interface GivenValues {
  values: Record<string, FieldValue>;
  /** By field key: what was given, and what is wrong with it. */
  refused: Record<string, { text: string; problem: string }>;
}

/** The values in an address, `?<key>=<value>` in the model's own unit; what names no field is none of them. */
export function readQuery(version: VersionDetail, query: URLSearchParams): GivenValues {
  const given = fieldsOf(version).flatMap((field) => {
    const text = query.get(field.input.key);
    return text === null || field.input.hidden ? [] : [{ field, text }];
  });
  return readGiven(given);
}

/** Texts in the model's own unit as values of their fields. */
export function readGiven(given: readonly { field: Field; text: string }[]): GivenValues {
  const values = new Map<string, FieldValue>();
  const refused = new Map<string, { text: string; problem: string }>();
  for (const { field, text } of given) {
    const read = readField(ownUnit(text, field), field);
    if (read.problem === undefined) values.set(field.input.key, read.value.value);
    else refused.set(field.input.key, { text, problem: read.problem });
  }
  // Defines own properties, whatever their names.
  return { values: Object.fromEntries(values), refused: Object.fromEntries(refused) };
}

/** Lists come as JSON; a choice may be given by its words; a number as people write them, '33%' is 0.33. */
function ownUnit(text: string, field: Field): unknown {
  const control = controlOf(field);
  if (isListControl(control)) return parseList(text, field);
  const bare = control === 'lines' ? text : text.trim();
  const { display: _display, ...ownInput } = field.input;
  if (control === 'number') return parseShownNumber(bare, ownInput) ?? bare;
  const { allowed } = field.input;
  if (control !== 'choice' || allowed?.some(({ value }) => String(value) === bare)) return bare;
  return allowed?.find(({ label }) => label.toLowerCase() === bare.toLowerCase())?.value ?? bare;
}
