import type { PictureSpec } from '#app/oip/control.ts';
import { ELEMENT_ARRAYS } from '#app/oip/element-values.ts';
import type { Pixels } from './shape-pixels.ts';

export interface PictureTensor {
  shape: number[];
  bytes: Uint8Array;
}

/** Which of red, green and blue is which number of a pixel. */
const ORDERS = { RGB: [0, 1, 2], BGR: [2, 1, 0] } as const;

/** Whole numbers a datatype can hold; more than 0 to 255 is only reached by scaling. */
const LIMITS: Partial<Record<PictureSpec['datatype'], [number, number]>> = {
  UINT8: [0, 255],
  INT8: [-128, 127],
  UINT16: [0, 65_535],
  INT16: [-32_768, 32_767],
  UINT32: [0, 2 ** 32 - 1],
  INT32: [-(2 ** 31), 2 ** 31 - 1],
  INT64: [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

/** The numbers of a picture in the order, type and scale the graph takes. */
export function toTensor(pixels: Pixels, spec: PictureSpec): PictureTensor {
  const { width, height } = pixels;
  const channels = spec.colour === 'gray' ? [greyOf(pixels)] : ORDERS[spec.colour].map((at) => channelOf(pixels, at));
  const tables = channels.map((_, at) => scaleTable(spec, at));
  const isLast = spec.layout === 'NHWC' || spec.layout === 'HWC';
  const size = width * height;
  const out = new ELEMENT_ARRAYS[spec.datatype](size * channels.length);
  channels.forEach((channel, at) => {
    const table = tables[at] as (number | bigint)[];
    const [start, step] = isLast ? [at, channels.length] : [at * size, 1];
    for (let i = 0; i < size; i++) out[start + i * step] = table[channel[i] as number] as never;
  });
  const sizes: Record<string, number> = { N: 1, C: channels.length, H: height, W: width };
  return {
    shape: [...spec.layout].map((letter) => sizes[letter] as number),
    bytes: new Uint8Array(out.buffer, out.byteOffset, out.byteLength),
  };
}

/** What each of the 256 levels of one colour becomes. */
function scaleTable({ datatype, scale, mean, std }: PictureSpec, at: number): (number | bigint)[] {
  const [shift, spread] = [mean[at] ?? mean[0] ?? 0, std[at] ?? std[0] ?? 1];
  const limits = LIMITS[datatype];
  return Array.from({ length: 256 }, (_, level) => {
    const value = (level * scale - shift) / spread;
    if (!limits) return value;
    const whole = Math.min(limits[1], Math.max(limits[0], Math.round(value)));
    return datatype === 'INT64' ? BigInt(whole) : whole;
  });
}

function channelOf({ data }: Pixels, at: number): Uint8Array {
  const channel = new Uint8Array(data.length / 3);
  for (let i = 0; i < channel.length; i++) channel[i] = data[i * 3 + at] as number;
  return channel;
}

/**
 * Brightness as Pillow calculates it (`convert("L")`, ITU-R BT.601 in 16-bit fixed point): what most models of grey
 * pictures were trained on. Grey stays exactly what it is.
 */
export function greyOf({ data }: Pixels): Uint8Array {
  const grey = new Uint8Array(data.length / 3);
  for (let i = 0; i < grey.length; i++) {
    const [red, green, blue] = [data[i * 3], data[i * 3 + 1], data[i * 3 + 2]] as [number, number, number];
    grey[i] = (red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16;
  }
  return grey;
}
