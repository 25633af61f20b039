import { type DescribedExample, type DescribedInput, type FieldValue, isFileValue } from '../description-format.ts';
import { firstRow } from './inputs/guess.ts';
import { isSingle, type Slot } from './inputs/slot.ts';
import { valueProblem } from './inputs/values.ts';

/** A field with where its value goes and the names that examples may call it by. */
export interface ExampleField {
  field: DescribedInput;
  slot: Slot;
  names: readonly string[];
}

/** An example as it is written, before anyone looked at its values. */
interface SaidExample {
  name: string;
  note?: string | null | undefined;
  values?: Record<string, unknown> | null | undefined;
  image?: string | null | undefined;
}

export interface Examples {
  examples: DescribedExample[];
  /** Names of values that no field takes. */
  absent: string[];
  /** Examples whose picture did not come along. */
  withoutPicture: string[];
  /** Values that do not fit their field, as 'example: field'. */
  misfits: string[];
}

/** The examples with what this version can be asked: values of absent fields, and absent pictures, are left out. */
export function keepExamples(
  said: readonly SaidExample[],
  fields: readonly ExampleField[],
  pictures: ReadonlySet<string>,
): Examples {
  const byName = new Map<string, ExampleField>();
  for (const field of fields) for (const name of field.names) if (!byName.has(name)) byName.set(name, field);
  const absent = new Set<string>();
  const result: Examples = { examples: [], absent: [], withoutPicture: [], misfits: [] };
  for (const { name, note, values, image, ...rest } of said) {
    const kept = new Map<string, FieldValue>();
    for (const [key, value] of Object.entries(values ?? {})) {
      // What stands for the example's picture is that picture, wherever the description was before.
      if (typeof image === 'string' && isFileValue(value)) continue;
      const target = byName.get(key);
      if (!target) absent.add(key);
      else if (fits(target, value)) kept.set(target.field.key, value as FieldValue);
      else result.misfits.push(`${name}: ${key}`);
    }
    const hasPicture = typeof image === 'string' && pictures.has(image);
    if (typeof image === 'string' && !hasPicture) result.withoutPicture.push(name);
    if (kept.size === 0 && !hasPicture && (image || values)) continue;
    result.examples.push({
      ...rest,
      name,
      ...(typeof note === 'string' && { note }),
      ...(kept.size > 0 && { values: Object.fromEntries(kept) }),
      ...(hasPicture && { image }),
    });
  }
  return { ...result, absent: [...absent] };
}

/** A picture that the portal holds fits every field of pictures. */
function fits({ field, slot }: ExampleField, value: unknown): boolean {
  return (field.kind === 'image' && isFileValue(value)) || valueProblem(field, slot, value) === null;
}

/** The first reference row as an example; null when the rows tell no value. */
export function firstRowExample(fields: readonly ExampleField[]): DescribedExample | null {
  const values = new Map<string, FieldValue>();
  for (const { field, slot } of fields) {
    const isOne = isSingle(slot) || slot.tokens?.role === 'ids';
    const value = isOne ? singleValue(slot) : firstRow(slot);
    if (value !== null && valueProblem(field, slot, value) === null) values.set(field.key, value);
  }
  if (values.size === 0) return null;
  return { name: 'First reference row', values: Object.fromEntries(values) };
}

function singleValue({ column, datatype, tokens }: Slot): FieldValue | null {
  const value = column?.values[0];
  if (value === undefined || value === '') return null;
  if (datatype === 'BYTES' || tokens) return String(value);
  if (datatype !== 'BOOL') return value;
  const text = String(value).toLowerCase();
  return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : null;
}
