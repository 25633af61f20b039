import type { CheckResult, Notice } from '#app/oip/control.ts';
import { DATATYPE_SIZES, type Datatype, type Tensor, type TensorSpec } from '#app/oip/tensor.ts';
import type { FrameHeader } from './frames.ts';

/** Raised when a message changes its meaning; parent and child of different releases refuse each other. */
export const WORKER_PROTOCOL = 1;

/** A tensor in a header; its bytes are in the body, in the order of the list. */
export interface PackedTensor {
  name: string;
  datatype: Datatype;
  shape: number[];
  sizeBytes: number;
}

/** Serving to worker. Every message with an `id` is answered once, by `loaded`, `answer` or `failed`. */
export type PoolRequest =
  | { type: 'load'; id: number; key: string; path: string; sizeBytes: number }
  | { type: 'run'; id: number; key: string; inputs: PackedTensor[]; outputs: string[] | null }
  | { type: 'unload'; key: string };

export interface Loaded extends FrameHeader {
  type: 'loaded';
  id: number;
  inputs: TensorSpec[];
  outputs: TensorSpec[];
  ms: number;
  /** Models dropped to make room. */
  evicted: string[];
}

export interface Answered extends FrameHeader {
  type: 'answer';
  id: number;
  outputs: PackedTensor[];
  ms: number;
}

/** Why a load or a run did not work out. The message is ours, never the engine's. */
export const FAILURES = ['not-loaded', 'cannot-load', 'invalid-input', 'cannot-answer', 'too-large'] as const;
export type Failure = (typeof FAILURES)[number];

export interface Failed extends FrameHeader {
  type: 'failed';
  id: number;
  reason: Failure;
  message: string;
}

/** Serving to a checking child: the staging folder was named when it was started. */
export interface CheckOrder {
  type: 'check';
  id: number;
  /** Path of the model inside the folder of candidates. */
  main: string;
}

/** A checking child's only answer; `repaired` is a name inside its folder of results. */
export type Verdict =
  | { type: 'checked'; result: Omit<CheckResult, 'repaired'>; repaired: string | null }
  | { type: 'refused'; code: string; message: string };

/** Serving to a preparation child: the archive lies in the inbox that was named when it was started. */
export interface UnpackOrder {
  type: 'unpack';
  id: number;
  /** Path of the archive inside the inbox. */
  archive: string;
  /** What its sender calls it. */
  name: string;
  limits: UnpackLimits;
}

/** What an archive may hold, counted while it is unpacked. */
export interface UnpackLimits {
  /** Folders and what is left out count too. */
  entries: number;
  totalBytes: number;
  /** It may unpack to `freeBytes` and this many times its own size. */
  ratio: number;
  freeBytes: number;
}

/** A preparation child's only answer; `at` is a name inside its outbox. */
export type Unpacked =
  | { type: 'unpacked'; files: { path: string; at: string }[]; notices: Notice[] }
  | { type: 'refused'; code: string; message: string };

/** Tensors as a list for the header and the parts of the body. */
export function packTensors(tensors: readonly Tensor[]): { packed: PackedTensor[]; parts: Uint8Array[] } {
  return {
    packed: tensors.map(({ name, datatype, shape, bytes }) => ({
      name,
      datatype,
      shape,
      sizeBytes: bytes.byteLength,
    })),
    parts: tensors.map((tensor) => tensor.bytes),
  };
}

/**
 * The other way round; the tensors' bytes are views of `body`.
 * @throws when the list and the body do not fit each other, or a tensor is not one
 */
export function unpackTensors(packed: unknown, body: Uint8Array): Tensor[] {
  if (!Array.isArray(packed)) throw new Error('tensors are not a list');
  let offset = 0;
  const tensors = packed.map((entry: PackedTensor): Tensor => {
    const { name, datatype, shape, sizeBytes } = entry;
    const isWhole = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
    if (typeof name !== 'string' || !Object.hasOwn(DATATYPE_SIZES, datatype) || !isWhole(sizeBytes)) {
      throw new Error('a tensor has no name, datatype or size');
    }
    if (!Array.isArray(shape) || !shape.every(isWhole)) throw new Error('a tensor has no shape');
    const size = DATATYPE_SIZES[datatype];
    if (size !== null && shape.reduce((product, n) => product * n, size) !== sizeBytes) {
      throw new Error('the shape of a tensor and its bytes differ');
    }
    const bytes = body.subarray(offset, offset + sizeBytes);
    offset += sizeBytes;
    return { name, datatype, shape, bytes };
  });
  if (offset !== body.byteLength) throw new Error('the tensors and the body differ in size');
  return tensors;
}
