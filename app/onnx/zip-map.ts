import protobuf from 'protobufjs/minimal.js';
import type { Node } from './graph.ts';
import type { OnnxModel } from './model.ts';
import { quoteName } from './onnx-error.ts';
import { copyField, type Edit, rewrite } from './rewrite.ts';
import type { Dimension, ValueInfo } from './value-type.ts';
import { eachField } from './wire.ts';
import { labelList } from './wiring.ts';

/** A repaired file and what to tell the publisher. */
export interface Repair {
  bytes: Uint8Array;
  notice: { code: 'repair.zipmap'; message: string };
  /** Names of the outputs that were maps and are tables of scores now. */
  outputs: string[];
  /** Class names of the first of them, in the order of its columns. */
  classes: (string | number)[];
}

const FLOAT = 1;

/** Whether a node is scikit-learn's ZipMap: it turns a table of scores into a sequence of maps. */
export function isZipMap(node: Node): boolean {
  return node.op === 'ZipMap' && node.domain === 'ai.onnx.ml' && node.inputs.length === 1;
}

/** The class names a ZipMap gives to the columns. */
export function zipMapLabels(model: OnnxModel, node: Node): (string | number)[] {
  return labelList(model.bytes, node, ['classlabels_strings', 'classlabels_int64s']);
}

/** A ZipMap that can be cut: its maps leave the graph and nothing inside reads them. */
interface Cut {
  node: Node;
  output: ValueInfo;
  labels: (string | number)[];
}

/** Every ZipMap of a model that can be cut. */
export function findZipMaps(model: OnnxModel): Cut[] {
  const { nodes, outputs } = model.graph;
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  return nodes.filter(isZipMap).flatMap((node) => {
    const output = outputs.find(({ name }) => name === node.outputs[0]);
    if (!output || read.has(output.name)) return [];
    return [{ node, output, labels: zipMapLabels(model, node) }];
  });
}

/** The shape of a cut ZipMap's table: any number of rows, one column a class. */
export function scoresShape({ labels }: { labels: readonly unknown[] }): Dimension[] {
  return [null, labels.length > 0 ? labels.length : null];
}

/**
 * Cuts every ZipMap whose maps leave the graph: the table of scores it read leaves in their place, under their name,
 * as FP32 [N, classes]. All other bytes stay as they are.
 * @returns null when there is none
 */
export function repairZipMap(model: OnnxModel): Repair | null {
  const cuts = findZipMaps(model);
  const [first] = cuts;
  if (!first) return null;
  const edits: Edit[] = cuts.flatMap(({ node, output, labels }) => [
    { span: node, bytes: identityNode(model.bytes, node) },
    { span: output, bytes: scoresValue(output.name, scoresShape({ labels })) },
  ]);
  const names = new Set(cuts.map(({ output }) => output.name));
  const outputs = [...names];
  return {
    bytes: rewrite(model, { edits, dropTypesOf: names }),
    notice: { code: 'repair.zipmap', message: sentence(outputs) },
    outputs,
    classes: first.labels,
  };
}

function sentence(outputs: string[]): string {
  const names = outputs.map(quoteName).join(', ');
  return outputs.length === 1
    ? `The output ${names} was a list of maps (scikit-learn's ZipMap); it is served as a table with one score a class.`
    : `The outputs ${names} were lists of maps (scikit-learn's ZipMap); they are served as tables with one score a class.`;
}

/**
 * The node that takes a ZipMap's place. Everything but operator, domain and attributes stays: an Identity costs
 * nothing, and unlike a renamed value it is right even where others read the scores too.
 */
function identityNode(file: Uint8Array, node: Node): Uint8Array {
  const writer = protobuf.Writer.create();
  eachField(file, node, (field) => {
    if (![4, 5, 7].includes(field.number)) copyField(writer, file, field);
  });
  return writer
    .uint32((4 << 3) | 2)
    .string('Identity')
    .finish();
}

function scoresValue(name: string, shape: Dimension[]): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32((1 << 3) | 2).string(name);
  // ValueInfoProto.type.tensor_type { elem_type, shape { dim … } }
  writer.uint32((2 << 3) | 2).fork();
  writer.uint32((1 << 3) | 2).fork();
  writer.uint32(8).int32(FLOAT);
  writer.uint32((2 << 3) | 2).fork();
  for (const size of shape) {
    writer.uint32((1 << 3) | 2).fork();
    if (typeof size === 'number') writer.uint32(8).int64(size);
    writer.ldelim();
  }
  return writer.ldelim().ldelim().ldelim().finish();
}
