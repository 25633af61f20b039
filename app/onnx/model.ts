import { type Findings, type Graph, readFunction, readGraph } from './graph.ts';
import { lookAlike } from './look-alike.ts';
import { onnxError } from './onnx-error.ts';
import { damaged, eachField, readNumber, readText, type Span, valueSpan, WIRE } from './wire.ts';

/** What an ONNX file says, read without decoding its weights. */
export interface OnnxModel {
  /** The file itself; everything below is stretches of it. */
  bytes: Uint8Array;
  irVersion: number;
  producer: string;
  opsets: { domain: string; version: number }[];
  metadata: Record<string, string>;
  graph: Graph;
  /** Operators used anywhere, sorted; with their domain unless it is the default one. */
  operators: string[];
  /** Locations of weights outside the file, as written in it. */
  externalFiles: string[];
  /** How often each operator is used, in bodies of loops and branches too. */
  operatorCounts: ReadonlyMap<string, number>;
  /** Numbers the model has learned. */
  parameterCount: number;
}

/** Wire type of each field a ModelProto may have. */
const MODEL_FIELDS: Record<number, number> = {
  1: WIRE.varint,
  2: WIRE.bytes,
  3: WIRE.bytes,
  4: WIRE.bytes,
  5: WIRE.varint,
  6: WIRE.bytes,
  7: WIRE.bytes,
  8: WIRE.bytes,
  14: WIRE.bytes,
  20: WIRE.bytes,
  25: WIRE.bytes,
  26: WIRE.bytes,
};

/** Longer entries are data, not something to show. */
const LONGEST_METADATA = 16_384;
const MOST_METADATA = 256;

interface Parts {
  irVersion: number | null;
  producer: string;
  graphs: Span[];
  opsets: Span[];
  metadata: Span[];
  functions: Span[];
}

/**
 * Reads an ONNX file: its graph, types and names. Weights are stepped over, whatever their size.
 * @throws FL_CHECK_NOT_ONNX saying what the file looks like, FL_CHECK_TRUNCATED, FL_CHECK_CANNOT_LOAD
 */
export function readModel(bytes: Uint8Array): OnnxModel {
  const parts = readParts(bytes);
  const [graph] = parts.graphs;
  // The opsets come last: without any, the end of the file is missing.
  if (!graph || parts.opsets.length === 0) throw damaged();
  // Protobuf would merge a second one into the first, and readers differ on that: nothing honest has two.
  if (parts.graphs.length > 1) throw onnxError('FL_CHECK_CANNOT_LOAD', 'The model file holds more than one graph.');
  const findings: Findings = {
    ...{ operators: new Set(), externalFiles: new Set(), operatorCounts: new Map(), parameterCount: 0 },
  };
  for (const span of parts.functions) readFunction(bytes, span, findings);
  const read = readGraph(bytes, graph, findings);
  return {
    bytes,
    irVersion: parts.irVersion ?? 0,
    producer: parts.producer,
    opsets: parts.opsets.map((span) => readOpset(bytes, span)),
    metadata: readMetadata(bytes, parts.metadata),
    graph: read,
    operators: [...findings.operators].sort(),
    externalFiles: [...findings.externalFiles].sort(),
    operatorCounts: findings.operatorCounts,
    parameterCount: findings.parameterCount,
  };
}

function readParts(bytes: Uint8Array): Parts {
  const parts: Parts = { irVersion: null, producer: '', graphs: [], opsets: [], metadata: [], functions: [] };
  let isOnnx = true;
  try {
    eachField(bytes, { start: 0, end: bytes.byteLength }, (field) => {
      if (MODEL_FIELDS[field.number] !== field.wireType) {
        isOnnx = false;
        throw damaged();
      }
      const span = valueSpan(field);
      if (field.number === 1) parts.irVersion = readNumber(bytes, field);
      else if (field.number === 2)
        parts.producer = readText(bytes, { ...span, end: Math.min(span.end, span.start + 200) });
      else if (field.number === 7) parts.graphs.push(span);
      else if (field.number === 8) parts.opsets.push(span);
      else if (field.number === 14) parts.metadata.push(span);
      else if (field.number === 25) parts.functions.push(span);
    });
  } catch (error) {
    // Cut off in the middle is one thing, something else from the start another.
    if (isOnnx && parts.irVersion !== null && !looksForeign(bytes, parts)) throw error;
    throw notOnnx(bytes);
  }
  if (parts.graphs.length === 0 && (parts.irVersion === null || looksForeign(bytes, parts))) throw notOnnx(bytes);
  return parts;
}

/** A few bytes of anything may pass for the first fields of a model. */
function looksForeign(bytes: Uint8Array, parts: Parts): boolean {
  // No exporter ever wrote IR version 1 or 2; TensorFlow's files begin with the same bytes and a 1.
  const isPlausible = parts.irVersion !== null && parts.irVersion >= 3 && parts.irVersion <= 1000;
  return !isPlausible || /\p{Cc}|\uFFFD/u.test(parts.producer) || lookAlike(bytes) !== null;
}

function notOnnx(bytes: Uint8Array): Error {
  const isSavedModel = bytes[0] === 0x08 && bytes[1] === 0x01 && bytes[2] === 0x12;
  const sentence = isSavedModel
    ? 'This looks like a TensorFlow SavedModel, not an ONNX file. Convert the model with tf2onnx and send that.'
    : (lookAlike(bytes) ?? 'This is not an ONNX file. Export the model to ONNX and send that.');
  return onnxError('FL_CHECK_NOT_ONNX', sentence);
}

function readOpset(bytes: Uint8Array, span: Span): { domain: string; version: number } {
  const opset = { domain: '', version: 0 };
  eachField(bytes, span, (field) => {
    if (field.number === 1) opset.domain = readText(bytes, valueSpan(field));
    else if (field.number === 2) opset.version = readNumber(bytes, field);
  });
  return opset;
}

function readMetadata(bytes: Uint8Array, spans: Span[]): Record<string, string> {
  const entries: [string, string][] = [];
  for (const span of spans.slice(0, MOST_METADATA)) {
    if (span.end - span.start > LONGEST_METADATA) continue;
    let key = '';
    let value = '';
    eachField(bytes, span, (field) => {
      if (field.number === 1) key = readText(bytes, valueSpan(field));
      else if (field.number === 2) value = readText(bytes, valueSpan(field));
    });
    entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}
