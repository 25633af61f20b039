import type { VersionDetail } from '#app/catalog/contract.ts';
import type { HandedOver } from '../contract.ts';
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
