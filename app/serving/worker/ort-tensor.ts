import { Tensor as OrtTensor } from 'onnxruntime-node';
import type { Datatype, Tensor } from '#app/oip/tensor.ts';

/**
 * ONNX Runtime (1.30) puts half floats into a Float16Array where JavaScript has one, and then its native side cannot
 * read it ("not enough space"). Without one it uses Uint16Array throughout. It looks when the first tensor is made,
 * and nothing else in a child process needs the class.
 */
Reflect.deleteProperty(globalThis, 'Float16Array');

/** ONNX Runtime's name of a type and the array its elements come in; text is separate. */
const NUMERIC = {
  BOOL: ['bool', Uint8Array],
  UINT8: ['uint8', Uint8Array],
  UINT16: ['uint16', Uint16Array],
  UINT32: ['uint32', Uint32Array],
  UINT64: ['uint64', BigUint64Array],
  INT8: ['int8', Int8Array],
  INT16: ['int16', Int16Array],
  INT32: ['int32', Int32Array],
  INT64: ['int64', BigInt64Array],
  FP16: ['float16', Uint16Array],
  FP32: ['float32', Float32Array],
  FP64: ['float64', Float64Array],
} as const;

const BY_ENGINE_TYPE = new Map<string, Datatype>([
  ...Object.entries(NUMERIC).map(([datatype, [type]]) => [type, datatype as Datatype] as const),
  ['string', 'BYTES'],
]);

/** The protocol's datatype for one of ONNX Runtime's, or undefined for what the protocol cannot carry. */
export function datatypeOf(engineType: string): Datatype | undefined {
  return BY_ENGINE_TYPE.get(engineType);
}

/**
 * A tensor for ONNX Runtime, made from a copy: a frame's bytes start anywhere, a typed array only at a multiple of
 * its element size. Texts must have been looked at by `findMisfit`.
 */
export function toOrt(tensor: Tensor): OrtTensor {
  if (tensor.datatype === 'BYTES') return new OrtTensor('string', readTexts(tensor), tensor.shape);
  const [type, ElementArray] = NUMERIC[tensor.datatype];
  // Not `slice`: a Buffer's shares memory.
  const copy = new Uint8Array(tensor.bytes).buffer;
  return new OrtTensor(type, new ElementArray(copy) as Uint8Array, tensor.shape);
}

/** The other way round, copied: an output is memory of the engine and goes with its session. */
export function fromOrt(name: string, tensor: OrtTensor): Tensor {
  const datatype = datatypeOf(tensor.type);
  if (!datatype) throw new Error(`the output ${name} is of a type that cannot be served`);
  const shape = [...tensor.dims];
  if (datatype === 'BYTES') return { name, datatype, shape, bytes: writeTexts(tensor.data as string[]) };
  const data = tensor.data as unknown as Uint8Array;
  return { name, datatype, shape, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice() };
}

function readTexts({ bytes }: Tensor): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: string[] = [];
  for (let offset = 0; offset < buffer.length; ) {
    const end = offset + 4 + buffer.readUInt32LE(offset);
    texts.push(buffer.toString('utf8', offset + 4, end));
    offset = end;
  }
  return texts;
}

function writeTexts(texts: readonly string[]): Uint8Array {
  const encoded = texts.map((text) => Buffer.from(text, 'utf8'));
  const bytes = Buffer.allocUnsafe(encoded.reduce((sum, text) => sum + 4 + text.length, 0));
  let offset = 0;
  for (const text of encoded) {
    offset = bytes.writeUInt32LE(text.length, offset);
    offset += text.copy(bytes, offset);
  }
  return bytes;
}
