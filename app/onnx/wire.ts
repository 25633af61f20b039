import protobuf from 'protobufjs/minimal.js';
import { onnxError } from './onnx-error.ts';

/**
 * The wire level of protobuf, read in place: a message is a stretch of the file, a field a smaller one. Nothing is
 * copied and nothing that is not asked for is decoded, so that 200 MB of weights cost one step over them.
 */

/** A stretch of the file. */
export interface Span {
  start: number;
  end: number;
}

export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** A field of a message; the object is used again for the next one, so copy what you keep. */
export interface Field extends Span {
  number: number;
  wireType: number;
  /** Where the value begins: for bytes after the length. It ends where the field ends. */
  valueStart: number;
}

/** What a visitor returns when it has seen enough. */
export const STOP = Symbol('stop');

/**
 * Walks over the fields of a message, to the end or until the visitor returns STOP.
 * @throws FL_CHECK_TRUNCATED when a field runs past the end of its message or is no field at all
 */
export function eachField(file: Uint8Array, span: Span, visit: (field: Field) => unknown): void {
  const reader = new protobuf.Reader(file);
  reader.pos = span.start;
  reader.len = span.end;
  const field: Field = { number: 0, wireType: 0, start: 0, valueStart: 0, end: 0 };
  while (reader.pos < span.end) {
    field.start = reader.pos;
    try {
      readField(reader, field);
    } catch {
      throw damaged();
    }
    if (field.end > span.end) throw damaged();
    reader.pos = field.end;
    if (visit(field) === STOP) return;
  }
}

function readField(reader: protobuf.Reader, field: Field): void {
  const tag = reader.uint32();
  field.number = tag >>> 3;
  field.wireType = tag & 7;
  if (field.wireType === WIRE.bytes) {
    const length = reader.uint32();
    field.valueStart = reader.pos;
    field.end = reader.pos + length;
    return;
  }
  field.valueStart = reader.pos;
  if (field.wireType === WIRE.varint) {
    reader.skip();
    field.end = reader.pos;
  } else if (field.wireType === WIRE.fixed32) field.end = reader.pos + 4;
  else if (field.wireType === WIRE.fixed64) field.end = reader.pos + 8;
  else throw new RangeError('a wire type that ONNX does not use');
}

export function damaged(): Error {
  return onnxError('FL_CHECK_TRUNCATED', 'The model file is cut off or damaged. Send it again, whole.');
}

export function valueSpan(field: Field): Span {
  return { start: field.valueStart, end: field.end };
}

/** The value of a varint field as a whole number; beyond 2^53 it is rounded. */
export function readNumber(file: Uint8Array, field: Field): number {
  return Number(readLong(file, field.valueStart).value);
}

/** Text in the file; what is not UTF-8 in it becomes U+FFFD. */
export function readText(file: Uint8Array, { start, end }: Span): string {
  return Buffer.from(file.buffer, file.byteOffset + start, end - start).toString('utf8');
}

function readFloat(file: Uint8Array, at: number): number {
  return new DataView(file.buffer, file.byteOffset, file.byteLength).getFloat32(at, true);
}

/** A signed 64-bit varint and where the next one starts. */
function readLong(file: Uint8Array, at: number): { value: bigint; next: number } {
  const reader = new protobuf.Reader(file);
  reader.pos = at;
  try {
    const value = reader.int64();
    return { value: BigInt(value.toString()), next: reader.pos };
  } catch {
    throw damaged();
  }
}

/** A varint that is no more than 2^53, as enumerations and places are, without the detour over 64 bits. */
export function readSmall(file: Uint8Array, at: number): number {
  let value = 0;
  for (let factor = 1, i = at; factor <= 2 ** 49; factor *= 128, i++) {
    const byte = file[i] ?? 0;
    value += (byte & 127) * factor;
    if (byte < 128) return value;
  }
  return Number.NaN;
}

/** Values of a repeated varint field, packed or not. */
export function readLongs(file: Uint8Array, field: Field, into: bigint[]): void {
  if (field.wireType !== WIRE.bytes) {
    into.push(readLong(file, field.valueStart).value);
    return;
  }
  for (let at = field.valueStart; at < field.end; ) {
    const { value, next } = readLong(file, at);
    into.push(value);
    at = next;
  }
}

/** Values of a repeated float field, packed or not. */
export function readFloats(file: Uint8Array, field: Field, into: number[]): void {
  for (let at = field.valueStart; at + 4 <= field.end; at += 4) into.push(readFloat(file, at));
}
