import { describe, expect, it } from 'vitest';
import { readFacts, readModel } from './index.ts';
import { buildModel, type ElementType, type ModelSpec, type NodeSpec } from './testing.ts';

const ML = 'ai.onnx.ml';

/** Facts of a model of x FP32 [N, 2] and whatever else is said. */
function built(nodes: NodeSpec[], changes: Partial<ModelSpec> = {}) {
  return readFacts(
    readModel(
      buildModel({
        inputs: [{ name: 'x', type: 'FLOAT', shape: ['N', 2] }],
        outputs: [{ name: 'y', type: 'FLOAT', shape: ['N', 1] }],
        nodes,
        ...changes,
      }),
    ),
  );
}
const columnsOf = (nodes: NodeSpec[], changes: Partial<ModelSpec> = {}) => built(nodes, changes).columns;

const floats = (name: string, ...values: number[]) =>
  ({ name, type: 'FLOAT', shape: [values.length], floats: values }) as const;
const node = (op: string, inputs: string[], output: string): NodeSpec => ({ op, inputs, outputs: [output] });

interface Split {
  feature: number;
  value: number;
  mode?: string;
}
/** A forest of stumps: each split with two leaves. */
function trees(input: string, splits: Split[]): NodeSpec {
  const nodes = splits.flatMap(({ feature, value, mode = 'BRANCH_LEQ' }) => [
    { feature, value, mode },
    { feature: 0, value: 0, mode: 'LEAF' },
    { feature: 0, value: 0, mode: 'LEAF' },
  ]);
  return {
    op: 'TreeEnsembleRegressor',
    domain: ML,
    inputs: [input],
    outputs: ['y'],
    attributes: {
      nodes_featureids: { ints: nodes.map(({ feature }) => feature) },
      nodes_values: { floats: nodes.map(({ value }) => value) },
      nodes_modes: { strings: nodes.map(({ mode }) => mode) },
    },
  };
}

describe('scalers tell centre and spread', () => {
  const found = [
    { input: 'x', index: 0, centre: 10, spread: 4 },
    { input: 'x', index: 1, centre: -3, spread: 0.5 },
  ];

  it('as one operator, as arithmetic, and as the scaler of a network', () => {
    const scaler: NodeSpec = {
      op: 'Scaler',
      domain: ML,
      inputs: ['x'],
      outputs: ['y'],
      attributes: { offset: { floats: [10, -3] }, scale: { floats: [0.25, 2] } },
    };
    expect(columnsOf([scaler])).toEqual(found);
    const numbers = [floats('m', 10, -3), floats('s', 4, 0.5), floats('r', 0.25, 2), floats('v', 16, 0.25)];
    const less = node('Sub', ['x', 'm'], 'd');
    expect(columnsOf([less, node('Div', ['d', 's'], 'y')], { initializers: numbers })).toEqual(found);
    expect(columnsOf([less, node('Mul', ['r', 'd'], 'y')], { initializers: numbers })).toEqual(found);
    const network = node('BatchNormalization', ['x', 'r', 's', 'm', 'v'], 'y');
    expect(columnsOf([network], { initializers: numbers })).toEqual(found);
  });

  it('or the range, when the graph multiplies first', () => {
    const initializers = [floats('a', 0.1, 2), floats('b', -1, 0)];
    const nodes = [node('Mul', ['x', 'a'], 's'), node('Add', ['s', 'b'], 'y')];
    const [first, second] = columnsOf(nodes, { initializers });
    expect(first).toMatchObject({ index: 0, limitsFrom: 'scaler' });
    expect([first?.low, first?.high].map((limit) => limit?.toFixed(4))).toEqual(['10.0000', '20.0000']);
    expect(second).toMatchObject({ low: 0, high: 0.5 });
  });

  it('but no arithmetic that is the same for all, and none that cannot be turned back', () => {
    expect(columnsOf([node('Sub', ['x', 'm'], 'y')], { initializers: [floats('m', 1)] })).toEqual([]);
    const initializers = [floats('m', 1, 2), floats('s', 0, Number.POSITIVE_INFINITY)];
    const nodes = [node('Sub', ['x', 'm'], 'd'), node('Div', ['d', 's'], 'y')];
    expect(columnsOf(nodes, { initializers })).toEqual([]);
  });
});

describe('trees tell where they split', () => {
  it('each column, through scalers and joins', () => {
    const initializers = [floats('m', 10, 0), floats('s', 4, 1)];
    const nodes = [
      node('Sub', ['x', 'm'], 'd'),
      node('Div', ['d', 's'], 'e'),
      trees('e', [
        { feature: 0, value: -1 },
        { feature: 0, value: 2.1 },
        { feature: 1, value: 0.5 },
      ]),
    ];
    const columns = columnsOf(nodes, { initializers });
    expect(columns[0]?.splits).toMatchObject({ count: 2, lowest: 6, grid: 'any' });
    expect(columns[0]?.splits?.highest).toBeCloseTo(18.4, 4);
    expect(columns[1]?.splits).toEqual({
      count: 1,
      lowest: 0.5,
      highest: 0.5,
      middle: 0.5,
      tenth: 0.5,
      ninetieth: 0.5,
      grid: 'yes-no',
    });
  });

  const gridOf = (values: number[], mode = 'BRANCH_LEQ') =>
    columnsOf([
      trees(
        'x',
        values.map((value) => ({ feature: 0, value, mode })),
      ),
    ])[0]?.splits?.grid;

  it.each<[string, number[], { mode?: string; grid: string }]>([
    ['halves', [1.5, 7.5], { grid: 'whole' }],
    ['halves and whole numbers', [1.5, 7.5, 12, 30, 41.5], { grid: 'whole' }],
    ['two whole numbers', [12, 30.5], { grid: 'any' }],
    ['below whole numbers', [3, 9], { mode: 'BRANCH_LT', grid: 'whole' }],
    ['below one', [1], { mode: 'BRANCH_LT', grid: 'yes-no' }],
    ['up to nearly nothing, as LightGBM writes zero', [1.0000000180025095e-35], { grid: 'yes-no' }],
    ['anything', [0.31, 0.5], { grid: 'any' }],
  ])('%s', (_, values, { mode, grid }) => {
    expect(gridOf(values, mode)).toBe(grid);
  });

  it('single values too, as codes of categories', () => {
    const splits = [4, 2, 4].map((value) => ({ feature: 1, value, mode: 'BRANCH_EQ' }));
    expect(columnsOf([trees('x', splits)])).toEqual([{ input: 'x', index: 1, codes: [2, 4] }]);
  });

  it('in the newest operator and in double precision', () => {
    const doubles = new Uint8Array(new Float64Array([2.5, 9.5]).buffer);
    const newest: NodeSpec = {
      op: 'TreeEnsemble',
      domain: ML,
      inputs: ['x'],
      outputs: ['y'],
      attributes: {
        nodes_featureids: { ints: [1, 1] },
        nodes_splits: { tensor: { type: 'DOUBLE', shape: [2], raw: doubles } },
        nodes_modes: { tensor: { type: 'UINT8', shape: [2], raw: Uint8Array.of(0, 0) } },
      },
    };
    const found = [
      {
        input: 'x',
        index: 1,
        splits: { count: 2, lowest: 2.5, highest: 9.5, middle: 2.5, tenth: 2.5, ninetieth: 9.5, grid: 'whole' },
      },
    ];
    expect(columnsOf([newest])).toEqual(found);
    const { nodes_values: _, ...others } = trees('x', [{ feature: 1, value: 0 }]).attributes ?? {};
    const stored = { tensor: { type: 'DOUBLE' as ElementType, shape: [3], raw: new Uint8Array(24) } };
    const old = { ...trees('x', []), attributes: { ...others, nodes_values_as_tensor: stored } };
    expect(columnsOf([old])[0]?.splits).toMatchObject({ lowest: 0, grid: 'yes-no' });
  });

  it('of a very large forest only the first ones are read', () => {
    const splits = Array.from({ length: 40_000 }, (_, i) => ({ feature: i < 30_000 ? 0 : 1, value: i + 0.5 }));
    const columns = columnsOf([trees('x', splits)]);
    expect(columns).toHaveLength(1);
    expect(columns[0]?.splits?.count).toBe(1_000);
  });
});

describe('others tell', () => {
  it('what stands for a missing value', () => {
    const imputer: NodeSpec = {
      op: 'Imputer',
      domain: ML,
      inputs: ['x'],
      outputs: ['y'],
      attributes: { imputed_value_floats: { floats: [7, Number.NaN] } },
    };
    expect(columnsOf([imputer])).toEqual([{ input: 'x', index: 0, missing: 7 }]);
  });

  it('how many rows a table has that an input picks from, and where an input is cut', () => {
    const inputs = [
      { name: 'place', type: 'INT64', shape: ['N'] },
      { name: 'share', type: 'FLOAT', shape: ['N', 1] },
    ] as const;
    const table = { name: 'w', type: 'FLOAT', shape: [50, 8], raw: new Uint8Array(1600) } as const;
    const clip: NodeSpec = { ...node('Clip', ['share'], 'c'), attributes: { min: { float: 0 }, max: { float: 1 } } };
    expect(columnsOf([node('Gather', ['w', 'place'], 'g'), clip], { inputs, initializers: [table] })).toEqual([
      { input: 'place', index: null, low: 0, high: 49, limitsFrom: 'table' },
      { input: 'share', index: null, low: 0, high: 1, limitsFrom: 'clip' },
    ]);
  });

  it('that nothing reads an input', () => {
    const inputs = ['a', 'b'].map((name) => ({ name, type: 'FLOAT', shape: ['N', 1] }) as const);
    expect(columnsOf([node('Relu', ['a'], 'y')], { inputs })).toEqual([{ input: 'b', index: null, isUnused: true }]);
    expect(columnsOf([node('Relu', ['c'], 'y')], { inputs })).toEqual([]);
    expect(columnsOf([node('Loop', ['a'], 'y')], { inputs })).toEqual([]);
  });

  it('that a text is taken apart', () => {
    const inputs = [{ name: 't', type: 'STRING', shape: ['N', 1] }] as const;
    const flat = { name: 'flat', type: 'INT64', shape: [1], ints: [-1] } as const;
    const nodes = [node('Reshape', ['t', 'flat'], 'f'), node('StringNormalizer', ['f'], 'y')];
    expect(columnsOf(nodes, { inputs, initializers: [flat] })).toEqual([{ input: 't', index: null, isProse: true }]);
  });
});

describe('pictures', () => {
  const picture = { inputs: [{ name: 'p', type: 'UINT8', shape: ['N', 3, 32, 32] }] } satisfies Partial<ModelSpec>;
  const conv = node('Conv', ['z', 'w'], 'y');

  it('are prepared by the graph itself, step by step', () => {
    const colours = (name: string, values: number[]) =>
      ({ name, type: 'FLOAT', shape: [1, 3, 1, 1], floats: values }) as const;
    const initializers = [floats('all', 255), colours('m', [0.5, 0.4, 0.3]), colours('s', [0.25, 0.5, 1])];
    const nodes = [
      node('Cast', ['p'], 'f'),
      node('Div', ['f', 'all'], 'd'),
      node('Sub', ['d', 'm'], 'e'),
      node('Div', ['e', 's'], 'z'),
      conv,
    ];
    const [facts] = built(nodes, { ...picture, initializers }).pictures;
    expect(facts?.input).toBe('p');
    expect(facts?.prepares?.offset.map((value) => value.toFixed(3))).toEqual(['127.500', '102.000', '76.500']);
    expect(facts?.prepares?.scale.map((value) => (value * 255).toFixed(3))).toEqual(['4.000', '2.000', '1.000']);
  });

  it('are not, when the first thing is real work, or several things are done with them', () => {
    expect(built([{ ...conv, inputs: ['p', 'w'] }], picture).pictures).toEqual([{ input: 'p' }]);
    const twice = [node('Div', ['p', 'a'], 'z'), node('Mul', ['p', 'a'], 'q'), conv];
    expect(built(twice, { ...picture, initializers: [floats('a', 255)] }).pictures).toEqual([{ input: 'p' }]);
    const turned = [{ ...node('Transpose', ['p'], 'z') }, conv];
    expect(built(turned, picture).pictures).toEqual([{ input: 'p' }]);
  });
});

describe('hostile graphs', () => {
  it('that feed themselves, or never stop to copy, end soon', () => {
    const initializers = [floats('m', ...Array.from({ length: 10_000 }, (_, i) => i + 1))];
    const chain = Array.from({ length: 3_000 }, (_, i) => node('Sub', [i === 0 ? 'x' : `c${i - 1}`, 'm'], `c${i}`));
    const inputs = [{ name: 'x', type: 'FLOAT', shape: ['N', 10_000] }] as const;
    expect(columnsOf(chain, { inputs, initializers })).toEqual([]);
    const round = [node('Sub', ['b', 'm'], 'a'), node('Div', ['a', 'm'], 'b'), trees('b', [{ feature: 0, value: 1 }])];
    expect(columnsOf(round, { initializers })).toEqual([]);
  });

  it('say nothing of columns that are not there, and of too many nothing at all', () => {
    expect(columnsOf([trees('x', [{ feature: 7, value: 1 }])])).toEqual([]);
    const wide = [{ name: 'x', type: 'FLOAT', shape: ['N', 16_000] }] as const;
    const splits = Array.from({ length: 16_000 }, (_, feature) => ({ feature, value: 1.5 }));
    expect(columnsOf([trees('x', splits)], { inputs: wide })).toEqual([]);
    const inputs = Array.from(
      { length: 1_200 },
      (_, i) => ({ name: `x${i}`, type: 'FLOAT', shape: ['N', 1] }) as const,
    );
    const joined: NodeSpec = {
      ...node(
        'Concat',
        inputs.map(({ name }) => name),
        'all',
      ),
      attributes: { axis: { int: 1 } },
    };
    expect(columnsOf([joined, trees('all', splits)], { inputs })).toHaveLength(1_000);
  });

  it('with lists of different lengths and names of every object do no harm', () => {
    const odd = trees('__proto__', [{ feature: 0, value: 1.5 }]);
    const inputs = [{ name: '__proto__', type: 'FLOAT', shape: ['N', 1] }] as const;
    expect(columnsOf([odd], { inputs })[0]).toMatchObject({ input: '__proto__', index: null });
    const short = { ...odd.attributes, nodes_values: { floats: [] } };
    expect(columnsOf([{ ...odd, attributes: short }], { inputs })).toEqual([]);
  });
});
