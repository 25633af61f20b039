import type { FieldTensor } from '../contract.ts';
import type { Field } from '../inputs/graph-input.ts';
import { rowSizes, valueCount } from '../inputs/row-sizes.ts';

const LONGEST_NAME = 200;
/** More names than a page should carry, in characters. */
const MOST_NAME_CHARACTERS = 600_000;

export function tensorOf(field: Field): FieldTensor {
  const count = valueCount(field);
  return { datatype: field.datatype, shape: rowSizes(field), count, names: namesOf(field, count) };
}

/** What preview.json calls the elements (`names`), when it names each of them. */
function namesOf({ input }: Field, count: number | null): string[] | null {
  const { names } = input;
  if (names?.length !== count || !names.every((name) => name.length <= LONGEST_NAME)) return null;
  return names.reduce((sum, name) => sum + name.length, 0) <= MOST_NAME_CHARACTERS ? names : null;
}
