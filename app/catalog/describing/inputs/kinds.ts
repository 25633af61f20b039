import { elementCount, type InputKind } from '../../description-format.ts';
import { summaryOf } from '../reference/summary.ts';
import { isFloat, isNumeric } from './elements.ts';
import { isKnownWhole, twoValues } from './known-numbers.ts';
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

/** A text is fed as the numbers of its tokens. */
const TOKEN_KINDS: readonly InputKind[] = [...MANY_KINDS, 'text'];

/** Whether an input of many values takes numbers that a tokenizer may give. */
function mayBeTokens({ datatype, sizes }: Slot): boolean {
  return (datatype === 'INT64' || datatype === 'INT32') && sizes.length === 1;
}

/** Smaller pictures are rather tables of numbers. */
const SMALLEST_SIDE = 8;
/** From here on a list of numbers is read as a curve. */
const SHORTEST_SERIES = 8;
/** Longer ones are features rather: they get the control for vectors. */
const LONGEST_SERIES = 2_000;

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
  if (!isSingle(slot)) return mayBeTokens(slot) ? TOKEN_KINDS : MANY_KINDS;
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
  if (slot.tokens) return slot.tokens.role === 'ids' ? 'text' : 'tensor';
  if (!isSingle(slot)) return guessManyKind(slot);
  if (slot.datatype === 'BOOL') return 'yes-no';
  if (slot.choices) return 'category';
  const summary = slot.column ? summaryOf(slot.column) : null;
  if (slot.datatype === 'BYTES') return summary?.choices ? 'category' : 'text';
  // Two different numbers are a yes or no in disguise; more may well be a scale.
  if (summary?.choices?.length === 2 && summary.numbers) return 'category';
  if (!summary?.numbers) {
    const two = twoValues(slot);
    if (two) return two.values[0] === 0 ? 'yes-no' : 'category';
    if (slot.known?.codes && !slot.known.splits) return 'category';
    if (isKnownWhole(slot)) return 'integer';
  }
  return !isFloat(slot.datatype) || summary?.numbers?.isWhole ? 'integer' : 'number';
}

function guessManyKind(slot: Slot): InputKind {
  if (!isNumeric(slot.datatype)) return 'tensor';
  if (pictureOf(slot)) return 'image';
  if (slot.isOpen) return 'tensor';
  const sides = slot.shape.filter((size) => size > 1);
  const [length = 0] = sides;
  // The features of a model for tables are no curve, however many they are, and nobody looks at a longer one.
  const isCurve = !slot.isForTables && length >= SHORTEST_SERIES && length <= LONGEST_SERIES;
  return isFloat(slot.datatype) && sides.length === 1 && isCurve ? 'series' : 'tensor';
}

export interface Picture {
  layout: 'NCHW' | 'NHWC';
  width: number;
  height: number;
  channels: number;
}

/**
 * The picture a shape looks like: one or three colours, first or last, and two sides that are long enough. Sides that
 * the file leaves open are those that a file beside the model says, else the usual ones.
 */
export function pictureOf(slot: Slot): Picture | null {
  const { shape, datatype, isOpen, sizes, preparation } = slot;
  if (shape.length !== 3 || !(datatype === 'UINT8' || isFloat(datatype))) return null;
  if (isOpen) return openPicture(sizes, preparation);
  const [a = 0, b = 0, c = 0] = shape;
  if (isColour(a) && b >= SMALLEST_SIDE && c >= SMALLEST_SIDE) {
    return { layout: 'NCHW', channels: a, height: b, width: c };
  }
  if (isColour(c) && a >= SMALLEST_SIDE && b >= SMALLEST_SIDE) {
    return { layout: 'NHWC', channels: c, height: a, width: b };
  }
  return null;
}

function isColour(count: number): boolean {
  return count === 1 || count === 3;
}

/** The side that networks for pictures of any size are usually trained with. */
const USUAL_SIDE = 224;

function openPicture(sizes: Slot['sizes'], preparation: Slot['preparation']): Picture | null {
  const width = preparation?.width ?? USUAL_SIDE;
  const height = preparation?.height ?? USUAL_SIDE;
  const [first, second, third] = sizes;
  const isLast = typeof third === 'number' && isColour(third);
  const [channels, high, wide] = isLast ? [third, first, second] : [first, second, third];
  // How many colours there are must be written somewhere, or a file say that these are pictures.
  const colours = channels ?? (preparation ? 3 : null);
  if (colours === null || !isColour(colours)) return null;
  const sides = { height: high ?? height, width: wide ?? width };
  if (sides.height < SMALLEST_SIDE || sides.width < SMALLEST_SIDE) return null;
  return { layout: isLast ? 'NHWC' : 'NCHW', channels: colours, ...sides };
}
