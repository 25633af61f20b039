import { describe, expect, test } from 'vitest';
import { tensorValues } from '#app/oip/json-codec.ts';
import { type TestModel, testVersion } from '../testing.ts';
import { readInputs } from './read-inputs.ts';

function pack(model: TestModel, given: Record<string, unknown> = {}) {
  return readInputs(testVersion(model), given).tensors.map((tensor) => ({
    name: tensor.name,
    datatype: tensor.datatype,
    shape: tensor.shape,
    values: tensorValues(tensor),
  }));
}

describe('named inputs', () => {
  test.each<[(string | number | null)[] | null, number[]]>([
    [
      ['N', 1],
      [1, 1],
    ],
    [['N'], [1]],
    [
      [null, null],
      [1, 1],
    ],
    [
      [1, 1, 1],
      [1, 1, 1],
    ],
    [[], []],
    [null, [1, 1]],
  ])('of the shape %j are sent as %j', (shape, sent) => {
    expect(pack({ inputs: [{ shape, default: 2 }] })).toEqual([
      { name: 'x', datatype: 'FP32', shape: sent, values: [2] },
    ]);
  });

  test('each has its own datatype', () => {
    const inputs = [
      { name: 'a', datatype: 'INT64', kind: 'integer' as const },
      { name: 'b', datatype: 'BYTES', kind: 'text' as const },
      { name: 'c', datatype: 'BOOL', kind: 'yes-no' as const },
    ];
    const sent = pack({ inputs }, { a: '9007199254740993', b: 'x', c: 'yes' });
    expect(sent.map(({ values }) => values)).toEqual([[9007199254740993n], ['x'], [true]]);
  });
});

describe('columns of a vector', () => {
  const columns = (shape: (string | number | null)[] | null, indexes: number[]) =>
    indexes.map((index) => ({ name: 'v', feature: `f${index}`, index, shape, default: index + 0.5 }));

  test('go to their place, whatever the order of the description', () => {
    expect(pack({ inputs: columns(['N', 3], [2, 0, 1]) }, { f1: 9 })).toEqual([
      { name: 'v', datatype: 'FP32', shape: [1, 3], values: [0.5, 9, 2.5] },
    ]);
  });

  test.each<[(string | number | null)[] | null, number[]]>([
    [
      ['N', 'K'],
      [1, 2],
    ],
    [[null], [2]],
    [[2], [2]],
    [null, [1, 2]],
    [
      ['N', 1, 2],
      [1, 1, 2],
    ],
  ])('fit the shape %j as %j', (shape, sent) => {
    expect(pack({ inputs: columns(shape, [0, 1]) })[0]?.shape).toEqual(sent);
  });

  test('nobody describes are zero', () => {
    expect(pack({ inputs: columns(['N', 4], [1]) })[0]?.values).toEqual([0, 1.5, 0, 0]);
  });

  test('the graph has no place for are refused at their key', () => {
    for (const [shape, index] of [
      [['N', 2], 5],
      [['N', 'K'], 1e9],
    ] as const) {
      expect(() => pack({ inputs: columns([...shape], [0, index]) })).toThrow(
        expect.objectContaining({ code: 'FL_INPUT_INVALID', fields: { [`f${index}`]: expect.any(String) } }),
      );
    }
  });

  test('may be texts and flags, each read by its own kind', () => {
    const vector = { name: 'v', shape: ['N', 2], datatype: 'BYTES' };
    const inputs = [
      { ...vector, feature: 'a', index: 0, kind: 'text' as const },
      { ...vector, feature: 'b', index: 1, kind: 'yes-no' as const, allowed: [{ value: 'J', label: 'Yes' }] },
    ];
    expect(pack({ inputs }, { a: 'hi', b: true })[0]?.values).toEqual(['hi', 'J']);
  });
});

test('an input of the graph that no field describes is zero', () => {
  const facts = { inputs: [{ name: 'mystery', datatype: 'INT32', shape: ['N', 2] }] };
  expect(pack({ facts })).toEqual([{ name: 'mystery', datatype: 'INT32', shape: [1, 2], values: [0, 0] }]);
});
