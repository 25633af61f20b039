import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { summariseGraph } from './graph-summary.ts';
import { readModel } from './index.ts';
import { buildModel, type ModelSpec } from './testing.ts';

const sample = (path: string) =>
  summariseGraph(readModel(readFileSync(new URL(`../../models/${path}/model.onnx`, import.meta.url))));
const built = (spec: ModelSpec) => summariseGraph(readModel(buildModel(spec)));

const weights = (name: string, shape: number[]) => ({ name, type: 'FLOAT' as const, shape, floats: [] });
const y = [{ name: 'y', type: 'FLOAT' as const }];

test('a convolution counts each weight at each place, a fully connected layer once', () => {
  // The first layers of LeNet-5 (LeCun et al., 1998) on 32 x 32: 6 x 28 x 28 x 25, then 6 x 14 x 14 pooled to 120.
  const found = built({
    inputs: [{ name: 'x', type: 'FLOAT', shape: ['N', 1, 32, 32] }],
    outputs: y,
    initializers: [
      weights('c', [6, 1, 5, 5]),
      weights('d', [120, 1176]),
      { name: 's', type: 'INT64', shape: [2], ints: [1, -1] },
    ],
    nodes: [
      { op: 'Conv', inputs: ['x', 'c'], outputs: ['a'] },
      { op: 'Relu', inputs: ['a'], outputs: ['b'] },
      {
        op: 'MaxPool',
        inputs: ['b'],
        outputs: ['p'],
        attributes: { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } },
      },
      { op: 'Flatten', inputs: ['p'], outputs: ['f'] },
      { op: 'Gemm', inputs: ['f', 'd'], outputs: ['y'], attributes: { transB: { int: 1 } } },
    ],
  });
  expect(found).toMatchObject({ nodeCount: 5, parameterCount: 150 + 141_120, isAtLeast: false });
  expect(found.macs).toBe(6 * 28 * 28 * 25 + 120 * 1176);
});

test('groups, strides, padding and dilation are counted', () => {
  const conv = (attributes: Record<string, { ints: number[] } | { int: number } | { string: string }>, w: number[]) =>
    built({
      inputs: [{ name: 'x', type: 'FLOAT', shape: [1, 8, 16, 16] }],
      outputs: y,
      initializers: [weights('w', w)],
      nodes: [{ op: 'Conv', inputs: ['x', 'w'], outputs: ['y'], attributes }],
    }).macs;
  expect(conv({ group: { int: 8 }, pads: { ints: [1, 1, 1, 1] } }, [8, 1, 3, 3])).toBe(8 * 256 * 9);
  expect(conv({ strides: { ints: [2, 2] }, pads: { ints: [1, 1, 1, 1] } }, [4, 8, 3, 3])).toBe(4 * 64 * 72);
  expect(conv({ dilations: { ints: [2, 2] } }, [4, 8, 3, 3])).toBe(4 * 144 * 72);
  expect(conv({ auto_pad: { string: 'SAME_UPPER' }, strides: { ints: [3, 3] } }, [4, 8, 3, 3])).toBe(4 * 36 * 72);
});

test('what cannot be counted makes it at least so many; a declared shape helps', () => {
  const spec: ModelSpec = {
    inputs: [{ name: 'x', type: 'FLOAT', shape: ['N', 4] }],
    outputs: y,
    initializers: [weights('w', [4, 4])],
    nodes: [
      { op: 'MatMul', inputs: ['x', 'w'], outputs: ['a'] },
      { op: 'Mystery', inputs: ['a'], outputs: ['b'] },
      { op: 'MatMul', inputs: ['b', 'w'], outputs: ['y'] },
    ],
  };
  expect(built(spec)).toMatchObject({ macs: 16, isAtLeast: true });
  const told = { ...spec, values: ['b', 'y'].map((name) => ({ name, type: 'FLOAT' as const, shape: ['N', 4] })) };
  expect(built(told)).toMatchObject({ macs: 32, isAtLeast: false });
});

test('operators in the bodies of branches are counted, numbers in attributes are parameters', () => {
  const body = { outputs: y, nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }] };
  const found = built({
    inputs: [{ name: 'x', type: 'FLOAT', shape: ['N', 2] }],
    outputs: y,
    nodes: [
      { op: 'Relu', inputs: ['x'], outputs: ['a'] },
      {
        op: 'If',
        inputs: ['c'],
        outputs: ['b'],
        attributes: { then_branch: { graph: body }, else_branch: { graph: body } },
      },
      {
        op: 'LinearRegressor',
        domain: 'ai.onnx.ml',
        inputs: ['x'],
        outputs: ['y'],
        attributes: { coefficients: { floats: [1, 2] }, intercepts: { floats: [3] } },
      },
    ],
  });
  expect(found.operators[0]).toEqual({ name: 'Relu', count: 3 });
  expect(found).toMatchObject({ parameterCount: 3, macs: 2 });
});

test('a real network comes to its known size, a forest has no multiplications', () => {
  const network = sample('doc-orientation/1');
  expect(network.parameterCount).toBeGreaterThan(1_500_000);
  expect(network.parameterCount).toBeLessThan(1_800_000);
  expect(network.macs).toBeGreaterThan(50e6);
  const forest = sample('mortgage-approval/1');
  expect(forest.nodeCount).toBeGreaterThan(1);
  expect(sample('german-credit/1')).toMatchObject({ macs: null, isAtLeast: false });
});
