import { onnxError } from './onnx-error.ts';
import { readStoredTensor, type StoredTensor } from './tensor.ts';
import { readValueInfo, type ValueInfo } from './value-type.ts';
import { eachField, type Field, readText, type Span, valueSpan, WIRE } from './wire.ts';

/** An operator at work (NodeProto). */
export interface Node extends Span {
  op: string;
  domain: string;
  inputs: string[];
  outputs: string[];
  attributes: Attribute[];
}

/** An attribute, whose values are read when asked for (attributes.ts). */
export interface Attribute extends Span {
  name: string;
}

export interface Graph extends Span {
  nodes: Node[];
  initializers: StoredTensor[];
  inputs: ValueInfo[];
  outputs: ValueInfo[];
  /** Declared types of values inside the graph; few exporters write them. */
  values: ValueInfo[];
}

/** What is gathered while graphs are read, those in the bodies of loops and branches included. */
export interface Findings {
  /** Operators by name, with their domain unless it is the default one. */
  operators: Set<string>;
  /** Locations of weights outside the file, as written. */
  externalFiles: Set<string>;
  /** How often each operator is used. */
  operatorCounts: Map<string, number>;
  /** Numbers the model has learned: elements of real and quantised tensors, and real numbers in attributes. */
  parameterCount: number;
}

/** Real numbers, and the bytes that stand for them in quantised models; whole numbers are shapes and places. */
const LEARNED_TYPES: ReadonlySet<number> = new Set([1, 2, 3, 10, 11, 16, 17, 18, 19, 20, 21, 22, 23]);

function elementsOf(dims: readonly number[]): number {
  return dims.reduce((product, size) => product * size, 1);
}

/** Bodies within bodies; real models stay below ten. */
const DEEPEST_GRAPH = 32;

/**
 * Reads a GraphProto and everything below it.
 * @throws FL_CHECK_TRUNCATED, FL_CHECK_CANNOT_LOAD (nested too deep)
 */
export function readGraph(file: Uint8Array, span: Span, findings: Findings): Graph {
  return createGraphReader(file, findings).graph(span, 0);
}

/** Reads the nodes of a FunctionProto for what they use. */
export function readFunction(file: Uint8Array, span: Span, findings: Findings): void {
  const read = createGraphReader(file, findings);
  eachField(file, span, (field) => {
    if (field.number === 7) read.node(valueSpan(field), 0);
  });
}

function createGraphReader(file: Uint8Array, findings: Findings) {
  function graph(span: Span, depth: number): Graph {
    if (depth > DEEPEST_GRAPH) {
      throw onnxError('FL_CHECK_CANNOT_LOAD', 'The loops and branches of the model are nested too deep to be loaded.');
    }
    const result: Graph = { ...span, nodes: [], initializers: [], inputs: [], outputs: [], values: [] };
    eachField(file, span, (field) => {
      if (field.number === 1) result.nodes.push(node(valueSpan(field), depth));
      else if (field.number === 5) result.initializers.push(tensor(valueSpan(field)));
      else if (field.number === 11) result.inputs.push(readValueInfo(file, valueSpan(field)));
      else if (field.number === 12) result.outputs.push(readValueInfo(file, valueSpan(field)));
      else if (field.number === 13) result.values.push(readValueInfo(file, valueSpan(field)));
      else if (field.number === 15) sparseTensor(valueSpan(field));
    });
    return result;
  }

  function node(span: Span, depth: number): Node {
    const result: Node = { ...span, op: '', domain: '', inputs: [], outputs: [], attributes: [] };
    eachField(file, span, (field) => {
      if (field.number === 1) result.inputs.push(readText(file, valueSpan(field)));
      else if (field.number === 2) result.outputs.push(readText(file, valueSpan(field)));
      else if (field.number === 4) result.op = readText(file, valueSpan(field));
      else if (field.number === 5) result.attributes.push(attribute(valueSpan(field), depth));
      else if (field.number === 7) result.domain = readText(file, valueSpan(field));
    });
    if (result.domain === 'ai.onnx') result.domain = '';
    const operator = result.domain === '' ? result.op : `${result.domain}.${result.op}`;
    findings.operators.add(operator);
    findings.operatorCounts.set(operator, (findings.operatorCounts.get(operator) ?? 0) + 1);
    return result;
  }

  function attribute(span: Span, depth: number): Attribute {
    const result: Attribute = { ...span, name: '' };
    eachField(file, span, (field: Field) => {
      // A forest has millions of these, one field each.
      if (field.number === 7)
        findings.parameterCount += field.wireType === WIRE.bytes ? (field.end - field.valueStart) / 4 : 1;
      if (field.number === 7 || field.number === 8) return;
      if (field.number === 1) result.name = readText(file, valueSpan(field));
      else if (field.number === 5 || field.number === 10) tensor(valueSpan(field));
      else if (field.number === 6 || field.number === 11) graph(valueSpan(field), depth + 1);
      else if (field.number === 22 || field.number === 23) sparseTensor(valueSpan(field));
    });
    return result;
  }

  function tensor(span: Span): StoredTensor {
    const result = readStoredTensor(file, span);
    if (LEARNED_TYPES.has(result.elementType)) findings.parameterCount += elementsOf(result.dims);
    if (result.externalFile !== null) findings.externalFiles.add(result.externalFile);
    return result;
  }

  function sparseTensor(span: Span): void {
    eachField(file, span, (field) => {
      if (field.number === 1 || field.number === 2) tensor(valueSpan(field));
    });
  }

  return { graph, node };
}
