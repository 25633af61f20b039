import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  divisionModel,
  goodModel,
  memoryBombModel,
  slowModel,
  textModel,
  wideModel,
} from '#app/onnx/testing-models.ts';
import { byKey, describe as describeWith, factsOf, factsOfModel, rows, value } from '../testing.ts';

function fixture(name: string) {
  return factsOfModel(readFileSync(new URL(`../../../onnx/fixtures/${name}.onnx`, import.meta.url)));
}

/** The only field of a model with one input. */
function only(datatype: string, shape: (number | string | null)[] | null) {
  const { inputs } = describeWith(factsOf([value('x', datatype, shape)])).description;
  expect(inputs).toHaveLength(1);
  return inputs[0]!;
}

describe('a single value', () => {
  test.each([
    ['FP32', 'number', 0],
    ['FP64', 'number', 0],
    // One, because dividing a whole number by zero kills the process that runs the model.
    ['INT64', 'integer', 1],
    ['UINT8', 'integer', 1],
    ['BOOL', 'yes-no', false],
    ['BYTES', 'text', ''],
  ])('of %s is a field of kind %s', (datatype, kind, start) => {
    for (const shape of [['N', 1], [null, 1], ['N'], [1, 1], [1], [], null]) {
      expect(only(datatype, shape)).toMatchObject({ name: 'x', key: 'x', label: 'X', kind, default: start });
    }
  });

  test('has the choices the graph knows, the most frequent one first shown', () => {
    const facts = factsOf([value('colour', 'BYTES'), value('code', 'INT64')], {
      categories: [
        { input: 'colour', index: null, values: ['red', '<b>blue</b>'] },
        { input: 'code', index: null, values: [3, 7] },
      ],
    });
    const { colour, code } = byKey(describeWith(facts).description);
    expect(colour).toMatchObject({
      kind: 'category',
      default: 'red',
      allowed: [
        { value: 'red', label: 'red' },
        { value: '<b>blue</b>', label: '<b>blue</b>' },
      ],
      guess: { sure: true, reason: 'The model itself lists these 2 choices.' },
    });
    expect(code).toMatchObject({ kind: 'category', default: 3, allowed: [{ value: 3 }, { value: 7 }] });
    const reference = rows({ Colour: ['<b>blue</b>', '<b>blue</b>', 'red'], code: [7, 7, 3] });
    const seen = byKey(describeWith(facts, { reference }).description);
    expect([seen.colour?.default, seen.code?.default]).toEqual(['<b>blue</b>', 7]);
  });
});

describe('a flat vector', () => {
  const vector = (width: number | null, changes = {}) => factsOf([value('v', 'FP32', ['N', width])], changes);

  test('that nothing names has a field a column', () => {
    const { inputs } = describeWith(vector(3)).description;
    expect(inputs.map(({ key, label, index, name }) => [key, label, index, name])).toEqual([
      ['x1', 'Value 1', 0, 'v'],
      ['x2', 'Value 2', 1, 'v'],
      ['x3', 'Value 3', 2, 'v'],
    ]);
    expect(inputs[0]?.guess).toEqual({ sure: false, reason: expect.stringContaining('Nothing names this value') });
  });

  test('is named by the reference rows when their number fits, the true answer and groups left out', () => {
    const reference = rows({
      '': [0, 1, 2],
      age: [20, 30, 41],
      'Loan amount': [1.5, 2.5, 9],
      label: ['a', 'b', 'a'],
      target_b: [1, 2, 3],
      group_sex: ['f', 'm', 'f'],
      group_age: [1, 2, 1],
    });
    const { inputs, examples } = describeWith(vector(2), { reference }).description;
    expect(inputs).toMatchObject([
      { key: 'age', feature: 'age', index: 0, label: 'Age', kind: 'integer', min: 20, max: 41, default: 30 },
      { key: 'Loan_amount', feature: 'Loan amount', index: 1, label: 'Loan amount', kind: 'number', default: 2.5 },
    ]);
    expect(inputs[0]?.guess).toMatchObject({ sure: false });
    expect(examples).toEqual([{ name: 'First reference row', values: { age: 20, Loan_amount: 1.5 } }]);
  });

  test('takes the numeric columns when only their number fits, and none when neither does', () => {
    const reference = rows({ id: ['a', 'b'], p: [1, 2], q: [3, 5] });
    expect(describeWith(vector(2), { reference }).description.inputs.map(({ key }) => key)).toEqual(['p', 'q']);
    const other = describeWith(vector(4), { reference });
    expect(other.description.inputs.map(({ key }) => key)).toEqual(['x1', 'x2', 'x3', 'x4']);
    expect(other.notices).toEqual([
      { code: 'describe.reference-unused', message: expect.stringContaining('"id", "p", "q"') },
    ]);
  });

  test('of open width is as wide as its reference rows', () => {
    const reference = rows({ p: [1, 2], q: [3, 5] });
    expect(describeWith(vector(null), { reference }).description.inputs.map(({ key }) => key)).toEqual(['p', 'q']);
    expect(describeWith(vector(null)).description.inputs).toMatchObject([{ key: 'v', kind: 'tensor', default: [0] }]);
  });

  test('is named by the metadata of the file', () => {
    const metadata = { feature_names: '["alter", "einkommen"]' };
    expect(describeWith(vector(2, { metadata })).description.inputs.map(({ key }) => key)).toEqual([
      'alter',
      'einkommen',
    ]);
    expect(describeWith(vector(3, { metadata })).description.inputs.map(({ key }) => key)).toEqual(['x1', 'x2', 'x3']);
  });

  test.each([
    ['vector-one-hot', ['number', 'number', 'category', 'category']],
    ['vector-ordinal', ['number', 'number', 'category', 'category']],
    ['texts-one-hot', ['category', 'category']],
    ['texts-ordinal', ['category', 'category']],
    ['named-ordinal', ['number', 'number', 'category', 'category']],
    ['naive-bayes', ['number', 'number', 'number', 'number']],
  ])('%s', (name, kinds) => {
    expect(describeWith(fixture(name)).description.inputs.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('of a model for tables has fields where a signal would be one curve', () => {
    const tree = { operators: ['ai.onnx.ml.TreeEnsembleClassifier'] };
    expect(describeWith(vector(64, tree)).description.inputs).toHaveLength(64);
    expect(describeWith(vector(64)).description.inputs).toMatchObject([{ kind: 'series', length: 64 }]);
    expect(describeWith(vector(300, tree)).description.inputs).toMatchObject([{ kind: 'tensor' }]);
    expect(describeWith(vector(200, tree)).description.inputs).toHaveLength(200);
  });

  test('that is very wide is one field', () => {
    const reason = expect.any(String);
    expect(describeWith(vector(20_000)).description.inputs).toEqual([
      { name: 'v', key: 'v', label: 'V', kind: 'tensor', default: 0, guess: { sure: false, reason } },
    ]);
    const ints = factsOf([value('v', 'INT64', ['N', 20_000])]);
    expect(describeWith(ints).description.inputs).toMatchObject([{ kind: 'tensor', default: 0 }]);
  });

  test('beside another one is told apart', () => {
    const facts = factsOf([value('a', 'FP32', ['N', 2]), value('b:0', 'FP32', ['N', 2])]);
    expect(describeWith(facts).description.inputs.map(({ key }) => key)).toEqual(['a_1', 'a_2', 'b:0_1', 'b:0_2']);
  });
});

describe('an input of many values', () => {
  test.each([
    ['UINT8', ['N', 1, 8, 8], { layout: 'NCHW', channels: 1, height: 8, width: 8, colour: 'gray' }],
    ['FP32', [1, 3, 20, 30], { layout: 'NCHW', channels: 3, height: 20, width: 30, colour: 'rgb' }],
    ['FP32', ['N', 3, 'height', 'width'], { layout: 'NCHW', channels: 3, height: 224, width: 224, default: 0 }],
    ['FP32', ['N', 1, 48, null], { layout: 'NCHW', channels: 1, height: 48, width: 224 }],
    ['UINT8', [null, null, null, 3], { layout: 'NHWC', channels: 3, height: 224, width: 224 }],
    ['FP32', [null, 20, 30, 3], { layout: 'NHWC', channels: 3, height: 20, width: 30, colour: 'rgb' }],
  ])('%s %j is a picture', (datatype, shape, picture) => {
    expect(only(datatype, shape)).toMatchObject({ kind: 'image', ...picture, guess: { sure: false } });
  });

  test.each([
    ['FP32', ['N', 5, 'height', 'width'], [[[0]], [[0]], [[0]], [[0]], [[0]]]],
    [
      'FP32',
      ['N', 2, 3],
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
    ],
    ['INT64', ['N', 'tokens'], [0]],
    [
      'BYTES',
      ['N', 2, 2],
      [
        ['', ''],
        ['', ''],
      ],
    ],
    [
      'BOOL',
      [2, 2],
      [
        [false, false],
        [false, false],
      ],
    ],
    ['FP32', ['N', 40, 50, 60], 0],
    ['FP32', ['N', 1, 2, 1, 1, 1, 1, 1, 1, 1], 0],
  ])('%s %j is a tensor of zeros', (datatype, shape, zeros) => {
    expect(only(datatype, shape)).toMatchObject({ kind: 'tensor', default: zeros, guess: { sure: false } });
  });

  test.each([
    ['FP32', ['N', 36], 36],
    ['FP32', ['N', 24, 1], 24],
    ['FP64', [1, 1, 9], 9],
  ])('%s %j is a series', (datatype, shape, length) => {
    expect(only(datatype, shape)).toMatchObject({ kind: 'series', length });
  });

  test('starts with the first reference row, and ranges over all', () => {
    const columns = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`t${i}`, [i, 100 - i]]));
    const facts = factsOf([value('history', 'FP32', ['N', 40])]);
    const { inputs, examples } = describeWith(facts, { reference: rows({ ...columns, target0: [1, 2] }) }).description;
    const first = Array.from({ length: 40 }, (_, i) => i);
    expect(inputs).toMatchObject([{ key: 'history', kind: 'series', length: 40, default: first, min: 0, max: 100 }]);
    expect(examples).toEqual([{ name: 'First reference row', values: { history: first } }]);
  });

  test('of no elements does no harm', () => {
    expect(only('FP32', ['N', 0])).toMatchObject({ key: 'x', default: [] });
  });
});

describe('reference rows', () => {
  test('tell choices where there are few, and else the usual text', () => {
    const facts = factsOf([value('job', 'BYTES'), value('note', 'BYTES'), value('flag', 'FP32'), value('on', 'BOOL')]);
    const jobs = ['cook', 'nurse', 'cook', 'cook', 'nurse', 'nurse', 'cook'];
    const reference = rows({
      job: jobs,
      note: jobs.map((_, i) => `A rather long note about somebody, number ${i}, that nobody would choose.`),
      flag: [0, 1, 1, 1, 0, 1, 1],
      on: jobs.map(() => 'True'),
    });
    const { job, note, flag, on } = byKey(describeWith(facts, { reference }).description);
    expect(job).toMatchObject({ kind: 'category', default: 'cook', guess: { sure: false } });
    expect(job?.allowed?.map((choice) => choice.value)).toEqual(['cook', 'nurse']);
    expect(note).toMatchObject({ kind: 'text', multiline: true, default: expect.stringContaining('number 0') });
    expect(flag).toMatchObject({ kind: 'category', default: 1, allowed: [{ value: 0 }, { value: 1 }] });
    expect(on).toMatchObject({ kind: 'yes-no', default: true });
  });

  test('of one value, or of values that are no numbers, tell no range', () => {
    const facts = factsOf([value('a', 'FP32'), value('b', 'FP32')]);
    const { a, b } = byKey(describeWith(facts, { reference: rows({ a: [4, 4], b: ['x', 'y'] }) }).description);
    expect(a).toMatchObject({ default: 4 });
    expect(a).not.toHaveProperty('min');
    expect(b).toMatchObject({ kind: 'number', default: 0 });
  });

  test('never feed the true answer, whatever the input is called', () => {
    const facts = factsOf([value('label', 'FP32'), value('target', 'FP32')]);
    const reference = rows({ label: [5, 6], target: [7, 8], Target_2: [1, 2] });
    expect(describeWith(facts, { reference }).description).toMatchObject({
      inputs: [{ default: 0 }, { default: 0 }],
      examples: [],
    });
  });

  test('with gaps tell what the rest does', () => {
    const facts = factsOf([value('a', 'FP32')]);
    const { description } = describeWith(facts, { reference: rows({ a: ['', 2, '', 8, 4] }) });
    expect(description.inputs).toMatchObject([{ min: 2, max: 8, default: 4 }]);
    expect(description.examples).toEqual([]);
  });
});

describe('models of the tests', () => {
  test.each([
    ['rows of two', goodModel(), ['x1', 'x2']],
    ['texts', textModel(), ['t']],
    ['a division', divisionModel(), ['a', 'b']],
    ['a scalar', slowModel(), ['n']],
    ['a list of any length', memoryBombModel(), ['dims']],
  ])('%s', (_, bytes, keys) => {
    expect(describeWith(factsOfModel(bytes)).description.inputs.map(({ key }) => key)).toEqual(keys);
  });

  test('300 inputs are 300 fields', () => {
    const { inputs } = describeWith(factsOfModel(wideModel(300))).description;
    expect(inputs.map(({ key }) => key)).toEqual(Array.from({ length: 300 }, (_, i) => `x${i}`));
  });

  test('no input at all is fine', () => {
    expect(describeWith(factsOf([]), { reference: rows({ a: [1] }) })).toMatchObject({
      description: { inputs: [], title: 'A model' },
      notices: [],
    });
  });
});
