import { buildModel } from '#app/onnx/testing.ts';

/**
 * A model that needs all of its weights for every answer, so that they stay in memory: x FP32 [N,2] → y FP32 [N,2],
 * x and the largest element of x times a matrix. (Weights that only feed constants are folded away when it is loaded.)
 * @param seed other weights, hence other bytes
 */
export function weightyModel(sizeBytes: number, seed = 1): Uint8Array {
  const columns = Math.floor(sizeBytes / 8);
  const weights = new Float32Array(2 * columns);
  let state = seed >>> 0 || 1;
  for (let place = 0; place < weights.length; place++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    weights[place] = state / 2 ** 32;
  }
  const rows = { type: 'FLOAT' as const, shape: ['N', 2] };
  return buildModel({
    inputs: [{ name: 'x', ...rows }],
    outputs: [{ name: 'y', ...rows }],
    nodes: [
      { op: 'MatMul', inputs: ['x', 'w'], outputs: ['xw'] },
      { op: 'ReduceMax', inputs: ['xw'], outputs: ['most'], attributes: { axes: { ints: [1] }, keepdims: { int: 1 } } },
      { op: 'Add', inputs: ['x', 'most'], outputs: ['y'] },
    ],
    initializers: [{ name: 'w', type: 'FLOAT', shape: [2, columns], raw: new Uint8Array(weights.buffer) }],
  });
}
