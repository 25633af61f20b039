import { buildModel, type GraphSpec, type ModelSpec, type NodeSpec, type ValueSpec } from './testing.ts';

/** Ready-made candidates for tests of the checking child, the pool and the portal: each is right or wrong in one way. */

const rowIn: ValueSpec = { name: 'x', type: 'FLOAT', shape: ['N', 2] };
const rowOut: ValueSpec = { name: 'y', type: 'FLOAT', shape: ['N', 2] };

/** x FP32 [N,2] → y FP32 [N,2], y = max(x, 0): runs. Anything of it can be replaced. */
export function goodModel(changes: Partial<ModelSpec> = {}): Uint8Array {
  return buildModel({
    inputs: [rowIn],
    outputs: [rowOut],
    nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
    ...changes,
  });
}

/** An operator no runtime knows. */
export function unknownOperatorModel(op = 'FrobnicateRows', domain = ''): Uint8Array {
  return goodModel({
    nodes: [{ op, domain, inputs: ['x'], outputs: ['y'] }],
    opset: { '': 17, ...(domain && { [domain]: 1 }) },
  });
}

/** Exported for an opset of the far future. */
export function tooNewModel(opset = 99): Uint8Array {
  return goodModel({ opset });
}

/** Weights in another file; the default location leads out of the model's folder. */
export function externalDataModel(location = '../../etc/passwd'): Uint8Array {
  return goodModel({
    nodes: [{ op: 'Add', inputs: ['x', 'w'], outputs: ['y'] }],
    initializers: [{ name: 'w', type: 'FLOAT', shape: [2], external: { location, offset: 0, length: 8 } }],
  });
}

/** An input of a type the protocol cannot carry. */
export function bf16Model(): Uint8Array {
  return goodModel({
    inputs: [{ name: 'x', type: 'BFLOAT16', shape: ['N', 2] }],
    nodes: [{ op: 'Cast', inputs: ['x'], outputs: ['y'], attributes: { to: { int: 1 } } }],
  });
}

/** Text in, the same text out: t BYTES [N,1] → u BYTES [N,1]. */
export function textModel(): Uint8Array {
  return buildModel({
    inputs: [{ name: 't', type: 'STRING', shape: ['N', 1] }],
    outputs: [{ name: 'u', type: 'STRING', shape: ['N', 1] }],
    nodes: [{ op: 'Identity', inputs: ['t'], outputs: ['u'] }],
  });
}

/** a / b in whole numbers, INT32 [N] → q INT32 [N]: -2147483648 / -1 and any division by 0 kill the process. */
export function divisionModel(): Uint8Array {
  return buildModel({
    inputs: ['a', 'b'].map((name) => ({ name, type: 'INT32', shape: ['N'] })),
    outputs: [{ name: 'q', type: 'INT32', shape: ['N'] }],
    nodes: [{ op: 'Div', inputs: ['a', 'b'], outputs: ['q'] }],
  });
}

/** Counts to `n` (INT64 scalar input) in a Loop and answers the count `y` (INT64 scalar): a large n never ends. */
export function slowModel(): Uint8Array {
  const body: GraphSpec = {
    name: 'body',
    inputs: [
      { name: 'i', type: 'INT64', shape: [] },
      { name: 'go', type: 'BOOL', shape: [] },
      { name: 'sum', type: 'INT64', shape: [] },
    ],
    outputs: [
      { name: 'go_on', type: 'BOOL', shape: [] },
      { name: 'sum_next', type: 'INT64', shape: [] },
    ],
    nodes: [
      { op: 'Identity', inputs: ['go'], outputs: ['go_on'] },
      { op: 'Add', inputs: ['sum', 'one'], outputs: ['sum_next'] },
    ],
  };
  return buildModel({
    inputs: [{ name: 'n', type: 'INT64', shape: [] }],
    outputs: [{ name: 'y', type: 'INT64', shape: [] }],
    nodes: [{ op: 'Loop', inputs: ['n', 'yes', 'zero'], outputs: ['y'], attributes: { body: { graph: body } } }],
    initializers: [
      { name: 'one', type: 'INT64', shape: [], ints: [1] },
      { name: 'zero', type: 'INT64', shape: [], ints: [0] },
      { name: 'yes', type: 'BOOL', shape: [], raw: Uint8Array.of(1) },
    ],
  });
}

/** Loops without being asked anything large: every run takes `iterations` turns whatever x [N,2] is. */
export function alwaysSlowModel(iterations: bigint | number = 10n ** 12n): Uint8Array {
  const body: GraphSpec = {
    name: 'body',
    inputs: [
      { name: 'i', type: 'INT64', shape: [] },
      { name: 'go', type: 'BOOL', shape: [] },
      { name: 'sum', type: 'FLOAT', shape: ['N', 2] },
    ],
    outputs: [
      { name: 'go_on', type: 'BOOL', shape: [] },
      { name: 'sum_next', type: 'FLOAT', shape: ['N', 2] },
    ],
    nodes: [
      { op: 'Identity', inputs: ['go'], outputs: ['go_on'] },
      { op: 'Identity', inputs: ['sum'], outputs: ['sum_next'] },
    ],
  };
  return goodModel({
    nodes: [{ op: 'Loop', inputs: ['turns', 'yes', 'x'], outputs: ['y'], attributes: { body: { graph: body } } }],
    initializers: [
      { name: 'turns', type: 'INT64', shape: [], ints: [iterations] },
      { name: 'yes', type: 'BOOL', shape: [], raw: Uint8Array.of(1) },
    ],
  });
}

/** `dims` INT64 [D] → y FP32 of that shape, filled with zeros: ask for [40000, 40000, 40000] and memory ends. */
export function memoryBombModel(): Uint8Array {
  return buildModel({
    inputs: [{ name: 'dims', type: 'INT64', shape: ['D'] }],
    outputs: [{ name: 'y', type: 'FLOAT' }],
    nodes: [{ op: 'ConstantOfShape', inputs: ['dims'], outputs: ['y'] }],
  });
}

/** Many named inputs x0…, each FP32 [N,1]; the answer `total` FP32 [N,1] is their sum. */
export function wideModel(inputs = 300): Uint8Array {
  const names = Array.from({ length: inputs }, (_, i) => `x${i}`);
  return buildModel({
    inputs: names.map((name) => ({ name, type: 'FLOAT', shape: ['N', 1] })),
    outputs: [{ name: 'total', type: 'FLOAT', shape: ['N', 1] }],
    nodes: [{ op: 'Sum', inputs: names, outputs: ['total'] }],
  });
}

/**
 * A model whose file is about `sizeBytes` long: x FP32 [N,2] → y FP32 [N,2] = x + the first two of its weights.
 * @param seed other weights, hence other bytes
 */
export function bigModel(sizeBytes: number, seed = 1): Uint8Array {
  const count = Math.max(2, Math.floor(sizeBytes / 4));
  const weights = new Float32Array(count);
  let state = seed >>> 0 || 1;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    weights[i] = state / 2 ** 32;
  }
  return goodModel({
    nodes: [
      { op: 'Slice', inputs: ['w', 'from', 'to'], outputs: ['first'] },
      { op: 'Add', inputs: ['x', 'first'], outputs: ['y'] },
    ],
    initializers: [
      { name: 'w', type: 'FLOAT', shape: [count], raw: new Uint8Array(weights.buffer) },
      { name: 'from', type: 'INT64', shape: [1], ints: [0] },
      { name: 'to', type: 'INT64', shape: [1], ints: [2] },
    ],
  });
}

/** A classifier as scikit-learn exports it: x FP32 [N,2] → label INT64 [N] and a sequence of maps, by ZipMap. */
export function zipMapModel(): Uint8Array {
  return buildModel({
    inputs: [rowIn],
    outputs: [
      { name: 'output_label', type: 'INT64', shape: ['N'] },
      { name: 'output_probability', type: { sequence: { map: { key: 'INT64', value: { tensor: 'FLOAT' } } } } },
    ],
    nodes: [
      {
        op: 'LinearClassifier',
        domain: 'ai.onnx.ml',
        inputs: ['x'],
        outputs: ['output_label', 'probabilities'],
        attributes: {
          classlabels_ints: { ints: [0, 1] },
          coefficients: { floats: [-1, 1, 1, -1] },
          intercepts: { floats: [0, 0] },
          multi_class: { int: 1 },
          post_transform: { string: 'SOFTMAX' },
        },
      },
      {
        op: 'ZipMap',
        domain: 'ai.onnx.ml',
        inputs: ['probabilities'],
        outputs: ['output_probability'],
        attributes: { classlabels_int64s: { ints: [0, 1] } },
      },
    ],
  });
}

/**
 * One of every kind of field: `picture` FP32 [N,1,8,8], `amount` FP32 [N,1], `size` INT64 [N,1], `history` FP32 [N,6],
 * `grid` FP32 [N,2,3] and the texts `note` and `day` [N,1]. Answers `total` FP32 [N,1], the amount and the size and the
 * means of the others, and says the texts again.
 */
export function mixedModel(): Uint8Array {
  const numbers: ValueSpec[] = [
    { name: 'picture', type: 'FLOAT', shape: ['N', 1, 8, 8] },
    { name: 'history', type: 'FLOAT', shape: ['N', 6] },
    { name: 'grid', type: 'FLOAT', shape: ['N', 2, 3] },
  ];
  const means = numbers.flatMap(({ name, shape = [] }): NodeSpec[] => [
    { op: 'Flatten', inputs: [name], outputs: [`${name}_flat`], attributes: { axis: { int: 1 } } },
    {
      op: 'ReduceMean',
      inputs: [shape.length === 2 ? name : `${name}_flat`],
      outputs: [`${name}_mean`],
      attributes: { axes: { ints: [1] }, keepdims: { int: 1 } },
    },
  ]);
  const texts = ['note', 'day'];
  return buildModel({
    inputs: [
      ...numbers,
      { name: 'amount', type: 'FLOAT', shape: ['N', 1] },
      { name: 'size', type: 'INT64', shape: ['N', 1] },
      ...texts.map((name): ValueSpec => ({ name, type: 'STRING', shape: ['N', 1] })),
    ],
    outputs: [
      { name: 'total', type: 'FLOAT', shape: ['N', 1] },
      ...texts.map((name): ValueSpec => ({ name: `said_${name}`, type: 'STRING', shape: ['N', 1] })),
    ],
    nodes: [
      ...means,
      { op: 'Cast', inputs: ['size'], outputs: ['size_float'], attributes: { to: { int: 1 } } },
      { op: 'Sum', inputs: ['picture_mean', 'history_mean', 'grid_mean', 'amount', 'size_float'], outputs: ['total'] },
      ...texts.map((name): NodeSpec => ({ op: 'Identity', inputs: [name], outputs: [`said_${name}`] })),
    ],
  });
}

/** x FP32 [N,features] → y FP32 [N,1], the sum of the features: a vector that nobody fills in field by field. */
export function longVectorModel(features = 20_000): Uint8Array {
  return buildModel({
    inputs: [{ name: 'x', type: 'FLOAT', shape: ['N', features] }],
    outputs: [{ name: 'y', type: 'FLOAT', shape: ['N', 1] }],
    nodes: [
      {
        op: 'ReduceL1',
        inputs: ['x'],
        outputs: ['y'],
        attributes: { axes: { ints: [1] }, keepdims: { int: 1 } },
      },
    ],
  });
}
