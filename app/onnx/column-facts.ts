import { readAttribute } from './attributes.ts';
import { at, type Column, isPlain, type TracedColumn, type TracedColumns } from './column.ts';
import type { Node } from './graph.ts';
import { type Compared, isTrees, readSplits, type Splits, summariseSplits } from './splits.ts';
import type { Wiring } from './wiring.ts';

/** What the graph tells of the values of an input, or of one column of it, beside its choices. */
export interface ColumnFacts extends Column {
  /** The mean of the data it was trained with, and how far it spreads (standard deviation), as a scaler keeps them. */
  centre?: number;
  spread?: number;
  /** The lowest and the highest value, and what tells: a scaler of ranges, a list of as many entries, a cut. */
  low?: number;
  high?: number;
  limitsFrom?: 'scaler' | 'table' | 'clip';
  splits?: Splits;
  /** Single values that trees tell from all others, as codes of categories are; sorted. */
  codes?: number[];
  /** What stands for a missing value. */
  missing?: number | string;
  /** The graph takes the text apart itself. */
  isProse?: boolean;
  /** Nothing in the graph reads the input. */
  isUnused?: boolean;
}

/** Columns that anything is kept of: a form with more has no room for it. */
const MOST_COLUMNS = 1_000;

/** Operators that take words out of a text. */
const OF_WORDS = new Set(['StringNormalizer', 'Tokenizer', 'TfIdfVectorizer', 'StringSplit', 'RegexSplit']);

const SCALES = new Set(['Scaler', 'Add', 'Mul', 'Div']);
const HAS_BODY = new Set(['If', 'Loop', 'Scan', 'SequenceMap']);

type Trace = (value: string) => TracedColumns | null;

interface Gathering {
  wiring: Wiring;
  trace: Trace;
  /** What is known of a column so far; null for one too many. */
  factsOf(column: TracedColumn): (ColumnFacts & { compared?: Compared }) | null;
}

/** Gathers what scalers, trees, imputers and tables of the graph tell of its inputs. */
export function readColumnFacts(wiring: Wiring, trace: Trace): ColumnFacts[] {
  const found = new Map<string, ColumnFacts & { compared?: Compared }>();
  const gathering: Gathering = {
    wiring,
    trace,
    factsOf: ({ input, index }) => {
      const key = `${index ?? ''}:${input}`;
      const known = found.get(key);
      if (known || found.size >= MOST_COLUMNS || isWide(wiring, input)) return known ?? null;
      const facts = { input, index };
      found.set(key, facts);
      return facts;
    },
  };
  for (const node of wiring.model.graph.nodes) gatherFrom(node, gathering);
  for (const input of unusedInputs(wiring)) {
    const facts = gathering.factsOf({ input, index: null, offset: 0, scale: 1 });
    if (facts) facts.isUnused = true;
  }
  return [...found.values()].map(finish).filter((facts) => Object.keys(facts).length > 2);
}

/** Inputs that no node reads and no output gives back; none where bodies of loops and branches may read them unseen. */
function unusedInputs({ model, inputs }: Wiring): string[] {
  const { nodes, outputs } = model.graph;
  if (nodes.some(({ op }) => HAS_BODY.has(op))) return [];
  const read = new Set([...nodes.flatMap((node) => node.inputs), ...outputs.map(({ name }) => name)]);
  const unused = inputs.map(({ name }) => name).filter((name) => !read.has(name));
  // A model that reads nothing at all is no reason for an empty form.
  return unused.length < inputs.length ? unused : [];
}

/** Whether an input has more columns than become fields. */
function isWide({ inputOf }: Wiring, name: string): boolean {
  const type = inputOf(name)?.type;
  const width = type?.kind === 'tensor' ? type.shape?.at(-1) : null;
  return typeof width === 'number' && width > MOST_COLUMNS;
}

function finish({ compared, ...facts }: ColumnFacts & { compared?: Compared }): ColumnFacts {
  const splits = compared && summariseSplits(compared);
  const codes = compared ? [...compared.codes].sort((a, b) => a - b) : [];
  return { ...facts, ...(splits && { splits }), ...(codes.length > 0 && { codes }) };
}

function gatherFrom(node: Node, gathering: Gathering): void {
  if (isTrees(node)) fromTrees(node, gathering);
  else if (node.op === 'Imputer') fromImputer(node, gathering);
  else if (node.op === 'Clip') fromClip(node, gathering);
  else if (node.op === 'BatchNormalization') fromBatchNormalization(node, gathering);
  else if (node.op === 'Gather') fromTable(node, gathering);
  else if (OF_WORDS.has(node.op)) fromWords(node, gathering);
  else if (SCALES.has(node.op)) fromScaler(node, gathering);
}

/** Adds to what is known of the columns that a value consists of. */
function addEach(
  value: string | undefined,
  { trace, factsOf }: Gathering,
  add: (facts: ColumnFacts, column: TracedColumn, place: number) => void,
): void {
  const columns = value === undefined ? null : trace(value);
  if (!columns || columns.length > MOST_COLUMNS) return;
  columns.forEach((column, place) => {
    const facts = column && factsOf(column);
    if (facts) add(facts, column, place);
  });
}

/**
 * A scaler of scikit-learn, or the arithmetic it is written as: less the mean, by the standard deviation. Multiplied
 * first and then moved it is a scaler of ranges: the lowest value became 0 and the highest 1.
 */
function fromScaler(node: Node, gathering: Gathering): void {
  const { wiring } = gathering;
  const before = node.inputs.map(wiring.producerOf).find((maker) => maker && maker.op !== 'Constant');
  const isRange = node.op === 'Add' && before?.op === 'Mul';
  const isStandard = node.op === 'Scaler' || ((node.op === 'Div' || node.op === 'Mul') && before?.op === 'Sub');
  if (!isRange && !isStandard) return;
  addEach(node.outputs[0], gathering, (facts, { offset, scale }) => {
    if (facts.spread !== undefined || facts.low !== undefined) return;
    if (isRange) Object.assign(facts, { low: offset, high: offset + 1 / scale, limitsFrom: 'scaler' });
    else if (scale > 0 && !(offset === 0 && scale === 1)) Object.assign(facts, { centre: offset, spread: 1 / scale });
  });
}

/** A network's own scaler of its inputs: mean and variance are its fourth and fifth input. */
function fromBatchNormalization(node: Node, gathering: Gathering): void {
  const [means, variances] = [3, 4].map((place) => gathering.wiring.numbers(node.inputs[place]));
  if (!means || !variances) return;
  addEach(node.inputs[0], gathering, (facts, column, place) => {
    const variance = at(variances, place);
    if (!isPlain(column) || !(variance > 0) || facts.spread !== undefined) return;
    Object.assign(facts, { centre: at(means, place), spread: Math.sqrt(variance) });
  });
}

function fromTrees(node: Node, gathering: Gathering): void {
  const columns = node.inputs[0] === undefined ? null : gathering.trace(node.inputs[0]);
  if (!columns) return;
  const comparedOf = (place: number): Compared | null => {
    const column = columns[place];
    const facts = column ? gathering.factsOf(column) : null;
    if (!facts) return null;
    facts.compared ??= { thresholds: new Map(), codes: new Set() };
    return facts.compared;
  };
  readSplits(gathering.wiring, node, { columns, comparedOf });
}

function fromImputer(node: Node, gathering: Gathering): void {
  const { bytes } = gathering.wiring.model;
  const { floats } = readAttribute(bytes, node, 'imputed_value_floats');
  const ints = readAttribute(bytes, node, 'imputed_value_int64s').ints.map(Number);
  const values = floats.length > 0 ? floats : ints;
  if (values.length === 0) return;
  addEach(node.inputs[0], gathering, (facts, column, place) => {
    const value = at(values, place);
    if (isPlain(column) && Number.isFinite(value)) facts.missing ??= value;
  });
}

function fromClip(node: Node, gathering: Gathering): void {
  const { wiring } = gathering;
  const bounds = ['min', 'max'].map((name, i) => {
    const [own] = readAttribute(wiring.model.bytes, node, name).floats;
    return own ?? wiring.numbers(node.inputs[i + 1])?.[0];
  });
  const [low, high] = bounds;
  if (low === undefined || high === undefined || !(high > low) || high - low > Number.MAX_SAFE_INTEGER) return;
  addEach(node.inputs[0], gathering, (facts, column) => {
    if (isPlain(column) && facts.low === undefined) Object.assign(facts, { low, high, limitsFrom: 'clip' });
  });
}

/** A column that picks a row of a table of weights is a number from 0 to as many as it has rows. */
function fromTable(node: Node, gathering: Gathering): void {
  const { wiring } = gathering;
  const rows = wiring.constantOf(node.inputs[0])?.dims[0];
  if (rows === undefined || rows < 1 || wiring.intAttribute(node, 'axis', 0) !== 0) return;
  addEach(node.inputs[1], gathering, (facts, column) => {
    if (isPlain(column) && facts.low === undefined)
      Object.assign(facts, { low: 0, high: rows - 1, limitsFrom: 'table' });
  });
}

function fromWords(node: Node, gathering: Gathering): void {
  addEach(node.inputs[0], gathering, (facts, column) => {
    if (isPlain(column)) facts.isProse = true;
  });
}
