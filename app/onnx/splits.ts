import { readAttribute } from './attributes.ts';
import type { TracedColumns } from './column.ts';
import type { Attribute, Node } from './graph.ts';
import { readFirstNumbers, type StoredTensor } from './tensor.ts';
import { eachField, readFloats, readSmall, readText, STOP, valueSpan, WIRE } from './wire.ts';
import type { Wiring } from './wiring.ts';

/** What the trees of a model ask of one column. */
export interface Splits {
  /** How many different thresholds, counted up to 1,000. */
  count: number;
  lowest: number;
  highest: number;
  /** The one in the middle, and those with one in ten beyond them. */
  middle: number;
  tenth: number;
  ninetieth: number;
  /**
   * Whether they lie between whole numbers, as they do when all the values they were learned from are whole;
   * `yes-no`: all of them between 0 and 1.
   */
  grid: 'yes-no' | 'whole' | 'any';
}

/** Splits read of a model: the first ones of a large forest are as good as all. */
const MOST_SPLITS = 20_000;
const MOST_THRESHOLDS = 1_000;
const MOST_CODES = 200;
/** LightGBM writes 'up to zero' as 1e-35, and rounding moves a half a little. */
const TINY = 1e-30;
const ROUNDING = 1e-6;
const MOST_ROUNDING = 0.01;
/** Fewer thresholds at whole numbers may be chance. */
const MANY_CUTS = 4;

const TREES = new Set(['TreeEnsembleClassifier', 'TreeEnsembleRegressor', 'TreeEnsemble']);
/** Modes of the operator TreeEnsemble, by number. */
const MODES = ['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GTE', 'BRANCH_GT', 'BRANCH_EQ', 'BRANCH_NEQ'];

/** Thresholds and codes that the splits on one column compare with. */
export interface Compared {
  /** By threshold: whether a value of just this size goes the way of the smaller ones. */
  thresholds: Map<number, boolean>;
  /** Single values that are told from all others, as codes of categories are. */
  codes: Set<number>;
}

export function isTrees(node: Node): boolean {
  return node.domain === 'ai.onnx.ml' && TREES.has(node.op);
}

/** Reads the splits of a node of trees, turned back into the values of the input's columns; `visit` gets each. */
export function readSplits(
  wiring: Wiring,
  node: Node,
  { columns, comparedOf }: { columns: TracedColumns; comparedOf: (place: number) => Compared | null },
): void {
  const places = smallNumbers(wiring, node, 'nodes_featureids');
  const { values, modes } = node.op === 'TreeEnsemble' ? newLists(wiring, node) : oldLists(wiring, node);
  for (const [i, place] of places.entries()) {
    const column = columns[place];
    const mode = modes[i];
    const split = values[i];
    if (!column || mode === undefined || mode === 'LEAF' || split === undefined) continue;
    const threshold = split / column.scale + column.offset;
    const compared = Number.isFinite(threshold) ? comparedOf(place) : null;
    if (!compared) continue;
    if (mode === 'BRANCH_EQ' || mode === 'BRANCH_NEQ') addTo(compared.codes, threshold);
    else if (compared.thresholds.size < MOST_THRESHOLDS) {
      const isWithSmaller = (mode === 'BRANCH_LEQ' || mode === 'BRANCH_GT') === column.scale > 0;
      compared.thresholds.set(threshold, isWithSmaller);
    }
  }
}

function addTo(codes: Set<number>, code: number): void {
  if (codes.size < MOST_CODES) codes.add(code);
}

function oldLists(wiring: Wiring, node: Node): { values: number[]; modes: string[] } {
  const stored = readAttribute(wiring.model.bytes, node, 'nodes_values_as_tensor').tensor;
  const values = stored ? firstNumbers(wiring, stored) : floatsOf(wiring, node);
  const modes: string[] = [];
  scan({ wiring, node, name: 'nodes_modes' }, (field) => {
    if (field.number === 9) modes.push(readText(wiring.model.bytes, valueSpan(field)));
    return modes.length;
  });
  return { values, modes };
}

function newLists(wiring: Wiring, node: Node): { values: number[]; modes: (string | undefined)[] } {
  const { bytes } = wiring.model;
  const [splits, modes] = ['nodes_splits', 'nodes_modes'].map((name) => readAttribute(bytes, node, name).tensor);
  return {
    values: splits ? firstNumbers(wiring, splits) : [],
    modes: modes ? rawBytes(bytes, modes).map((mode) => MODES[mode]) : [],
  };
}

function firstNumbers({ model }: Wiring, tensor: StoredTensor): number[] {
  return readFirstNumbers(model.bytes, tensor, MOST_SPLITS) ?? [];
}

/** The elements of a constant of bytes. */
function rawBytes(file: Uint8Array, tensor: StoredTensor): number[] {
  const found: number[] = [];
  eachField(file, tensor, (field) => {
    if (field.number === 9)
      found.push(...file.subarray(field.valueStart, Math.min(field.end, field.valueStart + MOST_SPLITS)));
    else if (field.number === 5 && field.wireType === WIRE.bytes) {
      for (let at = field.valueStart; at < field.end && found.length < MOST_SPLITS; at++) found.push(file[at] ?? 0);
    }
  });
  return found;
}

function floatsOf(wiring: Wiring, node: Node): number[] {
  const values: number[] = [];
  scan({ wiring, node, name: 'nodes_values' }, (field) => {
    if (field.number !== 7) return values.length;
    const end = Math.min(field.end, field.valueStart + 4 * MOST_SPLITS);
    readFloats(wiring.model.bytes, { ...field, end }, values);
    return values.length;
  });
  return values;
}

function smallNumbers(wiring: Wiring, node: Node, name: string): number[] {
  const { bytes } = wiring.model;
  const values: number[] = [];
  scan({ wiring, node, name }, (field) => {
    if (field.number !== 8) return values.length;
    const isPacked = field.wireType === WIRE.bytes;
    for (let at = field.valueStart; at < field.end && values.length < MOST_SPLITS; at++) {
      values.push(readSmall(bytes, at));
      while ((bytes[at] ?? 0) >= 128 && at < field.end) at++;
      if (!isPacked) break;
    }
    return values.length;
  });
  return values;
}

type Visit = (field: Parameters<Parameters<typeof eachField>[2]>[0]) => number;

interface Place {
  wiring: Wiring;
  node: Node;
  name: string;
}

/** Visits the parts of an attribute until enough values came together; `visit` says how many there are. */
function scan({ wiring, node, name }: Place, visit: Visit): void {
  const attribute = node.attributes.find((candidate: Attribute) => candidate.name === name);
  if (!attribute) return;
  eachField(wiring.model.bytes, attribute, (field) => (visit(field) >= MOST_SPLITS ? STOP : undefined));
}

/** What thresholds tell together; null when there are none. */
export function summariseSplits({ thresholds }: Compared): Splits | null {
  const sorted = Float64Array.from(thresholds.keys(), (value) => (Math.abs(value) < TINY ? 0 : value)).sort();
  const [lowest] = sorted;
  const highest = sorted.at(-1);
  const thresholdAt = (share: number): number => sorted[Math.round((sorted.length - 1) * share - 0.01)] ?? 0;
  if (lowest === undefined || highest === undefined) return null;
  const cuts = [...thresholds].map(([value, isWithSmaller]) => cutOf(value, isWithSmaller));
  const isYesNo = cuts.every((cut) => cut === 'after 0');
  return {
    count: sorted.length,
    lowest,
    highest,
    middle: thresholdAt(0.5),
    tenth: thresholdAt(0.1),
    ninetieth: thresholdAt(0.9),
    grid: isYesNo ? 'yes-no' : isWholeGrid(cuts) ? 'whole' : 'any',
  };
}

/** Where a threshold cuts: between 0 and 1, between any two whole numbers next to each other, at one, elsewhere. */
type Cut = 'after 0' | 'between' | 'at' | 'elsewhere';

/** Middles between neighbours are halves; between whole numbers further apart every second one is whole itself. */
function isWholeGrid(cuts: readonly Cut[]): boolean {
  const between = cuts.filter((cut) => cut === 'after 0' || cut === 'between').length;
  const at = cuts.filter((cut) => cut === 'at').length;
  return between + at === cuts.length && (at === 0 || (cuts.length >= MANY_CUTS && between * 4 >= cuts.length));
}

function cutOf(threshold: number, isWithSmaller: boolean): Cut {
  if (Math.abs(threshold) < TINY) return isWithSmaller ? 'after 0' : 'between';
  const slack = Math.min(MOST_ROUNDING, ROUNDING * Math.max(1, Math.abs(threshold)));
  const below = Math.floor(threshold);
  if (Math.abs(threshold - below - 0.5) <= slack) return below === 0 ? 'after 0' : 'between';
  const whole = Math.round(threshold);
  if (Math.abs(threshold - whole) > slack) return 'elsewhere';
  // 'Below 3' is 'up to 2', as XGBoost says it.
  if (isWithSmaller) return 'at';
  return whole === 1 ? 'after 0' : 'between';
}
