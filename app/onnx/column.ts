import { readAttribute } from './attributes.ts';
import type { Node } from './graph.ts';
import type { Wiring } from './wiring.ts';

/** A column of a graph input: `index` null when the input is a single column or is taken as a whole. */
export interface Column {
  input: string;
  index: number | null;
}

/** A column as it is somewhere in the graph: `(column - offset) * scale`. */
export interface TracedColumn extends Column {
  offset: number;
  scale: number;
}

/** The columns of a value, in order; null stands for one that is made of the inputs in some other way. */
export type TracedColumns = readonly (TracedColumn | null)[];

/** Columns that are fed as they are; null unless all of them are. */
export function plainColumns(columns: TracedColumns | null): Column[] | null {
  const plain = columns?.filter((column) => column !== null && isPlain(column)) as TracedColumn[] | undefined;
  return plain && plain.length === columns?.length ? plain.map(({ input, index }) => ({ input, index })) : null;
}

export function isPlain({ offset, scale }: TracedColumn): boolean {
  return offset === 0 && scale === 1;
}

/** Rows come first and columns second, in everything that is a table. */
export function isColumnAxis(axis: number | undefined): boolean {
  return axis === 1 || axis === -1;
}

/** What is taken away from each column, and what it is then multiplied with; one of either may stand for all. */
export interface Moves {
  offsets: readonly number[];
  scales: readonly number[];
}

/** Moving and scaling as scalers and plain arithmetic write it; null for any other node. */
export function movesOf(wiring: Wiring, node: Node): Moves | null {
  if (node.op === 'Scaler') {
    const [offsets, scales] = ['offset', 'scale'].map((name) => readAttribute(wiring.model.bytes, node, name).floats);
    return { offsets: offsets?.length ? offsets : [0], scales: scales?.length ? scales : [1] };
  }
  const second = wiring.numbers(node.inputs[1]);
  // The order matters to a difference and a quotient only.
  const isTurnedRound = second === null && (node.op === 'Add' || node.op === 'Mul');
  const numbers = isTurnedRound ? wiring.numbers(node.inputs[0]) : second;
  if (!numbers || numbers.length === 0) return null;
  if (node.op === 'Sub') return { offsets: numbers, scales: [1] };
  if (node.op === 'Add') return { offsets: numbers.map((number) => -number), scales: [1] };
  if (node.op === 'Mul') return { offsets: [0], scales: numbers };
  return node.op === 'Div' ? { offsets: [0], scales: numbers.map((number) => 1 / number) } : null;
}

/** The number for a column. */
export function at(numbers: readonly number[], column: number): number {
  return numbers[numbers.length === 1 ? 0 : column] ?? Number.NaN;
}
