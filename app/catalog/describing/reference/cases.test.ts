import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ModelFacts } from '#app/oip/control.ts';
import { PASSED } from '../../testing.ts';
import { describeVersion, readReferenceRows, referenceCases } from '../index.ts';

async function casesOf(csv: string, facts: Partial<ModelFacts> = {}, limit = 100) {
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-cases-'));
  try {
    const path = join(folder, 'reference.csv');
    writeFileSync(path, csv);
    const reference = await readReferenceRows(path);
    const known = { ...PASSED.facts, ...facts };
    const { description } = describeVersion({ model: 'm', facts: known, report: PASSED.report, files: {} });
    return referenceCases(reference, { facts: known, inputs: description.inputs }, limit);
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

test('rows are cases without a true answer too; what is no input comes along, the answer does not', async () => {
  expect(await casesOf('age,Job,label,group_x,race\n30,nurse,,a,r\n,nurse,no,a,r\n60,cook,no,b,\n', named)).toEqual({
    cases: [
      { inputs: { age: 30, job: 'nurse' }, others: { group_x: 'a', race: 'r' } },
      { inputs: { age: 60, job: 'cook' }, others: { group_x: 'b', race: '' } },
    ],
    skippedCount: 1,
    missing: [],
  });
});

test('an input without a column is named', async () => {
  expect(await casesOf('age,label\n30,yes\n', named)).toEqual({ cases: [], skippedCount: 0, missing: ['Job'] });
});

test('columns of a flat vector without names leave only those that say they are groups', async () => {
  const found = await casesOf('p0,p1,group_sex,label\n1,2,f,0\n3,4,m,1\n');
  expect(found.cases.map(({ others }) => others)).toEqual([{ group_sex: 'f' }, { group_sex: 'm' }]);
});

test('of many rows as many as are wanted, taken evenly', async () => {
  const rows = Array.from({ length: 100 }, (_, at) => `${at},cook,yes`);
  const found = await casesOf(`age,job,label\n${rows.join('\n')}\n`, named, 4);
  expect(found.cases.map(({ inputs }) => inputs.age)).toEqual([0, 25, 50, 75]);
});

test('a picture beside the rows is the value of its field', async () => {
  const pictures = new Map([['one.png', 'a'.repeat(64)]]);
  const facts = { ...PASSED.facts, inputs: [{ name: 'x', datatype: 'FP32', shape: ['N', 3, 8, 8] }] };
  const inputs = [{ key: 'x', name: 'x', label: 'X', kind: 'image' as const }];
  const columns = [
    { name: 'image', numeric: false, values: ['one.png', 'lost.png'] },
    { name: 'group_age', numeric: false, values: ['old', 'young'] },
  ];
  expect(referenceCases({ columns, rowCount: 2 }, { facts, inputs, pictures }, 10)).toEqual({
    cases: [{ inputs: { x: { file: 'a'.repeat(64) } }, others: { group_age: 'old' } }],
    skippedCount: 1,
    missing: [],
  });
});
