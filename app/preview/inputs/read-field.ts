import { type FieldValue, isFileValue } from '#app/catalog/description-format.ts';
import { createElementWriter } from '#app/oip/element-writer.ts';
import type { Field } from './graph-input.ts';
import { oneRowShape } from './graph-input.ts';
import { type Read, showCount, showGiven } from './reading.ts';
import { elementOf, impliedDefault, readSingle } from './single-value.ts';
import { type ReadList, readList, repeat } from './tensor-value.ts';
import { LONGEST_TEXT, readText } from './text-value.ts';

/** A field's value as it is stored, and its elements: known to fit the datatype. */
export type ReadField = ReadList;

/** Validates and converts what was given for a field. */
export function readField(raw: unknown, field: Field): Read<ReadField> {
  if (raw === null) return { problem: 'This has no value. Leave it out to use its default.' };
  if (field.preparation === 'text') return readUnprepared(readText(raw, field.input.maxLength ?? LONGEST_TEXT));
  if (field.preparation === 'picture' && isFileValue(raw)) return readUnprepared({ value: raw });
  return checked(field.isSingle ? readOne(raw, field) : readList(raw, field), field);
}

/** The value of a field that was not given. */
export function readDefault(field: Field): Read<ReadField> {
  const value = field.input.default ?? impliedDefault(field);
  // What was guessed for a graph that takes numbers is no text.
  if (field.preparation === 'text') return readField(typeof value === 'string' ? value : '', field);
  if (field.isSingle || typeof value === 'object') return readField(value, field);
  return checked(repeat(value, { ...field, dimensions: describedSizes(field) }), field);
}

/** The dimensions of a picture whose size the graph leaves open, as the description says it; else those of the graph. */
function describedSizes({ input, dimensions }: Field): Field['dimensions'] {
  if (input.kind !== 'image' || dimensions?.length !== 4) return dimensions;
  const { channels, height, width } = input;
  const sizes = input.layout === 'NHWC' ? [1, height, width, channels] : [1, channels, height, width];
  return dimensions.map((size, at) => size ?? sizes[at] ?? null);
}

/** The value a field has when nothing else is said. */
export function defaultOf(field: Field): FieldValue {
  return readDefault(field).value?.value ?? field.input.default ?? impliedDefault(field);
}

/** Its elements come of it later. */
function readUnprepared(read: Read<FieldValue>): Read<ReadField> {
  return read.problem === undefined ? { value: { value: read.value, elements: [], shape: [] } } : read;
}

function readOne(raw: unknown, field: Field): Read<ReadField> {
  const read = readSingle(raw, field);
  if (read.problem !== undefined) return read;
  const element = elementOf(read.value, field.datatype);
  if (element.problem !== undefined) return element;
  return { value: { value: read.value, elements: [element.value], shape: oneRowShape(field.dimensions) } };
}

/** What the datatype cannot hold (300 in a UINT8) is said at the field, not by the engine. */
function checked(read: Read<ReadField>, { datatype }: Field): Read<ReadField> {
  if (read.problem !== undefined) return read;
  const { elements } = read.value;
  const misfit = createElementWriter({ datatype, count: elements.length, isFromJson: true }).write(elements);
  if (!misfit) return read;
  const where = elements.length > 1 ? `Value ${showCount(misfit.position + 1)} of ${showCount(elements.length)}: ` : '';
  return { problem: `${where}${showGiven(misfit.value)} ${misfit.words}.` };
}
