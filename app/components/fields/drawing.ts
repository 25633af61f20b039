import type { FieldDrawing } from '#app/preview/contract.ts';

/** What is drawn: how much ink each pixel holds, 0 to 1, row by row. */
export type Pixels = Float32Array;

export interface Spot {
  /** In pixels of the drawing, from the left and the top edge; the middle of the first is 0.5. */
  x: number;
  y: number;
}

export interface Stroke {
  from: Spot;
  to: Spot;
  /** Half its width, in pixels. */
  radius: number;
  isErasing: boolean;
}

/** A pen that suits the size: one pixel on the smallest boards, soft and broad on larger ones. */
export function penRadius({ width, height }: Pick<FieldDrawing, 'width' | 'height'>): number {
  return Math.max(0.5, Math.min(width, height) / 22);
}

/** The drawing after a stroke; pixels at its edge take a part of it, as ink does. */
export function drawStroke(pixels: Pixels, { width }: Pick<FieldDrawing, 'width'>, stroke: Stroke): Pixels {
  const next = pixels.slice();
  for (let at = 0; at < next.length; at += 1) {
    const centre = { x: (at % width) + 0.5, y: Math.floor(at / width) + 0.5 };
    const cover = Math.min(1, Math.max(0, stroke.radius + 0.5 - distance(centre, stroke)));
    const before = next[at] ?? 0;
    next[at] = stroke.isErasing ? Math.min(before, 1 - cover) : Math.max(before, cover);
  }
  return next;
}

/** From a spot to the line of a stroke. */
function distance(spot: Spot, { from, to }: Stroke): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((spot.x - from.x) * dx + (spot.y - from.y) * dy) / length;
  const near = Math.min(1, Math.max(0, share));
  return Math.hypot(spot.x - from.x - near * dx, spot.y - from.y - near * dy);
}

/** The drawing as the lists its field takes, in the numbers of the tensor. */
export function drawingText(pixels: Pixels, { width, height, paper, ink, nesting }: FieldDrawing): string {
  const isWhole = Number.isInteger(paper) && Number.isInteger(ink) && Math.abs(ink - paper) > 8;
  const rows = Array.from({ length: height }, (_, row) => {
    const values = Array.from(pixels.subarray(row * width, (row + 1) * width), (share) => {
      const value = paper + share * (ink - paper);
      const short = isWhole ? Math.round(value) : Number(value.toPrecision(4));
      return nesting === 'channel-last' ? `[${short}]` : String(short);
    });
    return `[${values.join(',')}]`;
  });
  const grid = `[${rows.join(',')}]`;
  return nesting === 'channel-first' ? `[${grid}]` : grid;
}

/** A text of the field as a drawing: its pixels, or one value for all of them. Null when it is something else. */
export function readDrawing(text: string, { width, height, paper, ink }: FieldDrawing): Pixels | null {
  const count = width * height;
  let values: unknown[];
  try {
    const given: unknown = JSON.parse(text);
    values = Array.isArray(given) ? given.flat(3) : new Array(count).fill(given);
  } catch {
    return null;
  }
  if (values.length !== count || !values.every((value) => typeof value === 'number')) return null;
  return Float32Array.from(values as number[], (value) => Math.min(1, Math.max(0, (value - paper) / (ink - paper))));
}

/** Without any ink. */
export function isEmpty(pixels: Pixels): boolean {
  return pixels.every((share) => share === 0);
}
