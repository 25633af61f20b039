import { join } from 'node:path';
import sharp from 'sharp';
import type { PictureSpec, PreparedHead } from '#app/oip/control.ts';
import type { PictureOrder, PictureReply } from '../../messages.ts';
import { isRefusal, refusalOf } from '../../refusal.ts';
import { type OpenPicture, openPicture } from './open-picture.ts';
import { shapePixels } from './shape-pixels.ts';
import { greyOf, toTensor } from './to-tensor.ts';

/** The answer and the parts of its body. */
export interface PictureAnswer {
  reply: PictureReply;
  parts: Uint8Array[];
}

/**
 * Makes a picture ready. Every way in which it cannot be is a refusal; what the library says of a file it cannot decode
 * is one too, in words of our own.
 */
export async function preparePicture(order: PictureOrder, inbox: string): Promise<PictureAnswer> {
  try {
    const picture = await openPicture(join(inbox, order.picture), order.pixels);
    return order.tensor ? await asTensor(picture, order.tensor) : await asShown(picture, order.show);
  } catch (thrown) {
    const error = isRefusal(thrown) ? thrown : refusalOf('FL_PICTURE_DAMAGED');
    return { reply: { type: 'refused', code: error.code, message: error.message }, parts: [] };
  }
}

async function asTensor(picture: OpenPicture, spec: PictureSpec): Promise<PictureAnswer> {
  const { width, height } = picture;
  const pixels = await shapePixels({ picture: picture.pixels(), width, height }, spec);
  const tensor = toTensor(pixels, spec);
  const isGrey = spec.colour === 'gray';
  const raw = { width: pixels.width, height: pixels.height, channels: isGrey ? (1 as const) : (3 as const) };
  const seen = sharp(isGrey ? greyOf(pixels) : pixels.data, { raw });
  const png = await seen.png({ compressionLevel: 6 }).toBuffer();
  return prepared(picture, { tensor, image: png });
}

/** Formats of photographs: as PNG they would be many times as large. */
const PHOTOGRAPHS = ['image/jpeg', 'image/webp', 'image/avif'];
const SHOWN_QUALITY = 85;

async function asShown(picture: OpenPicture, show = 1024): Promise<PictureAnswer> {
  const fit = { width: show, height: show, fit: 'inside', withoutEnlargement: true } as const;
  const resized = picture.pixels().resize(fit);
  const isPhotograph = PHOTOGRAPHS.includes(picture.mediaType);
  const encoded = isPhotograph ? resized.jpeg({ quality: SHOWN_QUALITY }) : resized.png({ compressionLevel: 6 });
  return prepared(picture, { tensor: null, image: await encoded.toBuffer() });
}

function prepared(
  { mediaType, width, height, notices }: OpenPicture,
  { tensor, image }: { tensor: { shape: number[]; bytes: Uint8Array } | null; image: Uint8Array },
): PictureAnswer {
  const head: PreparedHead = {
    ...{ mediaType, width, height, notices },
    tensor: tensor && { shape: tensor.shape, sizeBytes: tensor.bytes.byteLength },
    imageBytes: image.byteLength,
  };
  return { reply: { type: 'prepared', ...head }, parts: [...(tensor ? [tensor.bytes] : []), image] };
}
