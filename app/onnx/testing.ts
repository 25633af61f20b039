import protobuf from 'protobufjs/minimal.js';

/**
 * A small builder of ONNX files for tests: just enough of the format to make models that are right, wrong or hostile
 * in one way. Field numbers are those of onnx.proto.
 */

/** Element types by their ONNX name and number. */
const ELEMENT_TYPES = {
  FLOAT: 1,
  UINT8: 2,
  INT8: 3,
  UINT16: 4,
  INT16: 5,
  INT32: 6,
  INT64: 7,
  STRING: 8,
  BOOL: 9,
  FLOAT16: 10,
  DOUBLE: 11,
  UINT32: 12,
  UINT64: 13,
  COMPLEX64: 14,
  COMPLEX128: 15,
  BFLOAT16: 16,
  FLOAT8E4M3FN: 17,
  INT4: 22,
} as const;

export type ElementType = keyof typeof ELEMENT_TYPES;

/** What an input or output is, for those that are not a plain tensor. */
type TypeSpec =
  | { tensor: ElementType; shape?: readonly (number | string | null)[] }
  | { sparse: ElementType }
  | { sequence: TypeSpec }
  | { optional: TypeSpec }
  | { map: { key: ElementType; value: TypeSpec } };

export interface ValueSpec {
  name: string;
  type: ElementType | TypeSpec;
  /** Numbers, names of dimensions, null for unknown; left out: the file tells no shape. For a plain tensor only. */
  shape?: readonly (number | string | null)[];
}

interface TensorSpec {
  name?: string;
  type: ElementType;
  shape: readonly number[];
  /** Little-endian elements; exactly one of raw, floats, ints, strings and external is usual. */
  raw?: Uint8Array;
  floats?: readonly number[];
  ints?: readonly (number | bigint)[];
  strings?: readonly string[];
  /** Where the weights lie when they are not in the file. */
  external?: { location: string; offset?: number; length?: number };
}

type AttributeSpec =
  | { float: number }
  | { int: number | bigint }
  | { string: string }
  | { tensor: TensorSpec }
  | { graph: GraphSpec }
  | { floats: readonly number[] }
  | { ints: readonly (number | bigint)[] }
  | { strings: readonly string[] };

export interface NodeSpec {
  op: string;
  domain?: string;
  name?: string;
  inputs?: readonly string[];
  outputs?: readonly string[];
  attributes?: Record<string, AttributeSpec>;
}

export interface GraphSpec {
  name?: string;
  inputs?: readonly ValueSpec[];
  outputs: readonly ValueSpec[];
  nodes: readonly NodeSpec[];
  initializers?: readonly TensorSpec[];
  /** Declared types of values inside the graph. */
  values?: readonly ValueSpec[];
}

export interface ModelSpec extends GraphSpec {
  /** Version of the default domain (17), or the version of every domain. */
  opset?: number | Record<string, number>;
  irVersion?: number;
  producer?: string;
  metadata?: Record<string, string>;
}

/**
 * The bytes of an ONNX file.
 * @example buildModel({ inputs: [{ name: 'x', type: 'FLOAT', shape: ['N', 2] }], outputs: [{ name: 'y', type: 'FLOAT',
 *   shape: ['N', 2] }], nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }] })
 */
export function buildModel(spec: ModelSpec): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(8).int64(spec.irVersion ?? 8);
  text(writer, 2, spec.producer ?? 'firstlook-tests');
  message(writer, 7, graph(spec));
  const opsets = typeof spec.opset === 'object' ? spec.opset : { '': spec.opset ?? 17, 'ai.onnx.ml': 3 };
  for (const [domain, version] of Object.entries(opsets)) {
    const opset = protobuf.Writer.create();
    if (domain) text(opset, 1, domain);
    message(writer, 8, opset.uint32(16).int64(version));
  }
  for (const [key, value] of Object.entries(spec.metadata ?? {})) message(writer, 14, pair(key, value));
  return writer.finish();
}

function graph(spec: GraphSpec): protobuf.Writer {
  const writer = protobuf.Writer.create();
  for (const node of spec.nodes) message(writer, 1, nodeMessage(node));
  text(writer, 2, spec.name ?? 'graph');
  for (const initializer of spec.initializers ?? []) message(writer, 5, tensorMessage(initializer));
  for (const value of spec.inputs ?? []) message(writer, 11, valueMessage(value));
  for (const value of spec.outputs) message(writer, 12, valueMessage(value));
  for (const value of spec.values ?? []) message(writer, 13, valueMessage(value));
  return writer;
}

function nodeMessage(node: NodeSpec): protobuf.Writer {
  const writer = protobuf.Writer.create();
  for (const name of node.inputs ?? []) text(writer, 1, name);
  for (const name of node.outputs ?? []) text(writer, 2, name);
  if (node.name !== undefined) text(writer, 3, node.name);
  text(writer, 4, node.op);
  for (const [name, value] of Object.entries(node.attributes ?? {})) message(writer, 5, attribute(name, value));
  if (node.domain !== undefined) text(writer, 7, node.domain);
  return writer;
}

const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 };

function attribute(name: string, value: AttributeSpec): protobuf.Writer {
  const writer = text(protobuf.Writer.create(), 1, name);
  for (const [key, number] of Object.entries(ATTRIBUTE_TYPES)) {
    if (key in value) writer.uint32((20 << 3) | 0).int32(number);
  }
  if ('float' in value) writer.uint32((2 << 3) | 5).float(value.float);
  else if ('int' in value) writer.uint32((3 << 3) | 0).int64(long(value.int));
  else if ('string' in value) text(writer, 4, value.string);
  else if ('tensor' in value) message(writer, 5, tensorMessage(value.tensor));
  else if ('graph' in value) message(writer, 6, graph(value.graph));
  else if ('floats' in value) for (const item of value.floats) writer.uint32((7 << 3) | 5).float(item);
  else if ('ints' in value) for (const item of value.ints) writer.uint32((8 << 3) | 0).int64(long(item));
  else for (const item of value.strings) text(writer, 9, item);
  return writer;
}

function tensorMessage(spec: TensorSpec): protobuf.Writer {
  const writer = protobuf.Writer.create();
  for (const n of spec.shape) writer.uint32(8).int64(n);
  writer.uint32(16).int32(ELEMENT_TYPES[spec.type]);
  if (spec.floats) packed(writer, 4, (inner) => spec.floats?.forEach((value) => void inner.float(value)));
  for (const item of spec.strings ?? []) text(writer, 6, item);
  if (spec.ints) packed(writer, 7, (inner) => spec.ints?.forEach((value) => void inner.int64(long(value))));
  if (spec.name !== undefined) text(writer, 8, spec.name);
  if (spec.raw) writer.uint32((9 << 3) | 2).bytes(spec.raw);
  if (spec.external) {
    for (const [key, value] of Object.entries(spec.external)) message(writer, 13, pair(key, String(value)));
    writer.uint32((14 << 3) | 0).int32(1);
  }
  return writer;
}

function valueMessage(spec: ValueSpec): protobuf.Writer {
  const type =
    typeof spec.type === 'string' ? { tensor: spec.type, ...(spec.shape && { shape: spec.shape }) } : spec.type;
  return message(text(protobuf.Writer.create(), 1, spec.name), 2, typeMessage(type));
}

function typeMessage(type: TypeSpec): protobuf.Writer {
  const writer = protobuf.Writer.create();
  const inner = protobuf.Writer.create();
  if ('sequence' in type) return message(writer, 4, message(inner, 1, typeMessage(type.sequence)));
  if ('optional' in type) return message(writer, 9, message(inner, 1, typeMessage(type.optional)));
  if ('map' in type) {
    inner.uint32(8).int32(ELEMENT_TYPES[type.map.key]);
    return message(writer, 5, message(inner, 2, typeMessage(type.map.value)));
  }
  if ('sparse' in type) return message(writer, 8, inner.uint32(8).int32(ELEMENT_TYPES[type.sparse]));
  inner.uint32(8).int32(ELEMENT_TYPES[type.tensor]);
  if (type.shape) {
    const shape = protobuf.Writer.create();
    for (const n of type.shape) {
      const dimension = protobuf.Writer.create();
      if (typeof n === 'number') dimension.uint32(8).int64(n);
      else if (n !== null) text(dimension, 2, n);
      message(shape, 1, dimension);
    }
    message(inner, 2, shape);
  }
  return message(writer, 1, inner);
}

function pair(key: string, value: string): protobuf.Writer {
  return text(text(protobuf.Writer.create(), 1, key), 2, value);
}

function packed(writer: protobuf.Writer, field: number, fill: (inner: protobuf.Writer) => void): void {
  const inner = protobuf.Writer.create();
  fill(inner);
  message(writer, field, inner);
}

function message(writer: protobuf.Writer, field: number, inner: protobuf.Writer): protobuf.Writer {
  return writer.uint32((field << 3) | 2).bytes(inner.finish());
}

function text(writer: protobuf.Writer, field: number, value: string): protobuf.Writer {
  return writer.uint32((field << 3) | 2).string(value);
}

/** The library takes whole numbers beyond 2^53 as decimal text only. */
function long(value: number | bigint): number | string {
  return typeof value === 'bigint' ? String(value) : value;
}
