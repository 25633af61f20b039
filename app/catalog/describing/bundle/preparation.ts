import { isObject, numberIn } from './json.ts';

/** How a preprocessor_config.json says that pictures are prepared, in the words of preview.json. */
export interface PicturePreparation {
  /** What comes out, in pixels; null where the file does not say. */
  width: number | null;
  height: number | null;
  preprocess: Record<string, unknown>;
}

interface Size {
  width: number;
  height: number;
}

const LARGEST_SIDE = 4_096;
/** ConvNeXT and its like cut a picture of this size or larger at no side. */
const UNCUT_SIDE = 384;
/** Numbers of Pillow's ways to resize. */
const INTERPOLATIONS: Record<number, string> = { 0: 'nearest', 1: 'lanczos', 2: 'bilinear', 3: 'bicubic' };
const USUAL_SCALE = 1 / 255;

/** Reads the steps of an image processor of transformers: resize, crop, rescale, normalise. */
export function readPreparation(config: Record<string, unknown>): PicturePreparation | null {
  const isNone = !['size', 'crop_size', 'image_mean', 'image_std', 'do_rescale'].some((key) =>
    Object.hasOwn(config, key),
  );
  if (isNone) return null;
  const { resize, size } = resizing(config);
  const crop = config.do_center_crop === true ? sizeOf(config.crop_size) : null;
  const interpolation = INTERPOLATIONS[numberIn(config, 'resample') ?? -1];
  const isNormalised = config.do_normalize !== false;
  const mean = isNormalised ? colours(config.image_mean) : null;
  const std = isNormalised ? colours(config.image_std) : null;
  const isUsable = mean !== null && std !== null && mean.length === std.length && !std.includes(0);
  const out = crop ?? size;
  return {
    width: out?.width ?? null,
    height: out?.height ?? null,
    preprocess: {
      ...resize,
      ...(interpolation && { interpolation }),
      ...(crop && { centre_crop: [crop.width, crop.height] }),
      scale: config.do_rescale === false ? 1 : (numberIn(config, 'rescale_factor') ?? USUAL_SCALE),
      ...(isUsable ? { mean, std } : { mean: [0], std: [1] }),
    },
  };
}

function resizing(config: Record<string, unknown>): { resize: Record<string, unknown>; size: Size | null } {
  if (config.do_resize === false) return { resize: {}, size: null };
  const short = shortEdge(config);
  if (short !== null) {
    const share = numberIn(config, 'crop_pct');
    // The file names the size after the crop, and the share of the picture that is left then.
    const isCut = share !== null && share > 0 && share <= 1 && short < UNCUT_SIDE;
    const square = { width: short, height: short };
    if (!isCut) return share === null ? { resize: { resize_short: short }, size: null } : exact(square);
    const crop = { centre_crop: [short, short] };
    return { resize: { resize_short: Math.round(short / share), ...crop }, size: square };
  }
  const size = sizeOf(config.size);
  return size ? exact(size) : { resize: {}, size: null };
}

function exact(size: Size) {
  return { resize: { resize: [size.width, size.height] }, size };
}

/** A bare number means the shorter side where the middle is cut out afterwards, else both sides. */
function shortEdge(config: Record<string, unknown>): number | null {
  const edge = isObject(config.size) ? numberIn(config.size, 'shortest_edge') : null;
  const bare = config.do_center_crop === true ? numberIn(config, 'size') : null;
  return side(edge ?? bare);
}

function sizeOf(given: unknown): Size | null {
  const bare = side(given);
  if (bare !== null) return { width: bare, height: bare };
  const [width, height] = [side(numberIn(given, 'width')), side(numberIn(given, 'height'))];
  return width !== null && height !== null ? { width, height } : null;
}

function side(given: unknown): number | null {
  return typeof given === 'number' && Number.isInteger(given) && given > 0 && given <= LARGEST_SIDE ? given : null;
}

/** One number a colour, or one for all. */
function colours(given: unknown): number[] | null {
  const list = typeof given === 'number' ? [given] : given;
  const isList = Array.isArray(list) && (list.length === 1 || list.length === 3);
  return isList && list.every((value) => typeof value === 'number' && Number.isFinite(value)) ? list : null;
}
