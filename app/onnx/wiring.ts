import { readAttribute, wholeNumberLabel } from './attributes.ts';
import type { Node } from './graph.ts';
import type { OnnxModel } from './model.ts';
import { readLabels, readNumbers, readWholeNumbers, type StoredTensor } from './tensor.ts';
import type { ValueInfo } from './value-type.ts';

/** Which node makes a value, and what is constant: the main graph seen from its values. */
export interface Wiring {
  model: OnnxModel;
  /** Inputs that must be fed: those without an initializer of the same name. */
  inputs: ValueInfo[];
  producerOf(value: string | undefined): Node | undefined;
  inputOf(value: string): ValueInfo | undefined;
  /** The whole numbers a value always has, or null when it is not such a constant. */
  wholeNumbers(value: string | undefined): number[] | null;
  /** The numbers a value always has, of any shape, in order; null when it is no short constant. */
  numbers(value: string | undefined): number[] | null;
  /** The constant a value always is: its shape and type. */
  constantOf(value: string | undefined): StoredTensor | undefined;
  /** The labels a value always has, or null. */
  labels(value: string | undefined): (string | number)[] | null;
  /** The single whole number of an attribute, or what holds when the node does not have it. */
  intAttribute(node: Node, name: string, missing: number): number;
  /** A list of whole numbers from an attribute (old opsets) or else from an input of the node (new ones). */
  listOf(node: Node, from: { attribute: string; input: number }): number[] | null;
}

export function createWiring(model: OnnxModel): Wiring {
  const { bytes, graph } = model;
  const producers = new Map<string, Node>();
  for (const node of graph.nodes) for (const output of node.outputs) producers.set(output, node);
  const initializers = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const inputs = graph.inputs.filter(({ name }) => !initializers.has(name));
  const byName = new Map(inputs.map((input) => [input.name, input]));

  function storedAt(value: string | undefined): StoredTensor | undefined {
    if (value === undefined || value === '') return undefined;
    const stored = initializers.get(value);
    if (stored) return stored;
    const node = producers.get(value);
    return node?.op === 'Constant' ? (readAttribute(bytes, node, 'value').tensor ?? undefined) : undefined;
  }

  function wholeNumbers(value: string | undefined): number[] | null {
    const stored = storedAt(value);
    if (stored) return readWholeNumbers(bytes, stored);
    const node = value === undefined ? undefined : producers.get(value);
    if (node?.op !== 'Constant') return null;
    const ints = [...readAttribute(bytes, node, 'value_ints').ints, ...readAttribute(bytes, node, 'value_int').ints];
    return ints.length > 0 ? ints.map(Number) : null;
  }

  function numbers(value: string | undefined): number[] | null {
    const stored = storedAt(value);
    if (stored) return readNumbers(bytes, stored);
    const node = value === undefined ? undefined : producers.get(value);
    if (node?.op !== 'Constant') return null;
    const floats = ['value_floats', 'value_float'].flatMap((name) => readAttribute(bytes, node, name).floats);
    return floats.length > 0 ? floats : wholeNumbers(value);
  }

  return {
    model,
    inputs,
    producerOf: (value) => (value === undefined ? undefined : producers.get(value)),
    inputOf: (value) => byName.get(value),
    wholeNumbers,
    numbers,
    constantOf: storedAt,
    labels: (value) => {
      const stored = storedAt(value);
      return stored ? readLabels(bytes, stored) : null;
    },
    intAttribute: (node, name, missing) => {
      if (!node.attributes.some((attribute) => attribute.name === name)) return missing;
      return Number(readAttribute(bytes, node, name).ints[0] ?? 0n);
    },
    listOf: (node, { attribute, input }) => {
      const { ints } = readAttribute(bytes, node, attribute);
      return ints.length > 0 ? ints.map(Number) : wholeNumbers(node.inputs[input]);
    },
  };
}

/** The list of labels or choices a node carries under one of several attribute names, in the order of the names. */
export function labelList(file: Uint8Array, node: Node, names: readonly string[]): (string | number)[] {
  for (const name of names) {
    const { texts, ints, floats } = readAttribute(file, node, name);
    if (texts.length > 0) return texts;
    if (ints.length > 0) return ints.map(wholeNumberLabel);
    if (floats.length > 0) return floats.filter((value) => Number.isFinite(value));
  }
  return [];
}
