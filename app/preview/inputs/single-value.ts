import type { FieldValue } from '#app/catalog/description-format.ts';
import type { ElementValue } from '#app/oip/element-values.ts';
import type { Datatype } from '#app/oip/tensor.ts';
import { readCategory, readYesNo } from './choice-value.ts';
import type { Field } from './graph-input.ts';
import { isLongDatatype, isWholeDatatype, readNumber } from './number-value.ts';
import type { Read } from './reading.ts';
import { LONGEST_TEXT, readDate, readText } from './text-value.ts';

/** A single value of any kind, in the model's own unit. */
export function readSingle(raw: unknown, { input, datatype }: Field): Read<FieldValue> {
  switch (input.kind) {
    case 'integer':
      return readNumber(raw, { datatype, isWhole: true });
    case 'yes-no':
      return readYesNo(raw, input.allowed);
    case 'category':
      return readCategory(raw, input, datatype);
    case 'date':
      // What a number would count from, nobody but the model's maker knows.
      return datatype === 'BYTES' ? readDate(raw) : readNumber(raw, { datatype, isWhole: false });
    case 'text':
      return datatype === 'BYTES'
        ? readText(raw, input.maxLength ?? LONGEST_TEXT)
        : readNumber(raw, { datatype, isWhole: false });
    default:
      return readNumber(raw, { datatype, isWhole: false });
  }
}

/** The value of a field for which the description names none, so that every model can be asked at once. */
export function impliedDefault({ input, datatype }: Field): FieldValue {
  const [first] = input.allowed ?? [];
  if (first) return first.value;
  if (input.kind === 'yes-no') return false;
  if (datatype === 'BYTES') return input.kind === 'date' ? '2000-01-01' : isNumeric(input.kind) ? 0 : '';
  const lowest = input.min ?? Number.NEGATIVE_INFINITY;
  const nearest = Math.min(Math.max(0, lowest), input.max ?? Number.POSITIVE_INFINITY);
  return input.kind === 'integer' || isWholeDatatype(datatype) ? Math.ceil(nearest) : nearest;
}

/** A value as the element of a tensor of this datatype. */
export function elementOf(value: FieldValue, datatype: Datatype): Read<ElementValue> {
  if (datatype === 'BYTES') return { value: String(value) };
  if (typeof value === 'boolean') return { value: datatype === 'BOOL' ? value : Number(value) };
  if (typeof value === 'number') return { value };
  // Choices may be written as texts for a graph that takes numbers.
  const read = readNumber(value, { datatype, isWhole: isLongDatatype(datatype) });
  if (read.problem !== undefined) return { problem: 'The model takes a number here, and this choice is none.' };
  return { value: read.value as number | string };
}

function isNumeric(kind: string): boolean {
  return kind === 'number' || kind === 'integer';
}
