import type { Node } from './graph.ts';
import { datatypeOf, type ValueInfo } from './value-type.ts';
import { labelList, type Wiring } from './wiring.ts';
import { isZipMap, zipMapLabels } from './zip-map.ts';

/** What the graph tells about a classifier's answer. */
export interface ClassFacts {
  /** The label list, in the order of the score columns. */
  classes: (string | number)[] | null;
  labelOutput: string | null;
  scoresOutput: string | null;
}

/** Classifiers give the label first and the scores second. */
const CLASSIFIERS = new Set(['LinearClassifier', 'TreeEnsembleClassifier', 'SVMClassifier']);
const LABEL_LISTS = ['classlabels_strings', 'classlabels_ints', 'classlabels_int64s'];

const LONGEST_CHAIN = 64;
/** Between a classifier's label and the output: the same label in another shape or type. */
const KEEPS_LABEL = new Set(['Identity', 'Cast', 'Reshape', 'Squeeze', 'Unsqueeze', 'Flatten']);
/** Between the scores and the output: one score a class stays one score a class, read along the first input. */
const KEEPS_SCORES = new Set([
  'Identity',
  'Cast',
  'ZipMap',
  'Normalizer',
  'Softmax',
  'Sigmoid',
  'Exp',
  'Sub',
  'Add',
  'Mul',
  'Div',
  'Clip',
]);

interface LabelSource {
  output: string;
  classes: (string | number)[];
  /** The value that holds the scores the label was chosen from. */
  scores: string | undefined;
}

/** Finds the label list, and which outputs carry the label and the scores, where the graph tells. */
export function readClasses(wiring: Wiring): ClassFacts {
  const { outputs } = wiring.model.graph;
  const label = firstOf(outputs, (output) => labelSource(wiring, output));
  const zipped = firstOf(outputs, ({ name }) => zippedLabels(wiring, name));
  const classes = label?.classes ?? zipped?.classes ?? null;
  const scores = outputs.find((output) => isScores({ wiring, output, label, classes }));
  return { classes, labelOutput: label?.output ?? null, scoresOutput: scores?.name ?? null };
}

function firstOf<T>(outputs: ValueInfo[], find: (output: ValueInfo) => T | null): T | null {
  for (const output of outputs) {
    const found = find(output);
    if (found !== null) return found;
  }
  return null;
}

function zippedLabels(wiring: Wiring, output: string) {
  const node = wiring.producerOf(output);
  return node && isZipMap(node) ? { classes: zipMapLabels(wiring.model, node) } : null;
}

/** Follows an output back to the classifier, or to the list of labels, that its value is taken from. */
function labelSource(wiring: Wiring, { name, type }: ValueInfo): LabelSource | null {
  const datatype = datatypeOf(type);
  if (datatype !== 'INT64' && datatype !== 'BYTES' && datatype !== 'INT32') return null;
  const encoders: Node[] = [];
  let value = name;
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    const node = wiring.producerOf(value);
    const next = node?.inputs[0];
    if (!node || next === undefined) return null;
    if (CLASSIFIERS.has(node.op) && node.outputs[0] === value) {
      const classes = labelList(wiring.model.bytes, node, LABEL_LISTS);
      return finish({ output: name, classes, scores: node.outputs[1] }, encoders, wiring);
    }
    if (node.op === 'ArrayFeatureExtractor' || node.op === 'Gather') {
      const scores = chosenFrom(wiring, node.inputs[1]);
      const classes = scores === undefined ? null : wiring.labels(next);
      return classes && finish({ output: name, classes, scores }, encoders, wiring);
    }
    if (node.op === 'LabelEncoder') encoders.push(node);
    else if (!KEEPS_LABEL.has(node.op)) return null;
    value = next;
  }
  return null;
}

/** The scores whose largest an index is. */
function chosenFrom(wiring: Wiring, index: string | undefined): string | undefined {
  let node = wiring.producerOf(index);
  for (let step = 0; node && KEEPS_LABEL.has(node.op) && step < LONGEST_CHAIN; step++) {
    node = wiring.producerOf(node.inputs[0]);
  }
  return node?.op === 'ArgMax' ? node.inputs[0] : undefined;
}

/** A LabelEncoder behind a classifier turns its labels into the ones that people know. */
function finish(source: LabelSource, encoders: Node[], { model }: Wiring): LabelSource | null {
  let classes = source.classes;
  for (const encoder of encoders.reverse()) {
    const names = labelList(model.bytes, encoder, ['classes_strings']);
    const keys = labelList(model.bytes, encoder, ['keys_int64s', 'keys_strings', 'keys_floats']);
    const values = labelList(model.bytes, encoder, ['values_strings', 'values_int64s']);
    classes = classes.map((label) => (names.length > 0 ? names[Number(label)] : values[keys.indexOf(label)]) ?? label);
  }
  return classes.length > 0 ? { ...source, classes } : null;
}

interface Candidate {
  wiring: Wiring;
  output: ValueInfo;
  label: LabelSource | null;
  classes: (string | number)[] | null;
}

/** Whether an output carries one score a class: it comes from what the label was chosen from, a ZipMap or a Softmax. */
function isScores({ wiring, output, label, classes }: Candidate): boolean {
  const node = wiring.producerOf(output.name);
  if (node && isZipMap(node)) return true;
  const datatype = datatypeOf(output.type);
  if (datatype !== 'FP32' && datatype !== 'FP64' && datatype !== 'FP16') return false;
  const width = output.type.kind === 'tensor' ? output.type.shape?.at(-1) : null;
  if (classes && typeof width === 'number' && width !== classes.length) return false;
  const isTable = output.type.kind !== 'tensor' || output.type.shape === null || output.type.shape.length === 2;
  if (label?.scores === undefined) {
    // A lone number that went through a Sigmoid is the share of the second of two classes.
    const isShare = node?.op === 'Softmax' || (node?.op === 'Sigmoid' && width === 1);
    return label === null && (isTable || width === 1) && isShare;
  }
  const sources = new Set(chain(wiring, label.scores));
  return chain(wiring, output.name).some((value) => sources.has(value));
}

/** A value and those it was made from, back to where the scores begin. */
function chain(wiring: Wiring, value: string): string[] {
  const values = [value];
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    const node = wiring.producerOf(values.at(-1));
    const next = node?.inputs[0];
    if (!node || next === undefined || !KEEPS_SCORES.has(node.op)) break;
    values.push(next);
  }
  return values;
}
