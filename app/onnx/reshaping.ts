import { isColumnAxis, type TracedColumns } from './column.ts';
import type { Node } from './graph.ts';
import type { Wiring } from './wiring.ts';

interface Given {
  node: Node;
  /** Columns of the node's first input. */
  columns: TracedColumns;
  /** Which of its outputs is meant. */
  output: string;
}

/** Operators that change the shape, and the column only when there are several. */
const RESHAPE = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze']);

/** The columns after picking, slicing, splitting or reshaping; null for any other node, and where they are mixed. */
export function reshaped(wiring: Wiring, { node, columns, output }: Given): TracedColumns | null {
  if (RESHAPE.has(node.op)) return keepsColumns(wiring, node, columns) ? columns : null;
  if (node.op === 'ArrayFeatureExtractor') return picked(columns, wiring.wholeNumbers(node.inputs[1]));
  if (node.op === 'Gather') {
    const isOfColumns = isColumnAxis(wiring.intAttribute(node, 'axis', 0));
    return isOfColumns ? picked(columns, wiring.wholeNumbers(node.inputs[1])) : null;
  }
  if (node.op === 'Slice') return sliced(wiring, node, columns);
  return node.op === 'Split' ? split(wiring, node, { columns, place: node.outputs.indexOf(output) }) : null;
}

function keepsColumns(wiring: Wiring, node: Node, columns: TracedColumns): boolean {
  if (columns.length === 1) return true;
  if (node.op === 'Flatten') return wiring.intAttribute(node, 'axis', 1) === 1;
  if (node.op !== 'Reshape') return false;
  const shape = wiring.wholeNumbers(node.inputs[1]);
  return shape?.at(-1) === columns.length || (shape?.length === 2 && shape[0] === 0 && shape[1] === -1);
}

function picked(columns: TracedColumns, places: number[] | null): TracedColumns | null {
  const found = places?.map((place) => columns.at(place));
  return found?.every((column) => column !== undefined) ? found : null;
}

function sliced(wiring: Wiring, node: Node, columns: TracedColumns): TracedColumns | null {
  const starts = wiring.listOf(node, { attribute: 'starts', input: 1 });
  const ends = wiring.listOf(node, { attribute: 'ends', input: 2 });
  const axes = wiring.listOf(node, { attribute: 'axes', input: 3 });
  const steps = node.inputs[4] ? wiring.wholeNumbers(node.inputs[4]) : [1];
  const isPlain = starts?.length === 1 && ends?.length === 1 && axes?.length === 1 && steps?.[0] === 1;
  if (!isPlain || !isColumnAxis(axes[0])) return null;
  return columns.slice(starts[0], ends[0]);
}

function split(wiring: Wiring, node: Node, given: { columns: TracedColumns; place: number }): TracedColumns | null {
  if (!isColumnAxis(wiring.intAttribute(node, 'axis', 0))) return null;
  const { columns, place } = given;
  const equal = Math.ceil(columns.length / node.outputs.length);
  const sizes = wiring.listOf(node, { attribute: 'split', input: 1 }) ?? node.outputs.map(() => equal);
  const start = sizes.slice(0, place).reduce((sum, size) => sum + size, 0);
  return columns.slice(start, start + (sizes[place] ?? 0));
}
