import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ModelFacts } from '#app/oip/control.ts';
import { PASSED } from '../../testing.ts';
import { describeVersion, readReferenceRows, referenceInputs } from '../index.ts';

async function rowsOf(csv: string, facts: Partial<ModelFacts> = {}, limit = 100) {
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-questions-'));
  try {
    const path = join(folder, 'reference.csv');
    writeFileSync(path, csv);
    const reference = await readReferenceRows(path);
    const known = { ...PASSED.facts, ...facts };
    const given = { model: 'm', facts: known, report: PASSED.report, files: { reference } };
    const { description } = describeVersion(given);
    return referenceInputs(reference, { facts: known, inputs: description.inputs }, limit);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const named: Partial<ModelFacts> = {
  inputs: [
    { name: 'age', datatype: 'FP32', shape: ['N', 1] },
    { name: 'job', datatype: 'BYTES', shape: ['N', 1] },
  ],
};

test('rows are questions by field key, without those where something is missing', async () => {
  const rows = await rowsOf(
    'age,job,label,group_x\n30,nurse,yes,a\n,nurse,no,a\n40,,no,a\n50,cook,,b\n60,cook,no,b\n',
    named,
  );
  expect(rows).toEqual([
    { inputs: { age: 30, job: 'nurse' }, truth: 'yes' },
    { inputs: { age: 50, job: 'cook' }, truth: null },
    { inputs: { age: 60, job: 'cook' }, truth: 'no' },
  ]);
});

test('columns of a flat vector are found by what they are called', async () => {
  const rows = await rowsOf('b,a,target\n1,2,7\n3,4,8\n');
  expect(rows.map(({ truth }) => truth)).toEqual([7, 8]);
  expect(Object.values(rows[0]?.inputs ?? {})).toEqual([1, 2]);
});

test('a picture is a list in its shape', async () => {
  const facts: Partial<ModelFacts> = { inputs: [{ name: 'image', datatype: 'FP32', shape: ['N', 1, 2, 2] }] };
  const [first] = await rowsOf('p0,p1,p2,p3,label\n1,2,3,4,0\n', facts);
  expect(first).toEqual({
    inputs: {
      image: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    },
    truth: 0,
  });
});

test.each([
  ['a field without a column', 'age,label\n30,yes\n'],
  ['no rows', 'age,job,label\n'],
])('%s: none', async (_name, csv) => {
  expect(await rowsOf(csv, named)).toEqual([]);
});

test.each([
  ['no true answer', 'age,job\n30,nurse\n'],
  ['a curve of true answers', 'age,job,target0,target1\n30,nurse,1,2\n'],
  ['a true answer missing', 'age,job,label\n30,nurse,\n'],
])('%s: a row without one', async (_name, csv) => {
  const rows = await rowsOf(csv, named);
  expect(rows).toEqual([{ inputs: { age: 30, job: 'nurse' }, truth: null }]);
});

test('of many rows some are taken, evenly', async () => {
  const lines = Array.from({ length: 1000 }, (_, i) => `${i},cook,${i < 500 ? 'yes' : 'no'}`);
  const rows = await rowsOf(`age,job,label\n${lines.join('\n')}\n`, named, 10);
  expect(rows).toHaveLength(10);
  expect(rows.filter(({ truth }) => truth === 'yes')).toHaveLength(5);
});
