import { movesOf } from './column.ts';
import type { Node } from './graph.ts';
import type { Wiring } from './wiring.ts';

/** How the graph begins to work on an input that may be a picture. */
export interface PictureFacts {
  input: string;
  /**
   * What a picture of 0 to 255 becomes in the graph before anything else happens: `(value - offset) * scale`, one
   * number for all or one a colour. Absent when the graph takes values as they are.
   */
  prepares?: { offset: number[]; scale: number[] };
}

/** Steps of preparation before the first real work, as exporters write them. */
const MOST_STEPS = 12;
const MOST_COLOURS = 4;
const NEUTRAL = new Set(['Identity', 'Cast', 'Transpose', 'Reshape', 'Unsqueeze', 'Squeeze', 'QuantizeLinear']);

/** Looks at the first operators behind every input of four dimensions. */
export function readPictures(wiring: Wiring): PictureFacts[] {
  const pictures = wiring.inputs.filter(({ type }) => type.kind === 'tensor' && type.shape?.length === 4);
  if (pictures.length === 0) return [];
  const readers = readersOf(wiring);
  return pictures.map(({ name }) => pictureFacts(wiring, readers, name));
}

/** The node that reads a value; null when there is none, or several. */
function readersOf({ model }: Wiring): ReadonlyMap<string, Node | null> {
  const readers = new Map<string, Node | null>();
  for (const node of model.graph.nodes) {
    for (const input of new Set(node.inputs)) readers.set(input, readers.has(input) ? null : node);
  }
  return readers;
}

function pictureFacts(wiring: Wiring, readers: ReadonlyMap<string, Node | null>, input: string): PictureFacts {
  let value: string | undefined = input;
  let prepares: PictureFacts['prepares'];
  for (let step = 0; value !== undefined && step < MOST_STEPS; step++) {
    const node: Node | null | undefined = readers.get(value);
    if (!node) break;
    const moves = movesOf(wiring, node);
    if (moves && Math.max(moves.offsets.length, moves.scales.length) <= MOST_COLOURS) prepares = after(prepares, moves);
    else if (!NEUTRAL.has(node.op)) break;
    value = node.outputs[0];
  }
  return { input, ...(prepares && { prepares }) };
}

interface Moved {
  offsets: readonly number[];
  scales: readonly number[];
}

/** One step after another: (((x - a) * s) - b) * t = (x - (a + b / s)) * (s * t). */
function after(before: PictureFacts['prepares'], { offsets, scales }: Moved): PictureFacts['prepares'] {
  const { offset, scale } = before ?? { offset: [0], scale: [1] };
  const count = Math.max(offset.length, scale.length, offsets.length, scales.length);
  const of = (list: readonly number[], i: number): number => list[list.length === 1 ? 0 : i] ?? 0;
  const places = Array.from({ length: count }, (_, i) => i);
  return {
    offset: places.map((i) => of(offset, i) + of(offsets, i) / of(scale, i)),
    scale: places.map((i) => of(scale, i) * of(scales, i)),
  };
}
