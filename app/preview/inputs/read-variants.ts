import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { appError } from '#app/core/errors.ts';
import { type Field, fieldsOf, graphInputs } from './graph-input.ts';
import { packInput } from './pack.ts';
import { type ReadField, readField } from './read-field.ts';
import type { ReadInputs } from './read-inputs.ts';

type Row = Readonly<Record<string, FieldValue>>;

/**
 * Reads questions that differ from one that was read in a few fields: only the inputs of the graph that hold those are
 * packed again, and each value is read once. Thousands of variants cost little more than the fields they change.
 * Notices are left out. Where a picture or a text differs, which has to be made ready, all of it is read.
 * @param base a question with every field
 * @param readAll reads a question from its beginning
 * @returns reads a variant, which has every field too. It throws FL_INPUT_INVALID with the field that does not fit
 */
export function createVariantReader(
  version: VersionDetail,
  base: ReadInputs,
  readAll: (row: Row) => ReadInputs | Promise<ReadInputs>,
): (row: Row) => ReadInputs | Promise<ReadInputs> {
  const fields = fieldsOf(version);
  const inputs = new Map(graphInputs(version).map((input) => [input.name, input]));
  const places = new Map<string, Field[]>();
  for (const field of fields) places.set(field.input.name, [...(places.get(field.input.name) ?? []), field]);
  const known = new Map(fields.map((field) => [field, new Map<FieldValue | undefined, ReadField>()]));

  function read(field: Field, value: FieldValue | undefined): ReadField {
    const before = known.get(field)?.get(value);
    if (before) return before;
    const { problem, value: fresh } = readField(value, field);
    if (problem !== undefined) throw appError('FL_INPUT_INVALID', { fields: { [field.input.key]: problem } });
    known.get(field)?.set(value, fresh);
    return fresh;
  }

  return (row) => {
    const changed = new Set<string>();
    for (const { input, preparation } of fields) {
      if (row[input.key] === base.values[input.key]) continue;
      if (preparation !== null) return readAll(row);
      changed.add(input.name);
    }
    const tensors = base.tensors.map((tensor) => {
      const input = changed.has(tensor.name) ? inputs.get(tensor.name) : undefined;
      if (!input) return tensor;
      const own = places.get(tensor.name) ?? [];
      return packInput(
        input,
        own.map((field) => [field, read(field, row[field.input.key])]),
      );
    });
    return { values: { ...row }, tensors, notices: [] };
  };
}
