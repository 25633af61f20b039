import sharp, { type Sharp } from 'sharp';
import type { Notice } from '#app/oip/control.ts';
import { refusal, refusalOf } from '../../refusal.ts';
import { type PictureKind, pictureKind } from './picture-kind.ts';

/** A picture whose header was read; its pixels were not. */
export interface OpenPicture {
  mediaType: PictureKind;
  /** Of the upright picture, px. */
  width: number;
  height: number;
  notices: Notice[];
  /** The upright picture on white, in sRGB. A new one each time, nothing decoded yet. */
  pixels(): Sharp;
}

/** Longest side that is decoded, px; formats go to 65,535 and beyond. */
const LONGEST_SIDE = 25_000;

sharp.cache(false);
// One thread decodes: two children on two cores work at once as it is.
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Png', 'Jpeg', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map((format) => `VipsForeignLoad${format}`),
});

/**
 * Reads the header of a picture and refuses what would be too large before a pixel of it is decoded.
 * @param pixels most it may have, all pictures of an animation together
 * @throws FL_PICTURE_*
 */
export async function openPicture(path: string, pixels: number): Promise<OpenPicture> {
  const mediaType = await pictureKind(path);
  // The limit of the library would refuse before the size is known; ours says the size.
  const source = { limitInputPixels: false, failOn: 'error', sequentialRead: false } as const;
  const head = await sharp(path, source).metadata();
  const { width, height, pages = 1 } = head;
  if (!(width > 0 && height > 0)) throw refusalOf('FL_PICTURE_DAMAGED');
  if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > pixels) {
    throw refusal('FL_PICTURE_TOO_LARGE', tooLarge(width, height, pixels));
  }
  const isTurned = (head.orientation ?? 1) >= 5;
  const notices: Notice[] = [];
  if (pages > 1) {
    const what = mediaType === 'image/tiff' ? 'pages' : 'pictures';
    notices.push({ code: 'picture.first-only', message: `It holds ${pages} ${what}; the first is taken.` });
  }
  return {
    mediaType,
    width: isTurned ? height : width,
    height: isTurned ? width : height,
    notices,
    pixels: () =>
      sharp(path, { ...source, page: 0, pages: 1 })
        .autoOrient()
        .flatten({ background: '#ffffff' })
        .toColourspace('srgb'),
  };
}

function tooLarge(width: number, height: number, pixels: number): string {
  const count = new Intl.NumberFormat('en');
  const most = Math.floor(pixels / 1e6);
  const size = `${count.format(width)} × ${count.format(height)} pixels`;
  return `The picture has ${size}; at most ${most} million are taken. Make it smaller.`;
}
