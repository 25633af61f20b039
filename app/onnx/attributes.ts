import type { Attribute, Node } from './graph.ts';
import { readStoredTensor, type StoredTensor } from './tensor.ts';
import { eachField, readFloats, readLongs, readText, type Span, valueSpan } from './wire.ts';

/** Lists longer than this are weights or vocabularies, not choices or labels. */
const MOST_BYTES = 4 << 20;

/** The values of an attribute, of whichever kind it is; a kind it does not have is empty. */
export interface AttributeValues {
  floats: number[];
  ints: bigint[];
  texts: string[];
  tensor: StoredTensor | null;
}

const NOTHING: AttributeValues = { floats: [], ints: [], texts: [], tensor: null };

/** The values of a node's attribute; nothing when it has none of that name, or one too long to be a list of choices. */
export function readAttribute(file: Uint8Array, node: Node, name: string): AttributeValues {
  const attribute = node.attributes.find((candidate: Attribute) => candidate.name === name);
  return attribute ? readValues(file, attribute) : NOTHING;
}

function readValues(file: Uint8Array, span: Span): AttributeValues {
  if (span.end - span.start > MOST_BYTES) return NOTHING;
  const values: AttributeValues = { floats: [], ints: [], texts: [], tensor: null };
  eachField(file, span, (field) => {
    if (field.number === 2 || field.number === 7) readFloats(file, field, values.floats);
    else if (field.number === 3 || field.number === 8) readLongs(file, field, values.ints);
    else if (field.number === 4 || field.number === 9) values.texts.push(readText(file, valueSpan(field)));
    else if (field.number === 5) values.tensor = readStoredTensor(file, valueSpan(field));
  });
  return values;
}

/** Whole numbers as labels and choices: one beyond 2^53 keeps its digits as text. */
export function wholeNumberLabel(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
