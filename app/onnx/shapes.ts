import { readAttribute } from './attributes.ts';
import type { Node } from './graph.ts';
import type { OnnxModel } from './model.ts';
import type { ValueInfo } from './value-type.ts';

/** Shapes of one row by the name of the value; what cannot be told is not in it. */
export type Shapes = Map<string, number[]>;

/**
 * The shapes of the values of a graph for one row: as the file declares them, else by the rules of the few operators
 * that networks are mostly made of. An estimate for people, never used to run anything.
 */
export function inferShapes({ graph, bytes }: OnnxModel): Shapes {
  const shapes: Shapes = new Map();
  const keep = ({ name, type }: ValueInfo): void => {
    // An open dimension is the number of rows, or what one row has one of.
    if (type.kind === 'tensor' && type.shape)
      shapes.set(
        name,
        type.shape.map((size) => (isSize(size) ? size : 1)),
      );
  };
  for (const value of [...graph.inputs, ...graph.values]) keep(value);
  for (const { name, dims } of graph.initializers) shapes.set(name, dims);
  for (const node of graph.nodes) {
    const [output] = node.outputs;
    if (output === undefined || shapes.has(output)) continue;
    const found = shapeOf(node, { shapes, bytes });
    if (found?.every((size) => size >= 0 && Number.isSafeInteger(size))) shapes.set(output, found);
  }
  return shapes;
}

function isSize(size: number | string | null): size is number {
  return typeof size === 'number' && size > 0;
}

interface Known {
  shapes: Shapes;
  bytes: Uint8Array;
}

const SAME: ReadonlySet<string> = new Set([
  ...['Relu', 'LeakyRelu', 'PRelu', 'Elu', 'Selu', 'Sigmoid', 'HardSigmoid', 'HardSwish', 'Tanh', 'Softplus', 'Gelu'],
  ...['Clip', 'Identity', 'Dropout', 'BatchNormalization', 'InstanceNormalization', 'LayerNormalization', 'Cast'],
  ...['Softmax', 'LogSoftmax', 'Erf', 'Sqrt', 'Exp', 'Log', 'Neg', 'Abs', 'Floor', 'LRN', 'Scaler', 'Normalizer'],
]);
const BROADCAST: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Max', 'Min', 'Sum', 'Mean']);

function shapeOf(node: Node, known: Known): number[] | null {
  const [a, b] = node.inputs.map((name) => known.shapes.get(name));
  if (!a) return null;
  if (SAME.has(node.op)) return a;
  if (BROADCAST.has(node.op)) return b ? broadcast(a, b) : null;
  switch (node.op) {
    case 'Conv':
      return b ? [a[0] ?? 1, b[0] ?? 1, ...slid(node, { ...known, sizes: a.slice(2), kernel: b.slice(2) })] : null;
    case 'MaxPool':
    case 'AveragePool':
      return [
        ...a.slice(0, 2),
        ...slid(node, { ...known, sizes: a.slice(2), kernel: ints(node, 'kernel_shape', known) }),
      ];
    case 'GlobalAveragePool':
    case 'GlobalMaxPool':
      return a.map((size, at) => (at < 2 ? size : 1));
    case 'Gemm':
      return b ? gemm(node, { ...known, a, b }) : null;
    case 'MatMul':
      return b && b.length >= 2 ? [...matMulRows(a, b), b.at(-1) as number] : null;
    case 'Flatten':
      return [a[0] ?? 1, a.slice(1).reduce((all, size) => all * size, 1)];
    case 'Transpose': {
      const order = ints(node, 'perm', known);
      return (order.length === a.length ? order : a.map((_, at) => a.length - 1 - at)).map((at) => a[at] ?? Number.NaN);
    }
    case 'Concat':
      return concat(node, known);
    default:
      return null;
  }
}

function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const length = Math.max(a.length, b.length);
  const size = (shape: readonly number[], at: number): number => shape[at - (length - shape.length)] ?? 1;
  return Array.from({ length }, (_, at) => Math.max(size(a, at), size(b, at)));
}

function ints(node: Node, name: string, { bytes }: Known): number[] {
  return readAttribute(bytes, node, name).ints.map(Number);
}

/** How often a window fits, along each axis (the rules of Conv and the pools). */
function slid(node: Node, given: Known & { sizes: number[]; kernel: number[] }): number[] {
  const { sizes, kernel, bytes } = given;
  const [strides, pads, dilations] = ['strides', 'pads', 'dilations'].map((name) => ints(node, name, given));
  const auto = readAttribute(bytes, node, 'auto_pad').texts[0] ?? 'NOTSET';
  const isUp = ints(node, 'ceil_mode', given)[0] === 1;
  return sizes.map((size, at) => {
    const stride = strides?.[at] ?? 1;
    if (auto.startsWith('SAME')) return Math.ceil(size / stride);
    const padding = (pads?.[at] ?? 0) + (pads?.[at + sizes.length] ?? 0);
    const window = (dilations?.[at] ?? 1) * ((kernel[at] ?? 1) - 1) + 1;
    const fits = (size + padding - window) / stride;
    return (isUp ? Math.ceil(fits) : Math.floor(fits)) + 1;
  });
}

function gemm(node: Node, { a, b, ...known }: Known & { a: number[]; b: number[] }): number[] {
  const isTurned = (name: string): boolean => ints(node, name, known)[0] === 1;
  return [(isTurned('transA') ? a[1] : a[0]) ?? 1, (isTurned('transB') ? b[0] : b[1]) ?? 1];
}

function matMulRows(a: readonly number[], b: readonly number[]): number[] {
  return a.length >= b.length ? a.slice(0, -1) : [...b.slice(0, -2), ...a.slice(-2, -1)];
}

function concat(node: Node, known: Known): number[] | null {
  const shapes = node.inputs.map((name) => known.shapes.get(name));
  const [first] = shapes;
  if (!first || shapes.some((shape) => shape?.length !== first.length)) return null;
  const axis = ints(node, 'axis', known)[0] ?? 0;
  const place = axis < 0 ? axis + first.length : axis;
  return first.map((size, at) => (at === place ? shapes.reduce((sum, shape) => sum + (shape?.[at] ?? 0), 0) : size));
}
