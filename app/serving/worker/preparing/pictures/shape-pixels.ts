import type { Sharp } from 'sharp';
import type { PictureSpec } from '#app/oip/control.ts';

/** Pixels as RGB, one byte each, row by row. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

interface Size {
  width: number;
  height: number;
}

const KERNELS = { nearest: 'nearest', bilinear: 'linear', bicubic: 'cubic', lanczos: 'lanczos3' } as const;

/** Longest side after a resize to the shorter one: a strip of 1 × 20,000 px would become a giant. */
const LONGEST_RESIZED = 16_384;

/** Resizes and cuts as the description says. What is filled up has the brightness `fill`. */
export async function shapePixels(
  given: { picture: Sharp } & Size,
  spec: Pick<PictureSpec, 'resize' | 'crop' | 'fill' | 'interpolation'>,
): Promise<Pixels> {
  const { inner, outer } = sizesOf(given, spec.resize);
  const isSame = inner.width === given.width && inner.height === given.height;
  const kernel = KERNELS[spec.interpolation];
  const resized = isSame
    ? given.picture
    : given.picture.resize({ ...inner, fit: 'fill', kernel, fastShrinkOnLoad: false });
  const { data, info } = await resized.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const pixels = { width: info.width, height: info.height, data: asRgb(data, info.channels) };
  const placed = placeMiddle(pixels, outer, spec.fill);
  return spec.crop ? placeMiddle(placed, spec.crop, spec.fill) : placed;
}

/** The size the whole picture gets, and the size of what is kept or filled up around it. */
function sizesOf({ width, height }: Size, resize: PictureSpec['resize']): { inner: Size; outer: Size } {
  if (resize.mode === 'none') return { inner: { width, height }, outer: { width, height } };
  if (resize.mode === 'exact') return { inner: resize, outer: resize };
  const size = resize.mode === 'short' ? { width: resize.size, height: resize.size } : resize;
  const factors = [size.width / width, size.height / height] as const;
  const factor = resize.mode === 'pad' ? Math.min(...factors) : Math.max(...factors);
  const scaled = (length: number) => Math.min(LONGEST_RESIZED, Math.max(1, Math.round(length * factor)));
  const inner = { width: scaled(width), height: scaled(height) };
  return { inner, outer: resize.mode === 'short' ? inner : resize };
}

/** One, two or four numbers a pixel happen where the library keeps grey as grey, or transparency. */
function asRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const count = data.length / channels;
  const rgb = new Uint8Array(count * 3);
  for (let at = 0; at < count; at++) {
    for (let c = 0; c < 3; c++) rgb[at * 3 + c] = data[at * channels + (channels > 2 ? c : 0)] as number;
  }
  return rgb;
}

/** Cuts evenly what is too much and fills up evenly what is missing; of an odd number the right and lower part has one more. */
function placeMiddle(pixels: Pixels, { width, height }: Size, fill: number): Pixels {
  if (pixels.width === width && pixels.height === height) return pixels;
  const out = new Uint8Array(width * height * 3).fill(Math.round(fill));
  const columns = Math.min(width, pixels.width);
  const rows = Math.min(height, pixels.height);
  const middle = (from: number, to: number) => Math.max(0, Math.floor((from - to) / 2));
  const [fromX, fromY] = [middle(pixels.width, width), middle(pixels.height, height)];
  const [toX, toY] = [middle(width, pixels.width), middle(height, pixels.height)];
  for (let row = 0; row < rows; row++) {
    const start = ((fromY + row) * pixels.width + fromX) * 3;
    out.set(pixels.data.subarray(start, start + columns * 3), ((toY + row) * width + toX) * 3);
  }
  return { width, height, data: out };
}
