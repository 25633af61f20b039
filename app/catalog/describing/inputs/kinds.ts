import { elementCount, type InputKind } from '../../description-format.ts';
import { summaryOf } from '../reference/summary.ts';
import { isFloat, isNumeric } from './elements.ts';
import { isSingle, type Slot } from './slot.ts';

/** Kinds of a single value by what the input takes; a text may hold a number, a day or a file. */
const TEXT_KINDS: readonly InputKind[] = [
  'text',
  'category',
  'yes-no',
  'number',
  'integer',
  'date',
  'image',
  'audio',
  'tensor',
];
const NUMBER_KINDS: readonly InputKind[] = ['number', 'integer', 'yes-no', 'category', 'date', 'tensor'];
const YES_NO_KINDS: readonly InputKind[] = ['yes-no', 'category', 'tensor'];
const MANY_KINDS: readonly InputKind[] = ['image', 'audio', 'table', 'series', 'tensor'];

/** Smaller pictures are rather tables of numbers. */
const SMALLEST_SIDE = 8;
/** From here on a list of numbers is read as a curve. */
const SHORTEST_SERIES = 8;

/** What is wrong with a kind for a slot, or null. */
export function kindProblem(kind: InputKind, slot: Slot): string | null {
  if (kindsOf(slot).includes(kind)) return null;
  if (!isSingle(slot)) {
    return slot.isOpen || slot.shape.length !== 1
      ? `does not fit: the input takes ${shapeInWords(slot)} values. Use one of ${MANY_KINDS.join(', ')}`
      : `does not fit: the input takes ${elementCount(slot.shape)} values. Say which one with "index", or use one of ${MANY_KINDS.join(', ')}`;
  }
  return `does not fit: the input takes ${typeInWords(slot.datatype)}. Use one of ${kindsOf(slot).join(', ')}`;
}

function kindsOf(slot: Slot): readonly InputKind[] {
  if (!isSingle(slot)) return MANY_KINDS;
  if (slot.datatype === 'BYTES') return TEXT_KINDS;
  return slot.datatype === 'BOOL' ? YES_NO_KINDS : NUMBER_KINDS;
}

/** What the input takes, as people say it. */
export function typeInWords(datatype: string): string {
  if (datatype === 'BYTES') return 'a text';
  if (datatype === 'BOOL') return 'yes or no';
  return isFloat(datatype) ? 'a number' : 'a whole number';
}

/** A shape as people read it: '3 × 224 × 224'. */
export function shapeInWords({ shape, isOpen }: Slot): string {
  const sizes = shape.map(String).join(' × ');
  return isOpen ? 'any number of' : sizes;
}

/** The kind that the graph and the reference rows suggest. */
export function guessKind(slot: Slot): InputKind {
  if (!isSingle(slot)) return guessManyKind(slot);
  if (slot.datatype === 'BOOL') return 'yes-no';
  if (slot.choices) return 'category';
  const summary = slot.column ? summaryOf(slot.column) : null;
  if (slot.datatype === 'BYTES') return summary?.choices ? 'category' : 'text';
  // Two different numbers are a yes or no in disguise; more may well be a scale.
  if (summary?.choices?.length === 2 && summary.numbers) return 'category';
  return !isFloat(slot.datatype) || summary?.numbers?.isWhole ? 'integer' : 'number';
}

function guessManyKind(slot: Slot): InputKind {
  if (slot.isOpen || !isNumeric(slot.datatype)) return 'tensor';
  if (pictureOf(slot)) return 'image';
  const sides = slot.shape.filter((size) => size > 1);
  return isFloat(slot.datatype) && sides.length === 1 && (sides[0] ?? 0) >= SHORTEST_SERIES ? 'series' : 'tensor';
}

export interface Picture {
  layout: 'NCHW' | 'NHWC';
  width: number;
  height: number;
  channels: number;
}

/** The picture a shape looks like: one or three colours, first or last, and two sides that are long enough. */
export function pictureOf({ shape, datatype, isOpen }: Slot): Picture | null {
  if (isOpen || shape.length !== 3 || !(datatype === 'UINT8' || isFloat(datatype))) return null;
  const [a = 0, b = 0, c = 0] = shape;
  const isColour = (count: number): boolean => count === 1 || count === 3;
  if (isColour(a) && b >= SMALLEST_SIDE && c >= SMALLEST_SIDE) {
    return { layout: 'NCHW', channels: a, height: b, width: c };
  }
  if (isColour(c) && a >= SMALLEST_SIDE && b >= SMALLEST_SIDE) {
    return { layout: 'NHWC', channels: c, height: a, width: b };
  }
  return null;
}
