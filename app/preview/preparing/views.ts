import type { VersionDetail } from '#app/catalog/contract.ts';
import { type ElementValue, readValues } from '#app/oip/element-values.ts';
import { DATATYPE_SIZES, type Tensor } from '#app/oip/tensor.ts';
import type { HandedOver, PreparedTensor } from '../contract.ts';
import type { Preparing } from './preparing.ts';

/** A picture that was decoded and encoded again: whatever else was in its file is gone. */
export interface ShownPicture {
  mediaType: 'image/png' | 'image/jpeg';
  bytes: Uint8Array;
}

/** Keeps a picture and shows what the model sees of it. */
export async function handOver(
  preparing: Pick<Preparing, 'keep'>,
  { version, key, stream }: { version: VersionDetail; key: string; stream: AsyncIterable<Buffer> },
): Promise<HandedOver> {
  const { sha256, prepared } = await preparing.keep(version, key, stream);
  const { mediaType, width, height, notices, image } = prepared;
  return {
    ...{ file: sha256, mediaType, width, height },
    seen: `data:image/png;base64,${Buffer.from(image.buffer, image.byteOffset, image.byteLength).toString('base64')}`,
    notices: notices.map(({ message }) => message),
  };
}

export async function showPicture(preparing: Pick<Preparing, 'show'>, sha256: string): Promise<ShownPicture> {
  const { image } = await preparing.show(sha256);
  return { mediaType: image[0] === 0xff ? 'image/jpeg' : 'image/png', bytes: image };
}

const FIRST_ELEMENTS = 32;

/** The very tensors a question is sent as. */
export async function preparedTensors(
  preparing: Pick<Preparing, 'read'>,
  version: VersionDetail,
  inputs: Readonly<Record<string, unknown>>,
): Promise<PreparedTensor[]> {
  const { tensors } = await preparing.read(version, inputs);
  return tensors.map(({ name, datatype, shape, bytes }) => ({
    ...{ name, datatype, shape, sizeBytes: bytes.byteLength },
    elementCount: shape.reduce((product, size) => product * size, 1),
    first: firstElements({ datatype, bytes }).map((value) => (typeof value === 'bigint' ? String(value) : value)),
  }));
}

function firstElements({ datatype, bytes }: Pick<Tensor, 'datatype' | 'bytes'>): ElementValue[] {
  const size = DATATYPE_SIZES[datatype];
  return readValues(datatype, size === null ? bytes : bytes.subarray(0, FIRST_ELEMENTS * size)).slice(
    0,
    FIRST_ELEMENTS,
  );
}
