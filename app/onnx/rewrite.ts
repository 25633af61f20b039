import protobuf from 'protobufjs/minimal.js';
import type { OnnxModel } from './model.ts';
import { readValueInfo } from './value-type.ts';
import { eachField, type Field, type Span, valueSpan } from './wire.ts';

/** A message of the main graph and what takes its place. */
export interface Edit {
  /** Where the message (without tag and length) lies in the file. */
  span: Span;
  bytes: Uint8Array;
}

export interface Changes {
  edits: readonly Edit[];
  /** Values inside the graph whose declared type no longer holds: the declaration is left out. */
  dropTypesOf: ReadonlySet<string>;
}

const DEFAULT_OPSET = 9;

/**
 * The file with some messages of its graph replaced and everything else byte for byte as it was: large weights are
 * copied once and never decoded.
 */
export function rewrite(model: OnnxModel, changes: Changes): Uint8Array {
  const file = model.bytes;
  const graph = rewriteGraph(model, changes);
  const parts: Uint8Array[] = [];
  let kept = 0;
  eachField(file, { start: 0, end: file.byteLength }, (field) => {
    if (field.number !== 7) return;
    parts.push(file.subarray(kept, field.start), header(7, length(graph)), ...graph);
    kept = field.end;
  });
  parts.push(file.subarray(kept));
  if (!model.opsets.some(({ domain }) => domain === '' || domain === 'ai.onnx')) parts.push(defaultOpset());
  return concat(parts);
}

function rewriteGraph({ bytes: file, graph }: OnnxModel, { edits, dropTypesOf }: Changes): Uint8Array[] {
  const byStart = new Map(edits.map((edit) => [edit.span.start, edit]));
  const parts: Uint8Array[] = [];
  let kept = graph.start;
  eachField(file, graph, (field) => {
    const edit = byStart.get(field.valueStart);
    const isDropped = field.number === 13 && dropTypesOf.has(readValueInfo(file, valueSpan(field)).name);
    if (!edit && !isDropped) return;
    parts.push(file.subarray(kept, field.start));
    if (edit) parts.push(header(field.number, edit.bytes.byteLength), edit.bytes);
    kept = field.end;
  });
  parts.push(file.subarray(kept, graph.end));
  return parts;
}

/** A file that used operators of other domains only does not say which Identity it means. */
function defaultOpset(): Uint8Array {
  const opset = protobuf.Writer.create().uint32(16).int64(DEFAULT_OPSET).finish();
  return concat([header(8, opset.byteLength), opset]);
}

function header(number: number, size: number): Uint8Array {
  return protobuf.Writer.create()
    .uint32((number << 3) | 2)
    .uint32(size)
    .finish();
}

/** Copies a field, tag and all, as it stands in the file. */
export function copyField(writer: protobuf.Writer, file: Uint8Array, field: Field): void {
  writer.raw(file.subarray(field.start, field.end));
}

function length(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(length(parts));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
