/**
 * A tensor as it travels between codec, pool and worker: `bytes` holds the elements row-major and little-endian, in
 * exactly the layout of the protocol's binary extension (BOOL one byte 0/1; BYTES a uint32 length before each element).
 */
export interface Tensor {
  name: string;
  datatype: Datatype;
  shape: number[];
  bytes: Uint8Array;
}

/** Datatypes of the Open Inference Protocol V2 and the size of one element in bytes; BYTES varies. */
export const DATATYPE_SIZES = {
  BOOL: 1,
  UINT8: 1,
  UINT16: 2,
  UINT32: 4,
  UINT64: 8,
  INT8: 1,
  INT16: 2,
  INT32: 4,
  INT64: 8,
  FP16: 2,
  FP32: 4,
  FP64: 8,
  BYTES: null,
} as const;

export type Datatype = keyof typeof DATATYPE_SIZES;

/** An input or output as model metadata names it; a dimension of any size is -1. */
export interface TensorSpec {
  name: string;
  datatype: Datatype;
  shape: number[];
}

/** Metadata of a served model, as `GET /v2/models/{m}` answers it. */
export interface ModelMetadata {
  name: string;
  versions: string[];
  platform: string;
  inputs: TensorSpec[];
  outputs: TensorSpec[];
}
