import type { DescribedInput } from '#app/catalog/description-format.ts';
import { LONGEST_SIDE, type PictureSpec, pictureSpec } from '#app/oip/control.ts';
import { DATATYPE_SIZES } from '#app/oip/tensor.ts';
import type { Field } from '../inputs/graph-input.ts';
import type { Read } from '../inputs/reading.ts';

type Layout = PictureSpec['layout'];

const LAYOUTS: readonly Layout[] = ['NCHW', 'NHWC', 'CHW', 'HWC', 'NHW', 'HW'];
const MOST_TENSOR_BYTES = 48 << 20;

/** How the picture of a field is prepared, from its description and its place in the graph; or why it cannot be. */
export function pictureSpecOf({
  input,
  datatype,
  dimensions,
}: Pick<Field, 'input' | 'datatype' | 'dimensions'>): Read<PictureSpec> {
  const said = input.preprocess ?? {};
  const layout = layoutOf(input, dimensions);
  if (!layout)
    return { problem: 'The description does not say how the numbers of a picture lie here. Give them as a list.' };
  const at = (letter: string) => dimensions?.[layout.indexOf(letter)] ?? null;
  const colour = colourOf(input, layout.includes('C') ? at('C') : 1);
  if (!colour) return { problem: 'Pictures have one or three colours, and this takes another number of them.' };
  const place = { width: at('W') ?? input.width ?? null, height: at('H') ?? input.height ?? null };
  const size = resizeOf(said, place);
  if (!size)
    return { problem: 'The description prepares pictures in a way that is not known here. Give numbers instead.' };
  const parsed = pictureSpec.safeParse({
    ...{ datatype, layout, colour },
    ...size,
    interpolation: interpolationOf(said),
    fill: numberOf(said.pad_value ?? said.fill) ?? 0,
    scale: numberOf(said.scale) ?? usualScale(input, datatype),
    mean: listOf(said.mean) ?? [0],
    std: listOf(said.std) ?? [1],
  });
  if (!parsed.success)
    return { problem: 'The description prepares pictures in a way that cannot be followed. Give numbers instead.' };
  return misfitOf(parsed.data, { at, channels: colour === 'gray' ? 1 : 3 }) ?? { value: parsed.data };
}

/** What the description says and the graph does not take. */
function misfitOf(
  spec: PictureSpec,
  { at, channels }: { at: (letter: string) => number | null; channels: number },
): Read<never> | null {
  if (spec.layout.startsWith('N') && (at('N') ?? 1) !== 1)
    return { problem: 'The model takes several pictures at once. Give numbers instead.' };
  const size = spec.crop ?? ('width' in spec.resize ? spec.resize : null);
  if (!size) return null;
  const wrong = [
    [size.width, at('W')],
    [size.height, at('H')],
  ].some(([made, taken]) => taken !== null && made !== taken);
  if (wrong) {
    const [made, taken] = [`${size.width} × ${size.height}`, `${at('W') ?? 'any'} × ${at('H') ?? 'any'}`];
    return {
      problem: `The description makes pictures ${made} pixels, and the model takes ${taken}. The publisher can correct it.`,
    };
  }
  const bytes = size.width * size.height * channels * DATATYPE_SIZES[spec.datatype];
  return bytes > MOST_TENSOR_BYTES ? { problem: 'The picture would become more numbers than can be sent.' } : null;
}

/** As the description says, else by where the one or three colours are. */
function layoutOf({ layout: said, preprocess }: DescribedInput, dimensions: Field['dimensions']): Layout | null {
  const named = [said, preprocess?.layout].find((one) => typeof one === 'string') as string | undefined;
  const layout = LAYOUTS.find((one) => one === named?.toUpperCase());
  const count = dimensions?.length ?? layout?.length;
  if (layout && layout.length === count) return layout;
  if (layout && `N${layout}`.length === count) return LAYOUTS.find((one) => one === `N${layout}`) ?? null;
  if (layout && layout.slice(1).length === count) return LAYOUTS.find((one) => one === layout.slice(1)) ?? null;
  if (!dimensions || named !== undefined) return null;
  const isColours = (size: number | null | undefined) => size === 1 || size === 3;
  const [first, second, third, fourth] = dimensions;
  if (count === 4) return isColours(second) ? 'NCHW' : isColours(fourth) ? 'NHWC' : null;
  if (count === 3) return first === 3 ? 'CHW' : third === 3 ? 'HWC' : first === null || first === 1 ? 'NHW' : null;
  return count === 2 ? 'HW' : null;
}

function colourOf(
  { colour, channels, preprocess }: DescribedInput,
  inGraph: number | null,
): PictureSpec['colour'] | null {
  const named = [preprocess?.colour, preprocess?.color, colour].find((one) => typeof one === 'string') as
    | string
    | undefined;
  const count = inGraph ?? channels ?? null;
  const word = named?.toLowerCase();
  const said =
    word === 'rgb' ? 'RGB' : word === 'bgr' ? 'BGR' : word && /^(?:gr[ae]y(?:scale)?|l)$/.test(word) ? 'gray' : null;
  if (count === null) return said ?? 'RGB';
  if (count === 1) return 'gray';
  if (count !== 3) return null;
  // One brightness for all three colours is not what a description means that calls them grey.
  return said === 'BGR' ? 'BGR' : 'RGB';
}

interface Place {
  width: number | null;
  height: number | null;
}

const MODES = new Map<unknown, 'exact' | 'pad' | 'crop'>([
  [undefined, 'exact'],
  ['exact', 'exact'],
  ['stretch', 'exact'],
  ['pad', 'pad'],
  ['letterbox', 'pad'],
  ['contain', 'pad'],
  ['crop', 'crop'],
  ['cover', 'crop'],
]);

/** `resize: [w, h]` with `resize_mode` exact, pad or crop, or `resize_short`; then `centre_crop: [w, h]`. */
function resizeOf(said: Record<string, unknown>, place: Place): Pick<PictureSpec, 'resize' | 'crop'> | null {
  const cropped = sizeOf(said.centre_crop ?? said.center_crop);
  const short = numberOf(said.resize_short);
  if (short !== null) return { resize: { mode: 'short', size: short }, crop: cropped ?? whole(place) };
  const mode = MODES.get(said.resize_mode ?? undefined);
  if (!mode) return null;
  const size = sizeOf(said.resize) ?? (cropped ? null : whole(place));
  if (said.resize !== undefined && said.resize !== null && !sizeOf(said.resize)) return null;
  return { resize: size ? { mode, ...size } : { mode: 'none' }, crop: cropped };
}

function whole({ width, height }: Place): { width: number; height: number } | null {
  return width !== null && height !== null ? { width, height } : null;
}

function sizeOf(said: unknown): { width: number; height: number } | null {
  const [width, height] = typeof said === 'number' ? [said, said] : Array.isArray(said) ? said : [];
  const isSide = (side: unknown): side is number =>
    Number.isInteger(side) && Number(side) >= 1 && Number(side) <= LONGEST_SIDE;
  return isSide(width) && isSide(height) ? { width, height } : null;
}

const INTERPOLATIONS: Record<string, PictureSpec['interpolation']> = {
  nearest: 'nearest',
  linear: 'bilinear',
  bilinear: 'bilinear',
  cubic: 'bicubic',
  bicubic: 'bicubic',
  lanczos: 'lanczos',
  lanczos3: 'lanczos',
  lanczos4: 'lanczos',
};

function interpolationOf({ interpolation }: Record<string, unknown>): PictureSpec['interpolation'] {
  const known = typeof interpolation === 'string' ? INTERPOLATIONS[interpolation.toLowerCase()] : undefined;
  return known ?? 'bilinear';
}

/** Fractions from 0 to 1 where the description says that the highest number is 1, else the levels themselves. */
function usualScale({ max }: DescribedInput, datatype: string): number {
  return max === 1 && datatype.startsWith('FP') ? 1 / 255 : 1;
}

function numberOf(said: unknown): number | null {
  return typeof said === 'number' && Number.isFinite(said) ? said : null;
}

function listOf(said: unknown): number[] | null {
  const list = typeof said === 'number' ? [said] : said;
  return Array.isArray(list) && list.length > 0 && list.every((one) => numberOf(one) !== null)
    ? (list as number[])
    : null;
}
