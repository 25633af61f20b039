import type { FieldDrawing, FieldPicture } from '../contract.ts';
import type { Field } from '../inputs/graph-input.ts';
import { isWholeDatatype } from '../inputs/number-value.ts';

/** Larger, nobody draws pixel by pixel. */
const WIDEST_DRAWING = 64;
const MOST_CHANNELS = 4;
const BRIGHTEST = 255;

interface Sides {
  channels: number | null;
  height: number | null;
  width: number | null;
  nesting: FieldDrawing['nesting'];
}

/** The picture that a field of the kind `image` takes; null when its tensor has not the shape of one. */
export function pictureOf(field: Field): FieldPicture | null {
  const sides = sidesOf(field);
  if (!sides || sides.channels === null || sides.channels > MOST_CHANNELS) return null;
  const { channels, width, height } = sides;
  const isSmall = [width, height].every((side) => side !== null && side <= WIDEST_DRAWING);
  const isDrawable = channels === 1 && isSmall && (field.input as { draw?: unknown }).draw !== false;
  const inks = inksOf(field);
  return {
    width: width ?? field.input.width ?? null,
    height: height ?? field.input.height ?? null,
    channels,
    takesFiles: field.preparation === 'picture',
    drawing: isDrawable && width && height ? { width, height, ...inks, nesting: sides.nesting } : null,
  };
}

function sidesOf({ input, dimensions }: Field): Sides | null {
  if (dimensions === null) return null;
  const [a = null, b = null, c = null] = dimensions.slice(1);
  if (dimensions.length === 3) return { channels: 1, height: a, width: b, nesting: 'plain' };
  if (dimensions.length !== 4) return null;
  const isLast = input.layout ? input.layout.toUpperCase() === 'NHWC' : !isChannels(a) && isChannels(c);
  if (isLast) return { channels: c, height: a, width: b, nesting: 'channel-last' };
  return { channels: a, height: b, width: c, nesting: 'channel-first' };
}

function isChannels(size: number | null): boolean {
  return size === 1 || size === 3 || size === 4;
}

/** What a black and a white pixel are in the tensor: drawn pixels are sent as they are, so preparation counts here. */
function inksOf({ input, datatype }: Field): { paper: number; ink: number } {
  const { scale, mean, std } = input.preprocess ?? {};
  if (typeof scale === 'number' || Array.isArray(mean)) {
    const prepared = (grey: number): number => {
      const by = typeof scale === 'number' ? scale : 1;
      return (grey * by - firstNumber(mean, 0)) / (firstNumber(std, 1) || 1);
    };
    return { paper: prepared(0), ink: prepared(BRIGHTEST) };
  }
  const { min, max } = input;
  if (min !== undefined && max !== undefined && max > min) return { paper: min, ink: max };
  return { paper: 0, ink: isWholeDatatype(datatype) ? BRIGHTEST : 1 };
}

function firstNumber(list: unknown, usual: number): number {
  const [first] = Array.isArray(list) ? list : [list];
  return typeof first === 'number' && Number.isFinite(first) ? first : usual;
}
