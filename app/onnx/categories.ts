import { type Column, plainColumns, type TracedColumns } from './column.ts';
import type { Node } from './graph.ts';
import { datatypeOf } from './value-type.ts';
import { labelList, type Wiring } from './wiring.ts';

/** Choices an encoder in the graph knows: for a whole input (`index` null) or for one column of a flat vector. */
export interface Categories extends Column {
  values: (string | number)[];
}

/** Where each encoder keeps the choices it knows. */
const ENCODERS: Record<string, string[]> = {
  OneHotEncoder: ['cats_strings', 'cats_int64s'],
  LabelEncoder: ['keys_strings', 'keys_int64s', 'keys_floats', 'classes_strings'],
  CategoryMapper: ['cats_strings', 'cats_int64s'],
};

/** Nobody chooses from a longer list; such an encoder is a hash table or a vocabulary. */
const MOST_CHOICES = 10_000;
/** Of all inputs together: one encoder over thousands of columns would be written down thousands of times. */
const MOST_IN_ALL = 200_000;

/** The choices of every input or column that an encoder reads as it is. */
export function readCategories(wiring: Wiring, trace: (value: string) => TracedColumns | null): Categories[] {
  const found = new Map<string, Categories>();
  let total = 0;
  for (const node of wiring.model.graph.nodes) {
    const names = ENCODERS[node.op];
    const [value] = node.inputs;
    if (!names || node.domain !== 'ai.onnx.ml' || value === undefined) continue;
    const columns = plainColumns(trace(value));
    if (!columns || columns.length === 0) continue;
    const choices = labelList(wiring.model.bytes, node, names);
    if (choices.length === 0 || choices.length > MOST_CHOICES) continue;
    for (const column of wholeInput(columns, wiring) ?? columns) {
      total += choices.length;
      if (total > MOST_IN_ALL) return [...found.values()];
      addChoices(found, { column, choices, wiring, node });
    }
  }
  return [...found.values()];
}

/** One encoder over all columns of an input speaks of the input as a whole. */
function wholeInput(columns: Column[], { inputOf }: Wiring): Column[] | null {
  const [first] = columns;
  if (!first || first.index === null || !columns.every(({ input, index }, i) => input === first.input && index === i)) {
    return null;
  }
  const type = inputOf(first.input)?.type;
  const width = type?.kind === 'tensor' ? type.shape?.at(-1) : null;
  return width === columns.length ? [{ input: first.input, index: null }] : null;
}

interface Choice {
  column: Column;
  choices: (string | number)[];
  wiring: Wiring;
  node: Node;
}

function addChoices(found: Map<string, Categories>, { column, choices, wiring, node }: Choice): void {
  const input = wiring.inputOf(column.input);
  const isText = input !== undefined && datatypeOf(input.type) === 'BYTES';
  // A number cast to text before its encoder (or the other way round) is still fed as what the input takes.
  const values = isText ? choices.map(String) : choices.map(Number);
  const isOldLabelEncoder =
    node.op === 'LabelEncoder' && node.attributes.some(({ name }) => name === 'classes_strings');
  if (!isText && (isOldLabelEncoder || values.some((value) => !Number.isFinite(value)))) return;
  const key = `${column.index ?? ''}:${column.input}`;
  if (!found.has(key)) found.set(key, { ...column, values });
}
