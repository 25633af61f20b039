import type { FieldValue } from '#app/catalog/description-format.ts';
import type { AnswerValue } from '#app/preview/contract.ts';

/** A picture made of an output: four bytes a pixel, from the top left. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray;
  /** What the colours stand for. */
  words: string;
}

interface Layout {
  width: number;
  height: number;
  channels: number;
  /** Where the number of a pixel lies. */
  at(channel: number, pixel: number): number;
}

/** Colours of the classes of a mask, apart for people who see few colours too (Okabe and Ito, 2008); the first is empty. */
const CLASS_COLOURS = [
  [0, 0, 0, 0],
  [0, 114, 178, 255],
  [230, 159, 0, 255],
  [0, 158, 115, 255],
  [204, 121, 167, 255],
  [86, 180, 233, 255],
  [213, 94, 0, 255],
  [240, 228, 66, 255],
] as const;

/** Draws an output: one, three or four channels are a picture, anything else scores of classes a pixel. */
export function pixelsOf(value: AnswerValue): Pixels | null {
  const numbers = numbersOf(value.value);
  const layout = layoutOf(value);
  if (!layout || numbers.length !== layout.width * layout.height * layout.channels) return null;
  const isMask = value.role === 'mask' || ![1, 3, 4].includes(layout.channels);
  return isMask ? maskOf(layout, numbers) : pictureOf(layout, numbers);
}

/** Channels come first (as PyTorch has them) or last (as TensorFlow has them), or there is one. */
function layoutOf({ shape }: AnswerValue): Layout | null {
  if (!shape) return null;
  const ofOneRow = shape.length > 2 && shape[0] === 1 ? shape.slice(1) : shape;
  const [a = 0, b = 0, c = 0] = ofOneRow;
  if (ofOneRow.length === 2) return { width: b, height: a, channels: 1, at: (_channel, pixel) => pixel };
  if (ofOneRow.length !== 3) return null;
  const isLast = c <= 4 && a > 4;
  if (isLast) return { width: b, height: a, channels: c, at: (channel, pixel) => pixel * c + channel };
  return { width: c, height: b, channels: a, at: (channel, pixel) => channel * b * c + pixel };
}

function pictureOf(layout: Layout, numbers: readonly number[]): Pixels {
  const { width, height, channels, at } = layout;
  const { toByte, words } = scaleOf(numbers);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      data[pixel * 4 + channel] = toByte(numbers[at(channels === 1 ? 0 : channel, pixel)] as number);
    }
    data[pixel * 4 + 3] = channels === 4 ? toByte(numbers[at(3, pixel)] as number) : 255;
  }
  return { width, height, data, words };
}

/** Shares of one, bytes, or whatever lies between the lowest and the highest. */
function scaleOf(numbers: readonly number[]): { toByte: (value: number) => number; words: string } {
  const [min, max] = extentOf(numbers);
  if (min >= -0.001 && max <= 1.001) return { toByte: (value) => value * 255, words: 'Black is 0, white is 1.' };
  if (min >= 0 && max <= 255) return { toByte: (value) => value, words: 'Black is 0, white is 255.' };
  const span = max - min || 1;
  const [from, to] = [min, max].map((value) => Number(value.toPrecision(4)));
  return { toByte: (value) => ((value - min) / span) * 255, words: `Black is ${from}, white is ${to}.` };
}

function extentOf(numbers: readonly number[]): [number, number] {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of numbers) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return [min, max];
}

/** One channel holds the class of a pixel, or how much of it is there; several hold a score for each class. */
function maskOf({ width, height, channels, at }: Layout, numbers: readonly number[]): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  const counts = new Map<number, number>();
  const isShare = channels === 1 && numbers.some((value) => !Number.isInteger(value));
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    let place = 0;
    if (isShare) place = (numbers[at(0, pixel)] as number) >= 0.5 ? 1 : 0;
    else if (channels === 1) place = Math.round(numbers[at(0, pixel)] as number);
    else for (let one = 1; one < channels; one += 1) place = isAhead(one, place, pixel) ? one : place;
    counts.set(place, (counts.get(place) ?? 0) + 1);
    data.set(colourOf(place), pixel * 4);
  }
  const all = width * height;
  const covered = all - (counts.get(0) ?? 0);
  return { width, height, data, words: `${Math.round((100 * covered) / all)} of 100 pixels are marked.` };

  function isAhead(one: number, best: number, pixel: number): boolean {
    return (numbers[at(one, pixel)] as number) > (numbers[at(best, pixel)] as number);
  }
}

function colourOf(place: number): readonly number[] {
  if (place <= 0) return CLASS_COLOURS[0];
  return CLASS_COLOURS[1 + ((place - 1) % (CLASS_COLOURS.length - 1))] ?? CLASS_COLOURS[1];
}

/** Every number of a nested list in order; what is no number (NaN is a word) counts as 0, truth as 1. */
function numbersOf(value: FieldValue): number[] {
  if (!Array.isArray(value)) return [];
  const [first] = value;
  if (Array.isArray(first)) return value.flatMap(numbersOf);
  return value.map((one) => (typeof one === 'number' ? one : one === true ? 1 : 0));
}
