import { describe, expect, test } from 'vitest';
import { testVersion } from '../testing.ts';
import { readInputs } from './read-inputs.ts';
import { createVariantReader } from './read-variants.ts';

const named = testVersion({
  inputs: [
    { name: 'a', default: 1 },
    { name: 'n', kind: 'integer', datatype: 'INT64', default: 5 },
    { name: 'job', kind: 'category', datatype: 'BYTES', default: 'cook' },
    { name: 'series', kind: 'series', shape: ['N', 3], default: [1, 2, 3] },
  ],
});
const flat = testVersion({
  inputs: [0, 1, 2].map((index) => ({ name: 'x', index, feature: `f${index}`, shape: ['N', 4], default: index })),
});

const unasked = () => {
  throw new Error('nothing is prepared here');
};

describe('a variant is read as the whole question would be', () => {
  test.each([
    [named, {}],
    [named, { a: 2.5 }],
    [named, { n: 7, job: 'smith' }],
    [named, { series: [3, 2, 1] }],
    [flat, { f1: 9 }],
    [flat, { f0: 0.1, f2: 1e9 }],
  ])('%#', async (version, changes) => {
    const base = readInputs(version, {});
    const read = createVariantReader(version, base, unasked);
    const row = { ...base.values, ...changes };
    const { values, tensors } = readInputs(version, row);
    expect(await read(row)).toEqual({ values, tensors, notices: [] });
    expect((await read(row)).tensors).toEqual(tensors);
  });
});

test('what the question shares with it is not packed again', async () => {
  const base = readInputs(named, {});
  const { tensors } = await createVariantReader(named, base, unasked)({ ...base.values, a: 2 });
  expect(tensors.map((tensor, at) => tensor === base.tensors[at])).toEqual([false, true, true, true]);
});

test('a value that does not fit is refused at its field', () => {
  const base = readInputs(named, {});
  const read = createVariantReader(named, base, unasked);
  expect(() => read({ ...base.values, n: 'many' })).toThrow(
    expect.objectContaining({ code: 'FL_INPUT_INVALID', fields: { n: expect.stringContaining('whole number') } }),
  );
});

test('where a picture differs everything is read, and only there', async () => {
  const picture = { name: 'photo', kind: 'image', shape: ['N', 1, 1, 2] } as const;
  const version = testVersion({
    inputs: [
      { name: 'a', default: 1 },
      { ...picture, shape: [...picture.shape] },
    ],
  });
  const photo = { file: 'a'.repeat(64) };
  const base = { ...readInputs(version, { photo: [[[[1, 2]]]] }), values: { a: 1, photo } };
  const whole = { ...base, values: {} };
  const read = createVariantReader(version, base, async () => whole);
  expect(await read({ a: 1, photo: { file: 'b'.repeat(64) } })).toBe(whole);
  const other = await read({ a: 2, photo });
  expect(other.values).toEqual({ a: 2, photo });
  expect(other.tensors.map((tensor, at) => tensor === base.tensors[at])).toEqual([false, true]);
});
