import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { appError } from '#app/core/errors.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import type { Answer } from '../contract.ts';
import type { PreparedInput } from '../preparing/prepared-input.ts';
import { type Field, fieldsOf } from './graph-input.ts';
import { noticeFor } from './notices.ts';
import { packTensors } from './pack.ts';
import { type ReadField, readDefault, readField } from './read-field.ts';

/** A question, ready to be sent. */
export interface ReadInputs {
  /** Every field of the description in its order, in the model's own unit. */
  values: Record<string, FieldValue>;
  tensors: Tensor[];
  notices: Answer['notices'];
}

const MOST_MESSAGES = 30;
const SHOWN_KEYS = 12;
const KEY_CHARACTERS = 100;

/** Values that were read; pictures and texts that have to be prepared have no elements yet. */
export interface GivenInputs {
  values: Record<string, FieldValue>;
  fields: ReadonlyMap<Field, ReadField>;
}

/**
 * Validates and converts values by field key and fills in the defaults of those that are missing.
 * @throws FL_INPUT_INVALID with a message per field
 */
export function readGivenInputs(version: VersionDetail, given: Readonly<Record<string, unknown>>): GivenInputs {
  const fields = fieldsOf(version);
  const problems = unknownKeys(fields, given);
  const read = new Map<Field, ReadField>();
  for (const field of fields) {
    const { key } = field.input;
    // A key of the prototype is not one that was given.
    const isGiven = Object.hasOwn(given, key) && given[key] !== undefined;
    const result = isGiven ? readField(given[key], field) : readDefault(field);
    if (result.problem === undefined) read.set(field, result.value);
    else problems.push([key, result.problem]);
  }
  if (problems.length > 0) throw invalidInputs(problems);
  return { values: Object.fromEntries([...read].map(([{ input }, { value }]) => [input.key, value])), fields: read };
}

/** Packs everything as the graph takes it, with what was prepared in its place. */
export function packInputs(
  version: VersionDetail,
  { values, fields }: GivenInputs,
  prepared: { inputs: readonly PreparedInput[]; notices: ReadInputs['notices'] },
): ReadInputs {
  return {
    values,
    tensors: packTensors(version, fields, prepared.inputs),
    notices: [...prepared.notices, ...[...fields].flatMap(([field, value]) => noticeFor(field, value) ?? [])],
  };
}

/**
 * The two of them, where nothing has to be prepared.
 * @throws FL_INPUT_INVALID with a message per field
 */
export function readInputs(version: VersionDetail, given: Readonly<Record<string, unknown>>): ReadInputs {
  return packInputs(version, readGivenInputs(version, given), { inputs: [], notices: [] });
}

function unknownKeys(fields: Field[], given: Readonly<Record<string, unknown>>): [string, string][] {
  const known = new Set(fields.map(({ input }) => input.key));
  const shown = [...known].slice(0, SHOWN_KEYS).join(', ');
  const takes = known.size === 0 ? 'It takes none.' : `It takes ${shown}${known.size > SHOWN_KEYS ? ', …' : ''}.`;
  return Object.keys(given)
    .filter((key) => !known.has(key))
    .map((key) => [key, `The model has no such input. ${takes}`]);
}

/** What is wrong, by field. */
export function invalidInputs(problems: [string, string][]) {
  const shown = problems.slice(0, MOST_MESSAGES).map(([key, words]) => [key.slice(0, KEY_CHARACTERS), words]);
  return appError('FL_INPUT_INVALID', { fields: Object.fromEntries(shown) });
}
