import { open } from 'node:fs/promises';
import { refusalOf } from '../../refusal.ts';

/** Formats that are decoded. SVG is none of them: it is a program for drawing, and can name other files. */
export type PictureKind = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif' | 'image/tiff' | 'image/avif';

const HEAD_BYTES = 512;

/**
 * What a file is by its first bytes; its name and what a sender says of it count for nothing.
 * @throws FL_PICTURE_FORMAT, FL_PICTURE_DRAWING, FL_PICTURE_EMPTY
 */
export async function pictureKind(path: string): Promise<PictureKind> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return kindOf(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function kindOf(head: Buffer): PictureKind {
  if (head.length === 0) throw refusalOf('FL_PICTURE_EMPTY');
  const text = head.toString('latin1');
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'image/gif';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp';
  if (/^(?:II\*\0|MM\0\*)/.test(text)) return 'image/tiff';
  if (/^.{4}ftyp(?:avif|avis)/s.test(text)) return 'image/avif';
  throw refusalOf(
    /^\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!doctype svg|svg)/i.test(text) ? 'FL_PICTURE_DRAWING' : 'FL_PICTURE_FORMAT',
  );
}
