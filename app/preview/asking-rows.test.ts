import { expect, test } from 'vitest';
import { ERRORS } from '#app/core/error-catalogue.ts';
import { appError } from '#app/core/errors.ts';
import type { Question } from '#app/oip/client.ts';
import { tensorFromValues, tensorValues } from '#app/oip/json-codec.ts';
import { oipError } from '#app/oip/oip-error.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import type { AskingDeps } from './asking.ts';
import { askRows } from './asking-rows.ts';
import { testAsking, testVersion } from './testing.ts';

const report = { loadMs: 1, memoryBytes: 1, answers: [{ rows: 32, ms: 1 }], batches: true, deterministic: true };
const version = testVersion({
  inputs: [
    { name: 'a', default: 1 },
    { name: 'b', kind: 'text', datatype: 'BYTES', default: 'hi' },
  ],
  outputs: [{ name: 'y', kind: 'number' }],
  version: { report },
});

/** A model that answers ten times `a`, and what the test says of it; remembers how many rows it was asked at once. */
function bench(refuse: (values: number[]) => Error | null = () => null) {
  const sizes: number[] = [];
  const infer = async ({ inputs }: Question): Promise<{ outputs: Tensor[]; ms: number }> => {
    const values = tensorValues(inputs[0] as Tensor).map(Number);
    sizes.push(values.length);
    const refusal = refuse(values);
    if (refusal) throw refusal;
    const tens = values.map((value) => value * 10);
    const answer = { name: 'y', datatype: 'FP32' as const, values: tens };
    return { outputs: [tensorFromValues({ ...answer, shape: [tens.length, 1] })], ms: 1 };
  };
  return { sizes, deps: testAsking(infer) };
}

const rowsOf = (count: number) => Array.from({ length: count }, (_, a) => ({ a, b: 'x'.repeat(a % 7) }));
const saidBy = (answers: Awaited<ReturnType<typeof askRows>>) =>
  answers.map(({ answer, failure }) => answer?.values[0]?.value ?? failure?.code);

test('many rows are asked in few questions and answered in their order', async () => {
  const { sizes, deps } = bench();
  const answers = await askRows(deps, { version, rows: rowsOf(600) });
  expect(saidBy(answers)).toEqual(rowsOf(600).map(({ a }) => a * 10));
  expect(sizes).toEqual([256, 256, 88]);
  expect(answers[3]).toMatchObject({ inputs: { a: 3, b: 'xxx' } });
});

test('a model that does not batch is asked row by row; a slow one a few at a time', async () => {
  const single = bench();
  const lone = { ...version, report: { ...report, batches: false } };
  expect(saidBy(await askRows(single.deps, { version: lone, rows: rowsOf(3) }))).toEqual([0, 10, 20]);
  expect(single.sizes).toEqual([1, 1, 1]);
  const slow = { ...version, report: { ...report, answers: [{ rows: 8, ms: 800 }] } };
  const few = bench();
  await askRows(few.deps, { version: slow, rows: rowsOf(5), atOnce: 2 });
  expect(few.sizes).toEqual([2, 2, 1]);
});

test('a row that does not fit has a failure in its place, and so has the one that the model refuses', async () => {
  const { deps } = bench((values) => (values.includes(5) ? oipError(400, 'no fives') : null));
  const rows = rowsOf(9).map((row) => (row.a === 2 ? { ...row, a: 'many' } : row));
  expect(saidBy(await askRows(deps, { version, rows }))).toEqual([
    ...[0, 10, 'FL_INPUT_INVALID', 30, 40, 'FL_RUN_FAILED', 60, 70, 80],
  ]);
});

test('a model that crashed is not made to crash again for each half', async () => {
  const { sizes, deps } = bench(() => oipError(422, ERRORS.FL_RUN_CRASHED.message));
  expect(new Set(saidBy(await askRows(deps, { version, rows: rowsOf(9) })))).toEqual(new Set(['FL_RUN_CRASHED']));
  expect(sizes).toEqual([9]);
});

test('what fails for all of them is thrown: a server that is away, a retired version, a person who left', async () => {
  const away = bench(() => oipError(503, 'away'));
  await expect(askRows(away.deps, { version, rows: rowsOf(9) })).rejects.toMatchObject({
    code: 'FL_SERVING_UNAVAILABLE',
  });
  const { deps } = bench();
  const retired = { ...version, state: 'retired' as const };
  await expect(askRows(deps, { version: retired, rows: rowsOf(1) })).rejects.toMatchObject({
    code: 'FL_VERSION_RETIRED',
  });
  const gone = AbortSignal.abort(new Error('gone'));
  await expect(askRows(deps, { version, rows: rowsOf(1) }, { signal: gone })).rejects.toThrow('gone');
  expect(await askRows(deps, { version, rows: [] })).toEqual([]);
});

test('rows with a text that has to be prepared are read one after the other, and a bad one fails alone', async () => {
  const preprocess = { tokenizer: 'tokenizer.json' };
  const told = testVersion({
    inputs: [{ name: 'ids', key: 'text', kind: 'text', datatype: 'INT64', shape: ['N', 'L'], preprocess }],
    outputs: [{ name: 'y', kind: 'number' }],
    version: { report },
  });
  const { sizes, deps } = bench();
  const read: AskingDeps['preparing']['read'] = async (_version, { text }) => {
    if (text === 'x') throw appError('FL_INPUT_INVALID', { fields: { text: 'No.' } });
    const ids = { name: 'ids', datatype: 'INT64' as const, shape: [1, 1], values: [String(text).length] };
    return { values: { text: String(text) }, tensors: [tensorFromValues(ids)], notices: [], prepareMs: 1 };
  };
  const rows = Array.from({ length: 40 }, (_, at) => ({ text: 'x'.repeat(at) }));
  const answers = await askRows({ ...deps, preparing: { read } }, { version: told, rows });
  expect(saidBy(answers).slice(0, 3)).toEqual([0, 'FL_INPUT_INVALID', 20]);
  expect(saidBy(answers)[39]).toBe(390);
  // Not all of them are held ready at the same time.
  expect(sizes).toEqual([31, 8]);
});
