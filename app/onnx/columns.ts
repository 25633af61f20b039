import type { Node } from './graph.ts';
import type { ValueInfo } from './value-type.ts';
import type { Wiring } from './wiring.ts';

/** A column of a graph input: `index` null when the input is a single column or is taken as a whole. */
export interface Column {
  input: string;
  index: number | null;
}

/** Longer chains than exporters make (a graph that feeds itself too), and wider tables than a form shows, end there. */
const LONGEST_CHAIN = 64;
const MOST_COLUMNS = 16_384;

/** Operators that leave every value in its column. */
const PASS_THROUGH = new Set(['Identity', 'Cast', 'Imputer']);
/** Operators that change the shape, and the column only when there are several. */
const RESHAPE = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze']);

/**
 * Follows a value back to the columns of the graph's inputs it consists of, through what skl2onnx and its like put
 * between an input and an encoder: picking, slicing, splitting and joining columns, casts and reshapes.
 * @returns a function of the value's name: one entry a column, or null when it is anything else
 */
export function createColumnTracer({ producerOf, inputOf, ...wiring }: Wiring): (value: string) => Column[] | null {
  const known = new Map<string, Column[] | null>();

  function trace(value: string | undefined, depth: number): Column[] | null {
    if (value === undefined || depth > LONGEST_CHAIN) return null;
    const found = known.get(value);
    if (found !== undefined) return found;
    const input = inputOf(value);
    const node = producerOf(value);
    const columns = input ? columnsOf(input) : node ? throughNode(node, value, depth + 1) : null;
    const kept = columns && columns.length <= MOST_COLUMNS ? columns : null;
    known.set(value, kept);
    return kept;
  }

  function throughNode(node: Node, value: string, depth: number): Column[] | null {
    if (node.op === 'Concat') return joined(node, depth);
    const columns = trace(node.inputs[0], depth);
    if (!columns) return null;
    if (PASS_THROUGH.has(node.op)) return columns;
    if (RESHAPE.has(node.op)) return keepsColumns(node, columns) ? columns : null;
    if (node.op === 'ArrayFeatureExtractor') return picked(columns, wiring.wholeNumbers(node.inputs[1]));
    if (node.op === 'Gather') {
      return isColumnAxis(wiring.intAttribute(node, 'axis', 0))
        ? picked(columns, wiring.wholeNumbers(node.inputs[1]))
        : null;
    }
    if (node.op === 'Slice') return sliced(node, columns);
    if (node.op === 'Split') return split(node, columns, node.outputs.indexOf(value));
    return null;
  }

  function joined(node: Node, depth: number): Column[] | null {
    if (!isColumnAxis(wiring.intAttribute(node, 'axis', 1))) return null;
    const parts: Column[] = [];
    for (const input of node.inputs) {
      const columns = trace(input, depth);
      if (!columns || parts.length > MOST_COLUMNS) return null;
      parts.push(...columns);
    }
    return parts;
  }

  function keepsColumns(node: Node, columns: Column[]): boolean {
    if (columns.length === 1) return true;
    if (node.op === 'Flatten') return wiring.intAttribute(node, 'axis', 1) === 1;
    return node.op === 'Reshape' && wiring.wholeNumbers(node.inputs[1])?.at(-1) === columns.length;
  }

  function sliced(node: Node, columns: Column[]): Column[] | null {
    const starts = wiring.listOf(node, { attribute: 'starts', input: 1 });
    const ends = wiring.listOf(node, { attribute: 'ends', input: 2 });
    const axes = wiring.listOf(node, { attribute: 'axes', input: 3 });
    const steps = node.inputs[4] ? wiring.wholeNumbers(node.inputs[4]) : [1];
    const isPlain = starts?.length === 1 && ends?.length === 1 && axes?.length === 1 && steps?.[0] === 1;
    if (!isPlain || !isColumnAxis(axes[0])) return null;
    return columns.slice(starts[0], ends[0]);
  }

  function split(node: Node, columns: Column[], place: number): Column[] | null {
    if (!isColumnAxis(wiring.intAttribute(node, 'axis', 0))) return null;
    const equal = Math.ceil(columns.length / node.outputs.length);
    const sizes = wiring.listOf(node, { attribute: 'split', input: 1 }) ?? node.outputs.map(() => equal);
    const start = sizes.slice(0, place).reduce((sum, size) => sum + size, 0);
    return columns.slice(start, start + (sizes[place] ?? 0));
  }

  return (value) => trace(value, 0);
}

/** Rows come first and columns second, in everything that is a table. */
function isColumnAxis(axis: number | undefined): boolean {
  return axis === 1 || axis === -1;
}

function picked(columns: Column[], places: number[] | null): Column[] | null {
  const found = places?.map((place) => columns.at(place));
  return found?.every((column) => column !== undefined) ? found : null;
}

function columnsOf({ name, type }: ValueInfo): Column[] | null {
  const shape = type.kind === 'tensor' ? type.shape : null;
  const width = shape === null || shape.length < 2 ? 1 : shape.at(-1);
  if (shape && shape.length > 2) return null;
  if (typeof width !== 'number' || width > MOST_COLUMNS) return null;
  return Array.from({ length: width }, (_, index) => ({ input: name, index: width === 1 ? null : index }));
}
