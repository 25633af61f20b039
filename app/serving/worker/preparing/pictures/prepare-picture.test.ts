import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import type { PictureSpec, PreparedHead } from '#app/oip/control.ts';
import { viewElements } from '#app/oip/element-values.ts';
import { preparePicture } from './prepare-picture.ts';

const inbox = mkdtempSync(join(tmpdir(), 'firstlook-pictures-'));
afterAll(() => rmSync(inbox, { recursive: true }));

const PLAIN: PictureSpec = {
  datatype: 'UINT8',
  layout: 'NHWC',
  colour: 'RGB',
  resize: { mode: 'none' },
  interpolation: 'bilinear',
  crop: null,
  fill: 0,
  scale: 1,
  mean: [0],
  std: [1],
};

interface Prepared extends Omit<PreparedHead, 'tensor'> {
  tensor: { shape: number[]; bytes: Uint8Array } | null;
  png: Uint8Array;
}

async function ask(bytes: Uint8Array, wanted: { tensor: PictureSpec } | { show: number }): Promise<Prepared> {
  writeFileSync(join(inbox, 'picture'), bytes);
  const order = { type: 'picture' as const, id: 1, picture: 'picture', pixels: 50_000_000, ...wanted };
  const { reply, parts } = await preparePicture(order, inbox);
  if (reply.type === 'refused') throw reply;
  const tensor = reply.tensor && { shape: reply.tensor.shape, bytes: parts[0] as Uint8Array };
  expect(tensor?.bytes.byteLength).toBe(reply.tensor?.sizeBytes);
  return { ...reply, tensor, png: parts.at(-1) as Uint8Array };
}

const prepare = (bytes: Uint8Array, spec: Partial<PictureSpec> = {}) => ask(bytes, { tensor: { ...PLAIN, ...spec } });

const numbersOf = ({ tensor }: Prepared): number[] => [...(tensor?.bytes ?? [])];

/** Two by one pixels, red then blue. */
const RED_BLUE = { raw: { width: 2, height: 1, channels: 3 as const } };
const redBlue = () => sharp(Buffer.from([255, 0, 0, 0, 0, 255]), RED_BLUE);

describe('a picture becomes the tensor that the description says', () => {
  test('as it is, in every order of colours and layout', async () => {
    const png = await redBlue().png().toBuffer();
    const rgb = await prepare(png);
    expect(rgb).toMatchObject({ mediaType: 'image/png', width: 2, height: 1, notices: [] });
    expect(rgb.tensor?.shape).toEqual([1, 1, 2, 3]);
    expect(numbersOf(rgb)).toEqual([255, 0, 0, 0, 0, 255]);
    expect(numbersOf(await prepare(png, { colour: 'BGR' }))).toEqual([0, 0, 255, 255, 0, 0]);
    const nchw = await prepare(png, { layout: 'NCHW' });
    expect(nchw.tensor?.shape).toEqual([1, 3, 1, 2]);
    expect(numbersOf(nchw)).toEqual([255, 0, 0, 0, 0, 255]);
    const grey = await prepare(png, { colour: 'gray', layout: 'HW' });
    expect(grey.tensor?.shape).toEqual([1, 2]);
    expect(numbersOf(grey)).toEqual([76, 29]);
  });

  test('scale, mean and deviation in the order of the colours, as 16, 32 and 64 bit', async () => {
    const png = await redBlue().png().toBuffer();
    const spec = { scale: 1 / 255, mean: [0.5, 0.25, 0], std: [0.5, 0.25, 2], layout: 'NCHW' as const };
    const { tensor } = await prepare(png, { ...spec, datatype: 'FP32', colour: 'BGR' });
    expect([...viewElements('FP32', tensor?.bytes as Uint8Array)]).toEqual([-1, 1, -1, -1, 0.5, 0]);
    const half = await prepare(png, { ...spec, datatype: 'FP16' });
    expect([...viewElements('FP16', half.tensor?.bytes as Uint8Array)]).toEqual([1, -1, -1, -1, 0, 0.5]);
    const long = await prepare(png, { datatype: 'INT64' });
    expect([...viewElements('INT64', long.tensor?.bytes as Uint8Array)]).toEqual([255n, 0n, 0n, 0n, 0n, 255n]);
  });

  test('all 256 levels of grey stay what they are', async () => {
    const levels = Buffer.from(Array.from({ length: 256 }, (_, level) => level));
    const png = await sharp(levels, { raw: { width: 256, height: 1, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    expect(numbersOf(await prepare(png, { colour: 'gray', layout: 'HW' }))).toEqual([...levels]);
    expect(numbersOf(await prepare(png))).toEqual([...levels].flatMap((level) => [level, level, level]));
  });

  test('exact, padded, cropped and by the shorter side', async () => {
    const png = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const shape = async (spec: Partial<PictureSpec>) => (await prepare(png, { layout: 'HWC', ...spec })).tensor?.shape;
    expect(await shape({ resize: { mode: 'exact', width: 8, height: 9 } })).toEqual([9, 8, 3]);
    expect(await shape({ resize: { mode: 'short', size: 10 } })).toEqual([10, 20, 3]);
    expect(await shape({ resize: { mode: 'short', size: 10 }, crop: { width: 6, height: 6 } })).toEqual([6, 6, 3]);
    const square = { width: 4, height: 4 };
    const padded = await prepare(png, { resize: { mode: 'pad', ...square }, colour: 'gray', layout: 'HW', fill: 7 });
    expect(numbersOf(padded)).toEqual([7, 7, 7, 7, 255, 255, 255, 255, 255, 255, 255, 255, 7, 7, 7, 7]);
    const cropped = await prepare(png, { resize: { mode: 'crop', ...square }, colour: 'gray', layout: 'HW' });
    expect(new Set(numbersOf(cropped))).toEqual(new Set([255]));
    // What is cut out may be larger than what is there.
    const small = await prepare(png, { crop: { width: 42, height: 20 }, colour: 'gray', layout: 'HW', fill: 3 });
    expect(numbersOf(small).slice(0, 43)).toEqual([3, ...new Array(40).fill(255), 3, 3]);
  });

  test('what the model sees comes along as a PNG of its size', async () => {
    const png = await redBlue().png().toBuffer();
    const { png: seen } = await prepare(png, { resize: { mode: 'exact', width: 5, height: 3 } });
    expect(await sharp(seen).metadata()).toMatchObject({ format: 'png', width: 5, height: 3, channels: 3 });
    const grey = await prepare(png, { colour: 'gray', layout: 'HW' });
    expect([...(await sharp(grey.png).toColourspace('b-w').raw().toBuffer())]).toEqual([76, 29]);
  });

  test('to show: no larger than asked for, upright', async () => {
    const jpeg = await sharp({ create: { width: 300, height: 100, channels: 3, background: '#0a0' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const shown = await ask(jpeg, { show: 60 });
    expect(shown).toMatchObject({ tensor: null, width: 100, height: 300, mediaType: 'image/jpeg' });
    expect(await sharp(shown.png).metadata()).toMatchObject({ format: 'jpeg', width: 20, height: 60 });
  });
});

describe('whatever the picture is like', () => {
  test('turned by its EXIF data: upright', async () => {
    const turned = await redBlue()
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const upright = await prepare(turned);
    expect(upright).toMatchObject({ width: 1, height: 2 });
    expect(upright.tensor?.shape).toEqual([1, 2, 1, 3]);
    const [red, , , , , blue] = numbersOf(upright) as number[];
    expect([red, blue].every((level) => (level as number) > 240)).toBe(true);
  });

  test('transparent: on white', async () => {
    const half = Buffer.from([255, 0, 0, 0, 0, 0, 0, 128]);
    const png = await sharp(half, { raw: { width: 2, height: 1, channels: 4 } })
      .png()
      .toBuffer();
    expect(numbersOf(await prepare(png))).toEqual([255, 255, 255, 127, 127, 127]);
  });

  test('CMYK, 16 bit, WebP, AVIF, TIFF and one pixel', async () => {
    const cmyk = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ff0000' } })
      .toColourspace('cmyk')
      .jpeg({ quality: 100 })
      .toBuffer();
    const [red = 0, green = 0] = numbersOf(await prepare(cmyk));
    expect(red).toBeGreaterThan(200);
    expect(green).toBeLessThan(60);
    const png16 = await sharp(new Uint16Array([65_535, 0, 32_896]), { raw: { width: 3, height: 1, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect((await sharp(png16).metadata()).depth).toBe('ushort');
    expect(numbersOf(await prepare(png16, { colour: 'gray', layout: 'HW' }))).toEqual([255, 0, 128]);
    for (const format of ['webp', 'avif', 'tiff', 'gif'] as const) {
      const bytes = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
        .toFormat(format)
        .toBuffer();
      expect(await prepare(bytes), format).toMatchObject({ width: 1, height: 1, notices: [] });
    }
  });

  test('animated: the first picture, with a notice', async () => {
    const frames = Buffer.concat([Buffer.alloc(12, 255), Buffer.alloc(12, 0)]);
    const gif = await sharp(frames, { raw: { width: 2, height: 4, channels: 3, pageHeight: 2 } as never })
      .gif({ delay: [100, 100] })
      .toBuffer();
    const first = await prepare(gif);
    expect(first).toMatchObject({
      width: 2,
      height: 2,
      notices: [{ message: 'It holds 2 pictures; the first is taken.' }],
    });
    expect(new Set(numbersOf(first))).toEqual(new Set([255]));
  });
});

describe('what cannot be prepared is refused in a sentence', () => {
  const refused = async (bytes: Uint8Array) => {
    const failure = await prepare(bytes).then(
      () => null,
      (refusal: unknown) => refusal as { code: string; message: string },
    );
    return failure && { code: failure.code, message: failure.message };
  };

  test('30,000 × 30,000 pixels, before one of them is decoded', async () => {
    expect(await refused(hugePng(30_000, 30_000))).toEqual({
      code: 'FL_PICTURE_TOO_LARGE',
      message: 'The picture has 30,000 × 30,000 pixels; at most 50 million are taken. Make it smaller.',
    });
    expect(await refused(hugePng(1, 60_000))).toMatchObject({ code: 'FL_PICTURE_TOO_LARGE' });
  });

  test('SVG, with and without a script in it', async () => {
    const svg = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    expect(await refused(Buffer.from(svg))).toMatchObject({ code: 'FL_PICTURE_DRAWING' });
    expect(await refused(Buffer.from('\n <svg/>'))).toMatchObject({ code: 'FL_PICTURE_DRAWING' });
  });

  test('nothing, something else, and pictures that are cut short or damaged', async () => {
    expect(await refused(Buffer.alloc(0))).toMatchObject({ code: 'FL_PICTURE_EMPTY' });
    expect(await refused(Buffer.from('%PDF-1.7\n'))).toMatchObject({ code: 'FL_PICTURE_FORMAT' });
    const jpeg = readFileSync(resolve(import.meta.dirname, '../../../../../models/doc-orientation/examples/00-0.jpg'));
    expect(await refused(jpeg.subarray(0, jpeg.length / 2))).toMatchObject({ code: 'FL_PICTURE_DAMAGED' });
    expect(await refused(jpeg.subarray(0, 100))).toMatchObject({ code: 'FL_PICTURE_DAMAGED' });
    const png = await redBlue().png().toBuffer();
    expect(await refused(png.subarray(0, png.length - 20))).toMatchObject({ code: 'FL_PICTURE_DAMAGED' });
    expect(await refused(Buffer.concat([png.subarray(0, 8), Buffer.alloc(500, 7)]))).toMatchObject({
      code: 'FL_PICTURE_DAMAGED',
    });
  });
});

/** A black PNG of any size in a few kilobytes: only its header is honest. */
function hugePng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(12 + data.length);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), 8 + data.length);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const data = deflateSync(Buffer.alloc(1 << 20));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
