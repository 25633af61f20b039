import { eachField, readNumber, readText, type Span, valueSpan } from './wire.ts';

/** A dimension: its size, its name, or null when the file leaves it open. */
export type Dimension = number | string | null;

/** What an input or output is (TypeProto). */
export type ValueType =
  | { kind: 'tensor'; elementType: number; shape: Dimension[] | null }
  | { kind: 'sparse'; elementType: number }
  | { kind: 'sequence'; of: ValueType }
  | { kind: 'optional'; of: ValueType }
  | { kind: 'map'; key: number; value: ValueType }
  | { kind: 'unknown' };

/** An input or output as the graph declares it (ValueInfoProto). */
export interface ValueInfo extends Span {
  name: string;
  type: ValueType;
}

/** OIP datatypes by ONNX element type. */
const DATATYPES: Record<number, string> = {
  1: 'FP32',
  2: 'UINT8',
  3: 'INT8',
  4: 'UINT16',
  5: 'INT16',
  6: 'INT32',
  7: 'INT64',
  8: 'BYTES',
  9: 'BOOL',
  10: 'FP16',
  11: 'FP64',
  12: 'UINT32',
  13: 'UINT64',
};

/** Element types the protocol has no datatype for, in words. */
const FOREIGN_TYPES: Record<number, string> = {
  14: 'complex64',
  15: 'complex128',
  16: 'bfloat16',
  17: 'float8 (e4m3fn)',
  18: 'float8 (e4m3fnuz)',
  19: 'float8 (e5m2)',
  20: 'float8 (e5m2fnuz)',
  21: 'uint4',
  22: 'int4',
  23: 'float4',
  24: 'float8 (e8m0)',
  25: 'uint2',
  26: 'int2',
};

/** Bits of one element, for those whose size is fixed. */
const ELEMENT_BITS: Record<number, number> = {
  1: 32,
  2: 8,
  3: 8,
  4: 16,
  5: 16,
  6: 32,
  7: 64,
  9: 8,
  10: 16,
  11: 64,
  12: 32,
  13: 64,
  14: 64,
  15: 128,
  16: 16,
  17: 8,
  18: 8,
  19: 8,
  20: 8,
  21: 4,
  22: 4,
  23: 4,
  24: 8,
  25: 2,
  26: 2,
};

/** Bytes that so many elements take, or null for texts and types from the future. */
export function sizeOfElements(elementType: number, count: number): number | null {
  const bits = ELEMENT_BITS[elementType];
  return bits === undefined ? null : Math.ceil((count * bits) / 8);
}

/** The OIP datatype of a tensor, or null for what the protocol cannot carry. */
export function datatypeOf(type: ValueType): string | null {
  return type.kind === 'tensor' ? (DATATYPES[type.elementType] ?? null) : null;
}

/** A type in words: the OIP datatype where there is one, else like "sequence of maps from INT64 to FP32". */
export function typeInWords(type: ValueType): string {
  switch (type.kind) {
    case 'tensor':
      return elementInWords(type.elementType);
    case 'sparse':
      return `sparse tensor of ${elementInWords(type.elementType)}`;
    case 'sequence':
      return type.of.kind === 'map'
        ? `sequence of maps${mapInWords(type.of)}`
        : `sequence of ${typeInWords(type.of)} tensors`;
    case 'optional':
      return `optional ${typeInWords(type.of)}`;
    case 'map':
      return `map${mapInWords(type)}`;
    default:
      return 'of a type this version does not know';
  }
}

function mapInWords({ key, value }: { key: number; value: ValueType }): string {
  return ` from ${elementInWords(key)} to ${typeInWords(value)}`;
}

function elementInWords(elementType: number): string {
  return DATATYPES[elementType] ?? FOREIGN_TYPES[elementType] ?? `element type ${elementType}`;
}

/** Types nest (a sequence of optional maps …), but not like this. */
const DEEPEST_TYPE = 8;

/** Reads a ValueInfoProto. */
export function readValueInfo(file: Uint8Array, span: Span): ValueInfo {
  const value: ValueInfo = { ...span, name: '', type: { kind: 'unknown' } };
  eachField(file, span, (field) => {
    if (field.number === 1) value.name = readText(file, valueSpan(field));
    else if (field.number === 2) value.type = readType(file, valueSpan(field), 0);
  });
  return value;
}

function readType(file: Uint8Array, span: Span, depth: number): ValueType {
  let type: ValueType = { kind: 'unknown' };
  if (depth > DEEPEST_TYPE) return type;
  eachField(file, span, (field) => {
    const inner = valueSpan(field);
    if (field.number === 1) type = { kind: 'tensor', ...readTensorType(file, inner) };
    else if (field.number === 4) type = { kind: 'sequence', of: readElementType(file, inner, depth) };
    else if (field.number === 5) type = readMapType(file, inner, depth);
    else if (field.number === 8) type = { kind: 'sparse', elementType: readTensorType(file, inner).elementType };
    else if (field.number === 9) type = { kind: 'optional', of: readElementType(file, inner, depth) };
  });
  return type;
}

function readElementType(file: Uint8Array, span: Span, depth: number): ValueType {
  let type: ValueType = { kind: 'unknown' };
  eachField(file, span, (field) => {
    if (field.number === 1) type = readType(file, valueSpan(field), depth + 1);
  });
  return type;
}

function readMapType(file: Uint8Array, span: Span, depth: number): ValueType {
  let key = 0;
  let value: ValueType = { kind: 'unknown' };
  eachField(file, span, (field) => {
    if (field.number === 1) key = readNumber(file, field);
    else if (field.number === 2) value = readType(file, valueSpan(field), depth + 1);
  });
  return { kind: 'map', key, value };
}

function readTensorType(file: Uint8Array, span: Span) {
  let elementType = 0;
  let shape: Dimension[] | null = null;
  eachField(file, span, (field) => {
    if (field.number === 1) elementType = readNumber(file, field);
    else if (field.number === 2) shape = readShape(file, valueSpan(field));
  });
  return { elementType, shape };
}

function readShape(file: Uint8Array, span: Span): Dimension[] {
  const shape: Dimension[] = [];
  eachField(file, span, (field) => {
    if (field.number === 1) shape.push(readDimension(file, valueSpan(field)));
  });
  return shape;
}

/** A negative size and an empty name are ways of exporters to say 'any'. */
function readDimension(file: Uint8Array, span: Span): Dimension {
  let dimension: Dimension = null;
  eachField(file, span, (field) => {
    if (field.number === 1) {
      const size = readNumber(file, field);
      dimension = size >= 0 ? size : null;
    } else if (field.number === 2) dimension = readText(file, valueSpan(field)) || null;
  });
  return dimension;
}
