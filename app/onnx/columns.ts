import { readAttribute } from './attributes.ts';
import { at, isColumnAxis, movesOf, type TracedColumn, type TracedColumns } from './column.ts';
import type { Node } from './graph.ts';
import { reshaped } from './reshaping.ts';
import type { ValueInfo } from './value-type.ts';
import type { Wiring } from './wiring.ts';

/** Longer chains than exporters make (a graph that feeds itself too), and wider tables than a form shows, end there. */
const LONGEST_CHAIN = 64;
const MOST_COLUMNS = 16_384;
/** Columns written down for all values of a graph together: a hostile one would have millions copied again and again. */
const MOST_WORK = 1_000_000;

/** Operators that leave every value in its column. */
const PASS_THROUGH = new Set(['Identity', 'Cast', 'Imputer', 'Clip']);
/** Operators with a place for each column of the input whose values are something else. */
const KEEPS_WIDTH = new Set([
  'LabelEncoder',
  'Normalizer',
  'Binarizer',
  'Relu',
  'Sigmoid',
  'Tanh',
  'IsNaN',
  'Not',
  'Abs',
]);
const JOINS = new Set(['Concat', 'FeatureVectorizer']);

/**
 * Follows a value back to the columns of the graph's inputs it consists of, through what skl2onnx and its like put
 * between an input and an encoder, a scaler or a tree: picking, slicing, splitting and joining columns, casts, reshapes,
 * and moving and scaling every column by a constant.
 * @returns a function of the value's name: one entry a column, or null when even their number is not known
 */
export function createColumnTracer(wiring: Wiring): (value: string) => TracedColumns | null {
  const { producerOf, inputOf } = wiring;
  const known = new Map<string, TracedColumns | null>();
  let work = 0;

  function trace(value: string | undefined, depth: number): TracedColumns | null {
    if (value === undefined || depth > LONGEST_CHAIN) return null;
    const found = known.get(value);
    if (found !== undefined) return found;
    const input = inputOf(value);
    const node = producerOf(value);
    const columns = input ? columnsOf(input) : node ? throughNode(node, value, depth + 1) : null;
    work += columns?.length ?? 0;
    const kept = columns && columns.length <= MOST_COLUMNS && work <= MOST_WORK ? columns : null;
    known.set(value, kept);
    return kept;
  }

  function throughNode(node: Node, value: string, depth: number): TracedColumns | null {
    if (JOINS.has(node.op)) return joined(node, depth);
    const isEither = node.op === 'Add' || node.op === 'Mul';
    const columns = trace(node.inputs[0], depth) ?? trace(isEither ? node.inputs[1] : undefined, depth);
    if (!columns) return null;
    if (PASS_THROUGH.has(node.op)) return columns;
    if (KEEPS_WIDTH.has(node.op)) return columns.map(() => null);
    if (node.op === 'OneHotEncoder') return new Array<null>(columns.length * choiceCount(node)).fill(null);
    return moved(node, columns) ?? reshaped(wiring, { node, columns, output: value });
  }

  function joined(node: Node, depth: number): TracedColumns | null {
    if (node.op === 'Concat' && !isColumnAxis(wiring.intAttribute(node, 'axis', 1))) return null;
    const parts: (TracedColumn | null)[] = [];
    for (const input of node.inputs) {
      const columns = trace(input, depth);
      if (!columns || parts.length > MOST_COLUMNS) return null;
      for (const column of columns) parts.push(column);
    }
    return parts;
  }

  function choiceCount(node: Node): number {
    const { ints } = readAttribute(wiring.model.bytes, node, 'cats_int64s');
    return ints.length || readAttribute(wiring.model.bytes, node, 'cats_strings').texts.length;
  }

  function moved(node: Node, columns: TracedColumns): TracedColumns | null {
    const steps = movesOf(wiring, node);
    if (!steps) return null;
    const { offsets, scales } = steps;
    if (!fits(offsets, columns) || !fits(scales, columns)) return null;
    return columns.map((column, i) => column && move(column, at(offsets, i), at(scales, i)));
  }

  return (value) => trace(value, 0);
}

function fits(numbers: readonly number[], columns: TracedColumns): boolean {
  return numbers.length === 1 || numbers.length === columns.length;
}

/** Null where the numbers cannot be turned back: a scale of zero, and what is not finite. */
function move(column: TracedColumn, offset: number, scale: number): TracedColumn | null {
  const moved = { ...column, offset: column.offset + offset / column.scale, scale: column.scale * scale };
  return moved.scale !== 0 && Number.isFinite(moved.scale) && Number.isFinite(moved.offset) ? moved : null;
}

function columnsOf({ name, type }: ValueInfo): TracedColumns | null {
  const shape = type.kind === 'tensor' ? type.shape : null;
  // A single fixed dimension is one row without the rows around it.
  const isRow = shape?.length === 1 && typeof shape[0] === 'number';
  const width = shape === null || (shape.length < 2 && !isRow) ? 1 : shape.at(-1);
  if (shape && shape.length > 2) return null;
  if (typeof width !== 'number' || width > MOST_COLUMNS) return null;
  return Array.from({ length: width }, (_, index) => ({
    input: name,
    index: width === 1 ? null : index,
    offset: 0,
    scale: 1,
  }));
}
