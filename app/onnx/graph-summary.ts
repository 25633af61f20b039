import { readAttribute } from './attributes.ts';
import type { Node } from './graph.ts';
import type { OnnxModel } from './model.ts';
import { inferShapes, type Shapes } from './shapes.ts';

/** How large a graph is, in the figures people compare models by. */
export interface GraphSummary {
  /** The most used operators, most first. */
  operators: { name: string; count: number }[];
  nodeCount: number;
  parameterCount: number;
  /** Multiplications with addition for one row; null where nothing is counted that way. */
  macs: number | null;
  /** Some operators could not be counted. */
  isAtLeast: boolean;
}

const MOST_OPERATORS = 40;
/** A larger graph is an unrolled loop: its operators are counted, its work is not. */
const MOST_NODES = 100_000;

/** Counts operators and parameters, and estimates the work of one row from the shapes the file tells. */
export function summariseGraph(model: OnnxModel): GraphSummary {
  const operators = [...model.operatorCounts]
    .map(([name, count]) => ({ name, count }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));
  return {
    operators: operators.slice(0, MOST_OPERATORS),
    nodeCount: operators.reduce((sum, { count }) => sum + count, 0),
    parameterCount: Math.round(model.parameterCount),
    ...(model.graph.nodes.length > MOST_NODES ? { macs: null, isAtLeast: false } : estimate(model)),
  };
}

function estimate(model: OnnxModel): Pick<GraphSummary, 'macs' | 'isAtLeast'> {
  const shapes = inferShapes(model);
  let macs = 0;
  let counted = 0;
  let isAtLeast = false;
  for (const node of model.graph.nodes) {
    const count = COUNTED[node.op];
    if (!count) continue;
    const found = count(node, shapes, model);
    if (found === null || !Number.isFinite(found)) isAtLeast = true;
    else {
      macs += found;
      counted += 1;
    }
  }
  return { macs: counted === 0 ? null : macs, isAtLeast };
}

type Count = (node: Node, shapes: Shapes, model: OnnxModel) => number | null;

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/** Work per operator: one multiplication with one addition for each weight and place it is used at. */
const COUNTED: Record<string, Count> = {
  Conv: ({ inputs, outputs }, shapes) => {
    const weights = shapes.get(inputs[1] ?? '');
    const out = shapes.get(outputs[0] ?? '');
    return weights && out ? product(out) * product(weights.slice(1)) : null;
  },
  ConvTranspose: ({ inputs }, shapes) => {
    const weights = shapes.get(inputs[1] ?? '');
    const given = shapes.get(inputs[0] ?? '');
    return weights && given ? product(given) * product(weights.slice(1)) : null;
  },
  Gemm: ({ inputs, outputs }, shapes) => {
    const a = shapes.get(inputs[0] ?? '');
    const out = shapes.get(outputs[0] ?? '');
    return a && out?.[0] ? (product(a) / out[0]) * product(out) : null;
  },
  MatMul: ({ inputs, outputs }, shapes) => {
    const depth = shapes.get(inputs[0] ?? '')?.at(-1);
    const out = shapes.get(outputs[0] ?? '');
    return depth !== undefined && out ? product(out) * depth : null;
  },
  LinearClassifier: linear,
  LinearRegressor: linear,
};

function linear(node: Node, _shapes: Shapes, model: OnnxModel): number {
  return readAttribute(model.bytes, node, 'coefficients').floats.length;
}
