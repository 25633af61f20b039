import type { ColumnFacts, GraphValue, ModelFacts } from '#app/oip/control.ts';
import { type DescribedInput, rowShape } from '../../description-format.ts';
import { type Bundle, NO_BUNDLE } from '../bundle/bundle.ts';
import { type TokenInput, tokenInputs } from '../bundle/tokens.ts';
import { MOST_INPUTS, type SaidInput } from '../preview-file/schema.ts';
import type { ReferenceMatch } from '../reference/match.ts';
import type { ReferenceColumn } from '../reference/rows.ts';
import { isNumberedRun, listInMetadata } from './column-names.ts';
import { isSingle, type Slot, slotId } from './slot.ts';

/** What tells which values an input consists of. */
export interface SlotSources {
  facts: ModelFacts;
  /** What preview.json says, by name of the graph input. */
  said: ReadonlyMap<string, readonly SaidInput[]>;
  /** Fields of the version before, by name of the graph input. */
  carried: ReadonlyMap<string, readonly DescribedInput[]>;
  reference: ReferenceMatch;
  bundle: Bundle;
}

/** From here on a row of numbers that no data names is read as a curve, unless the graph is one for tables. */
const SERIES_LENGTH = 32;
/** Most columns that become fields of their own: where nothing names them, and where something does. */
const MOST_UNNAMED = 200;
const MOST_NAMED = 1_000;

/** How the data calls the text of a model for one text. */
const TEXT_NAMES = ['text', 'sentence', 'review', 'comment', 'content', 'body', 'message', 'question', 'input'];

/** Where exporters keep the names of columns in a file's metadata. */
const COLUMN_KEYS = ['feature_names', 'feature_names_in_', 'feature_name', 'features', 'columns', 'input_features'];

/** Operators of models on tables; networks for signals and pictures have none of them. */
const TABLE_OPERATOR =
  /^ai\.onnx\.ml\.(ArrayFeatureExtractor|Imputer|Linear\w+|Normalizer|OneHotEncoder|Scaler|SVM\w+|Tree\w+)$/;

/** Every value that a question must hold, in the order of the graph. */
export function slotsOf(sources: SlotSources): Slot[] {
  const graph = graphOf(sources.facts, sources.bundle);
  return sources.facts.inputs.flatMap((input): Slot[] => {
    const block = sources.reference.blockOf(input.name);
    const columns = columnsOf(input, { ...sources, graph });
    const whole = wholeSlot(input, graph);
    if (!columns) return [describeWhole(whole, sources)];
    return columns.names.map((feature, index) => ({
      ...whole,
      index,
      isColumn: true,
      shape: [],
      sizes: [],
      isOpen: false,
      ...columnOf(whole, index, graph),
      tokens: null,
      feature,
      namedBy: feature === null ? null : columns.namedBy,
      column: (feature && sources.reference.byName(feature)) || (block?.[index] ?? null),
    }));
  });
}

/** What the graph tells, by the id of the slot. */
interface Graph {
  choices: ReadonlyMap<string, readonly (string | number)[]>;
  columns: ReadonlyMap<string, ColumnFacts>;
  pictures: ReadonlyMap<string, NonNullable<Slot['picture']>>;
  preparation: Slot['preparation'];
  tokens: ReadonlyMap<string, TokenInput>;
  isForTables: boolean;
  hasOneVector: boolean;
}

function graphOf(facts: ModelFacts, bundle: Bundle): Graph {
  const { inputs, categories, columns = [], pictures = [], operators } = facts;
  return {
    choices: new Map(categories.map(({ input, index, values }) => [slotId(input, index), values])),
    columns: new Map(columns.map((column) => [slotId(column.input, column.index), column])),
    pictures: new Map(pictures.map((picture) => [picture.input, picture])),
    preparation: bundle.picture,
    tokens: tokenInputs(inputs, bundle),
    isForTables: operators.some((operator) => TABLE_OPERATOR.test(operator)),
    hasOneVector: inputs.filter((input) => vectorWidth(input) !== null && vectorWidth(input) !== 1).length < 2,
  };
}

/** What is known of a column; what is known of the whole vector counts for each. */
function columnOf(whole: Slot, index: number, { choices, columns }: Graph): Pick<Slot, 'choices' | 'known'> {
  const id = slotId(whole.name, index);
  return { choices: choices.get(id) ?? whole.choices, known: columns.get(id) ?? whole.known };
}

function wholeSlot(input: GraphValue, graph: Graph): Slot {
  const id = slotId(input.name, null);
  const shape = rowShape(input.shape);
  return {
    name: input.name,
    datatype: input.datatype,
    index: null,
    isColumn: false,
    shape,
    sizes: (input.shape ?? [])
      .slice(-shape.length || Number.POSITIVE_INFINITY)
      .map((size) => (typeof size === 'number' ? size : null)),
    isOpen: isOpen(input),
    choices: graph.choices.get(id) ?? null,
    known: graph.columns.get(id) ?? null,
    picture: graph.pictures.get(input.name) ?? null,
    preparation: graph.preparation,
    tokens: graph.tokens.get(input.name) ?? null,
    isForTables: graph.isForTables,
    isOnlyVector: graph.hasOneVector,
    feature: null,
    namedBy: null,
    column: null,
    block: null,
  };
}

function describeWhole(whole: Slot, { said, carried, reference }: SlotSources): Slot {
  if (whole.tokens?.role === 'ids') return { ...whole, column: textColumn(reference) };
  if (!isSingle(whole)) return { ...whole, block: reference.blockOf(whole.name) };
  const [first] = said.get(whole.name) ?? [];
  const feature = first?.feature ?? carried.get(whole.name)?.[0]?.feature ?? null;
  return {
    ...whole,
    // A single value may be called column 0 of its input.
    index: first?.index === 0 ? 0 : null,
    column: reference.byName(feature ?? whole.name) ?? reference.byName(whole.name),
  };
}

/** The column of the reference rows that holds the text itself. */
function textColumn(reference: ReferenceMatch): ReferenceColumn | null {
  const found = TEXT_NAMES.map((name) => reference.byName(name)).find((column) => column && !column.numeric);
  return found ?? null;
}

interface Columns {
  /** One a column; null where nothing names it. */
  names: (string | null)[];
  namedBy: Slot['namedBy'];
}

interface ColumnSources extends SlotSources {
  graph: Graph;
}

/** The columns of an input whose columns are fields; null when the input is one field. */
function columnsOf(input: GraphValue, sources: ColumnSources): Columns | null {
  const width = toldWidth(input, sources);
  if (width === null || width === 1) return null;
  const said = sources.said.get(input.name) ?? [];
  const carried = sources.carried.get(input.name) ?? [];
  const described = saidColumns(said, width, sources.reference.blockOf(input.name) ?? []);
  if (described) return described;
  if ([...said, ...carried.filter(({ guess }) => !guess)].some(({ index }) => typeof index !== 'number')) return null;
  if (sources.graph.tokens.has(input.name)) return null;
  const known = carriedColumns(carried, width) ?? namedColumns(input, width, sources);
  if (known) return known;
  if (width === 'open' || width > MOST_UNNAMED) return null;
  const hasChoices = Array.from({ length: width }, (_, i) => slotId(input.name, i)).some((id) =>
    sources.graph.choices.has(id),
  );
  const isTable = sources.graph.isForTables || width < SERIES_LENGTH || input.datatype === 'BYTES' || hasChoices;
  return isTable ? { names: new Array<null>(width).fill(null), namedBy: null } : null;
}

/** What preview.json names by index are columns, and then all of the vector is; null when it names none. */
function saidColumns(
  said: readonly SaidInput[],
  width: number | 'open',
  block: readonly ReferenceColumn[],
): Columns | null {
  if (width !== 'open' && width > MOST_INPUTS) return null;
  const names: (string | null)[] = [];
  for (const { index, feature } of said) {
    if (typeof index === 'number' && index < (width === 'open' ? MOST_INPUTS : width)) names[index] = feature ?? null;
  }
  if (names.length === 0) return null;
  const count = width === 'open' ? names.length : width;
  return {
    names: Array.from({ length: count }, (_, i) => names[i] ?? block[i]?.name.trim() ?? null),
    namedBy: 'preview',
  };
}

function carriedColumns(carried: readonly DescribedInput[], width: number | 'open'): Columns | null {
  const columns = carried.filter(({ index }) => index !== undefined);
  // What was only guessed then is guessed again: something may name the columns now.
  const isKnown = columns.some(({ feature, guess }) => feature !== undefined || !guess);
  if (!isKnown || columns.length !== (width === 'open' ? columns.length : width)) return null;
  const byIndex = new Map(columns.map(({ index, feature }) => [index, feature ?? null]));
  const names = columns.map((_, i) => byIndex.get(i) ?? null);
  return { names, namedBy: 'version before' };
}

function namedColumns(input: GraphValue, width: number | 'open', sources: ColumnSources): Columns | null {
  const block = sources.reference.blockOf(input.name)?.map(({ name }) => name.trim());
  if (block && block.length <= MOST_NAMED && !(block.length >= SERIES_LENGTH && isNumberedRun(block))) {
    return { names: block, namedBy: 'reference' };
  }
  if (width === 'open') return null;
  const listed = listInMetadata(sources.facts.metadata, COLUMN_KEYS, width);
  return listed && width <= MOST_NAMED ? { names: listed, namedBy: 'metadata' } : null;
}

/** How many elements a row has when it is a plain vector; null when it is none. */
function vectorWidth({ shape }: GraphValue): number | 'open' | null {
  const row = rowShape(shape);
  if (shape === null || row.length !== 1) return null;
  const size = shape.at(-1);
  if (typeof size !== 'number') return 'open';
  return size > 0 ? size : null;
}

/** A width that the graph leaves open may be written in config.pbtxt; the graph wins where it tells one. */
function toldWidth(input: GraphValue, { bundle }: SlotSources): number | 'open' | null {
  const width = vectorWidth(input);
  return width === 'open' && input.shape?.length === 2 ? (bundle.widths.get(input.name) ?? width) : width;
}

function isOpen({ shape }: GraphValue): boolean {
  return shape?.some((size, i) => i > 0 && typeof size !== 'number') ?? false;
}

/** Finds the slot of a field that a description has already; null when the graph has no such input. */
export function createSlotFinder(facts: ModelFacts): (field: DescribedInput) => Slot | null {
  const inputs = new Map(facts.inputs.map((input) => [input.name, input]));
  const graph = graphOf(facts, NO_BUNDLE);
  return ({ name, index, feature }) => {
    const input = inputs.get(name);
    if (!input) return null;
    const whole = wholeSlot(input, graph);
    const isColumn = index !== undefined && !isSingle(whole);
    const found = { ...whole, index: index ?? null, feature: feature ?? null };
    if (!isColumn) return found;
    return {
      ...found,
      isColumn,
      shape: [],
      sizes: [],
      isOpen: false,
      ...columnOf(whole, index, graph),
    };
  };
}
