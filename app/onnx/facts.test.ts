import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFacts, readModel } from './index.ts';
import { buildModel, type ModelSpec, type NodeSpec } from './testing.ts';
import { goodModel } from './testing-models.ts';

function sample(path: string) {
  return readFacts(readModel(readFileSync(new URL(`../../models/${path}/model.onnx`, import.meta.url))));
}

/** A real export of scikit-learn (fixtures/make-fixtures.py). */
function exported(name: string) {
  return readFacts(readModel(readFileSync(new URL(`fixtures/${name}.onnx`, import.meta.url))));
}

function built(changes: Partial<ModelSpec>) {
  return readFacts(readModel(goodModel(changes)));
}

describe('inputs and outputs', () => {
  it('names types as the protocol does and keeps fixed, named and open dimensions apart', () => {
    const { inputs, outputs } = sample('doc-orientation/1');
    expect(inputs).toEqual([{ name: 'x', datatype: 'FP32', shape: ['DynamicDimension.0', 3, 224, 224] }]);
    expect(outputs).toEqual([{ name: 'fetch_name_0', datatype: 'FP32', shape: ['DynamicDimension.0', 4] }]);
    expect(sample('mortgage-approval/1').inputs.map(({ datatype, shape }) => `${datatype} ${shape?.join()}`)).toEqual([
      ...Array(4).fill('FP32 ,1'),
      ...Array(2).fill('INT64 ,1'),
      ...Array(6).fill('BYTES ,1'),
    ]);
  });

  it('leaves out inputs that an initializer already feeds, and takes a negative size for an open one', () => {
    const { inputs } = built({
      inputs: [
        { name: 'x', type: 'FLOAT', shape: [-1, 2] },
        { name: 'w', type: 'FLOAT', shape: [1] },
        { name: 'anything', type: 'INT8' },
      ],
      initializers: [{ name: 'w', type: 'FLOAT', shape: [1], floats: [1] }],
    });
    expect(inputs).toEqual([
      { name: 'x', datatype: 'FP32', shape: [null, 2] },
      { name: 'anything', datatype: 'INT8', shape: null },
    ]);
  });

  it('puts what is no tensor in words, and a ZipMap as the table it will be', () => {
    const map = { map: { key: 'STRING', value: { tensor: 'DOUBLE' } } } as const;
    const types = [
      { sequence: map },
      map,
      { optional: { tensor: 'FLOAT' } },
      { sparse: 'INT8' },
      { sequence: { tensor: 'BOOL' } },
    ] as const;
    const { outputs } = built({ outputs: types.map((type, i) => ({ name: `o${i}`, type })) });
    expect(outputs.map(({ datatype }) => datatype)).toEqual([
      'sequence of maps from BYTES to FP64',
      'map from BYTES to FP64',
      'optional FP32',
      'sparse tensor of INT8',
      'sequence of BOOL tensors',
    ]);
    expect(sample('mortgage-flat/1').outputs[1]).toEqual({
      name: 'output_probability',
      datatype: 'FP32',
      shape: [null, 2],
    });
  });
});

describe('categories', () => {
  it('come from the encoders of named inputs', () => {
    const { categories } = sample('mortgage-approval/1');
    expect(categories).toHaveLength(8);
    expect(categories).toContainEqual({ input: 'chist', index: null, values: [1, 2, 3, 4, 5, 6] });
    expect(categories).toContainEqual({ input: 'afam', index: null, values: ['no', 'yes'] });
    const german = sample('german-credit/1').categories;
    expect(german).toHaveLength(13);
    expect(german.flatMap(({ values }) => values)).toHaveLength(54);
    expect(exported('named-ordinal').categories).toEqual([
      { input: 'c', index: null, values: ['blue', 'green', 'red'] },
      { input: 'd', index: null, values: ['a', 'b', 'c'] },
    ]);
  });

  it.each(['vector-one-hot', 'vector-ordinal'])('are traced to the columns of a flat vector: %s', (name) => {
    expect(exported(name).categories).toEqual([
      { input: 'x', index: 2, values: [0, 1, 2] },
      { input: 'x', index: 3, values: [5, 6, 7] },
    ]);
  });

  it.each(['texts-one-hot', 'texts-ordinal'])('are traced to the columns of several texts: %s', (name) => {
    expect(exported(name).categories).toEqual([
      { input: 's', index: 0, values: ['blue', 'green', 'red'] },
      { input: 's', index: 1, values: ['a', 'b', 'c'] },
    ]);
  });

  const encode = (input: string): NodeSpec => ({
    op: 'OneHotEncoder',
    domain: 'ai.onnx.ml',
    inputs: [input],
    outputs: ['y'],
    attributes: { cats_int64s: { ints: [7, 9] } },
  });
  const wide = { inputs: [{ name: 'x', type: 'FLOAT', shape: ['N', 5] }] } satisfies Partial<ModelSpec>;
  const whole = (name: string, values: number[]) =>
    ({ name, type: 'INT64', shape: [values.length], ints: values }) as const;

  it('are followed through slices, splits and joins', () => {
    const slice: NodeSpec[] = [{ op: 'Slice', inputs: ['x', 'from', 'to', 'axis'], outputs: ['s'] }, encode('s')];
    const initializers = [whole('from', [-2]), whole('to', [-1]), whole('axis', [1])];
    expect(built({ ...wide, nodes: slice, initializers }).categories).toEqual([
      { input: 'x', index: 3, values: [7, 9] },
    ]);

    const oldSlice = { starts: { ints: [1] }, ends: { ints: [2] }, axes: { ints: [1] } };
    const old: NodeSpec[] = [{ op: 'Slice', inputs: ['x'], outputs: ['s'], attributes: oldSlice }, encode('s')];
    expect(built({ ...wide, nodes: old }).categories).toEqual([{ input: 'x', index: 1, values: [7, 9] }]);

    const split: NodeSpec[] = [
      { op: 'Split', inputs: ['x', 'sizes'], outputs: ['a', 'b'], attributes: { axis: { int: 1 } } },
      { op: 'Concat', inputs: ['b', 'a'], outputs: ['turned'], attributes: { axis: { int: -1 } } },
      { op: 'ArrayFeatureExtractor', domain: 'ai.onnx.ml', inputs: ['turned', 'third'], outputs: ['s'] },
      encode('s'),
    ];
    const sizes = [whole('sizes', [3, 2]), whole('third', [2])];
    expect(built({ ...wide, nodes: split, initializers: sizes }).categories).toEqual([
      { input: 'x', index: 0, values: [7, 9] },
    ]);
  });

  it('speak of the whole input where one encoder reads all of it', () => {
    expect(built({ ...wide, nodes: [encode('x')] }).categories).toEqual([{ input: 'x', index: null, values: [7, 9] }]);
  });

  it('are not taken from an encoder that reads something made of the input', () => {
    const scaler = (from: string, to: string): NodeSpec => ({
      op: 'Scaler',
      domain: 'ai.onnx.ml',
      inputs: [from],
      outputs: [to],
      attributes: { scale: { floats: [2] } },
    });
    const scaled: NodeSpec[] = [scaler('x', 's'), encode('s')];
    expect(built({ ...wide, nodes: scaled }).categories).toEqual([]);
    const rows: NodeSpec[] = [
      { op: 'Gather', inputs: ['x', 'i'], outputs: ['s'], attributes: { axis: { int: 0 } } },
      encode('s'),
    ];
    expect(built({ ...wide, nodes: rows, initializers: [whole('i', [0])] }).categories).toEqual([]);
  });

  it('of thousands of columns are not written down thousands of times', () => {
    const inputs = [{ name: 'x', type: 'FLOAT', shape: ['N', 16_000] }] as const;
    const slice = { starts: { ints: [0] }, ends: { ints: [15_999] }, axes: { ints: [1] } };
    const choices = { cats_int64s: { ints: Array.from({ length: 5_000 }, (_, i) => i) } };
    const nodes: NodeSpec[] = [
      { op: 'Slice', inputs: ['x'], outputs: ['s'], attributes: slice },
      { ...encode('s'), attributes: choices },
    ];
    expect(built({ inputs, nodes }).categories.length).toBeLessThanOrEqual(40);
  });

  it('survive graphs that feed themselves or double without end', () => {
    const round: NodeSpec[] = [
      { op: 'Identity', inputs: ['b'], outputs: ['a'] },
      { op: 'Identity', inputs: ['a'], outputs: ['b'] },
      encode('a'),
    ];
    expect(built({ ...wide, nodes: round }).categories).toEqual([]);
    const both = (name: string, of: string): NodeSpec => ({
      op: 'Concat',
      inputs: [of, of],
      outputs: [name],
      attributes: { axis: { int: 1 } },
    });
    expect(built({ ...wide, nodes: [both('a', 'b'), both('b', 'a'), encode('a')] }).categories).toEqual([]);
    const doubling: NodeSpec[] = Array.from({ length: 60 }, (_, i) => ({
      op: 'Concat',
      inputs: i === 0 ? ['x', 'x'] : [`d${i - 1}`, `d${i - 1}`],
      outputs: [`d${i}`],
      attributes: { axis: { int: 1 } },
    }));
    expect(built({ ...wide, nodes: [...doubling, encode('d59')] }).categories).toEqual([]);
  });
});

describe('classes', () => {
  it.each([
    ['mortgage-approval/1', [0, 1], 'label', 'probabilities'],
    ['mortgage-flat/1', [0, 1], 'output_label', 'output_probability'],
    ['german-credit/2', [0, 1], 'label', 'probabilities'],
    ['recidivism/1', ['arrested', 'no arrest'], 'label', 'probabilities'],
    ['digits/2', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 'label', 'probabilities'],
    ['fashion/1', null, null, 'probabilities'],
    ['co2-forecast/1', null, null, null],
    ['diabetes-progression/2', null, null, null],
  ])('%s', (path, ...[classes, labelOutput, scoresOutput]) => {
    expect(sample(path)).toMatchObject({ classes, labelOutput, scoresOutput });
  });

  it.each([
    ['neighbours', ['no', 'yes'], 'output_label', 'output_probability'],
    ['naive-bayes', [0, 1], 'label', 'probabilities'],
    ['calibrated', ['no', 'yes'], 'output_label', 'output_probability'],
    // One margin is not one score a class, and columns apart are no table.
    ['margin', ['no', 'yes'], 'label', null],
    ['score-columns', ['no', 'yes'], 'output_label', null],
    ['two-answers', null, null, null],
  ])('%s', (name, ...[classes, labelOutput, scoresOutput]) => {
    expect(exported(name)).toMatchObject({ classes, labelOutput, scoresOutput });
  });

  it('have no scores in an output that is not as wide as their list', () => {
    const classifier: NodeSpec = {
      op: 'LinearClassifier',
      domain: 'ai.onnx.ml',
      inputs: ['x'],
      outputs: ['l', 's'],
      attributes: { classlabels_ints: { ints: [0, 1, 2] } },
    };
    const outputs = (width: number) => [
      { name: 'l', type: 'INT64', shape: ['N'] } as const,
      { name: 's', type: 'FLOAT', shape: ['N', width] } as const,
    ];
    expect(built({ nodes: [classifier], outputs: outputs(1) })).toMatchObject({ labelOutput: 'l', scoresOutput: null });
    expect(built({ nodes: [classifier], outputs: outputs(3) })).toMatchObject({ labelOutput: 'l', scoresOutput: 's' });
  });

  it('are what a LabelEncoder behind the classifier calls them', () => {
    const ml = 'ai.onnx.ml';
    const model = buildModel({
      inputs: [{ name: 'x', type: 'FLOAT', shape: ['N', 2] }],
      outputs: [
        { name: 'word', type: 'STRING', shape: ['N'] },
        { name: 's', type: 'FLOAT', shape: ['N', 2] },
      ],
      nodes: [
        {
          op: 'TreeEnsembleClassifier',
          domain: ml,
          inputs: ['x'],
          outputs: ['l', 's'],
          attributes: { classlabels_int64s: { ints: [1, 0] } },
        },
        {
          op: 'LabelEncoder',
          domain: ml,
          inputs: ['l'],
          outputs: ['word'],
          attributes: { keys_int64s: { ints: [0, 1] }, values_strings: { strings: ['<b>no</b>', 'yes'] } },
        },
      ],
    });
    expect(readFacts(readModel(model))).toMatchObject({
      classes: ['yes', '<b>no</b>'],
      labelOutput: 'word',
      scoresOutput: 's',
      categories: [],
    });
  });
});
