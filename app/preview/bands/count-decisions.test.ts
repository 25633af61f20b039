import { expect, test } from 'vitest';
import type { DescribedOutput } from '#app/catalog/description-format.ts';
import { tensorFromValues } from '#app/oip/json-codec.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import { model, project, version } from '#db/schema/index.ts';
import { testDb } from '#db/testing.ts';
import { readAnswer } from '../answers/read-answer.ts';
import { testVersion } from '../testing.ts';
import { countDecisions } from './count-decisions.ts';
import { keepScores, rowScoresOf } from './reference-scores.ts';

const SHA256 = 'a'.repeat(64);

function dbWithVersion() {
  const db = testDb();
  db.insert(project).values({ id: 'prj_1', slug: 'one', title: 'One', isSample: false, createdAt: 0 }).run();
  db.insert(model).values({ id: 'mdl_1', name: 'tested', title: 'T', projectId: 'prj_1', createdAt: 0 }).run();
  db.insert(version)
    .values({
      ...{ id: 'ver_1', modelId: 'mdl_1', number: 1, digest: 'd', state: 'announced', sizeBytes: 1, receivedAt: 0 },
      ...{ readyAt: 0, publishedByKind: 'human', publishedById: 'u', facts: {}, report: {}, notices: [], timings: {} },
      ...{ fixes: [], isHotfix: false },
    })
    .run();
  return db;
}

const outputs: Partial<DescribedOutput>[] = [
  { name: 'label', kind: 'class', classes: ['no', 'maybe', 'yes'], favourable: 'yes' },
  { name: 'p', kind: 'probabilities', classes: ['no', 'maybe', 'yes'], favourable: 'yes' },
];
const classifier = testVersion({ outputs, facts: { classes: [10, 20, 30], labelOutput: 'label', scoresOutput: 'p' } });

/** What the model would answer for rows of scores. */
function answered(rows: readonly (readonly [number, number, number])[]) {
  return rows.map((scores) => {
    const best = scores.indexOf(Math.max(...scores));
    return tensors({ label: [[10, 20, 30][best] ?? 0], p: [...scores] });
  });
}

function tensors({ label, p }: { label: number[]; p: number[] }): Tensor[] {
  return [
    tensorFromValues({ name: 'label', datatype: 'INT64', shape: [1], values: label }),
    tensorFromValues({ name: 'p', datatype: 'FP64', shape: [1, p.length], values: p }),
  ];
}

/** The rows with their scores kept as the job keeps them, and what readAnswer itself decides of each. */
function kept(version = classifier, rows = answered(SHARES)) {
  const db = dbWithVersion();
  const answers = rows.map((row) => readAnswer(version, row, []));
  const scores = answers.flatMap((answer) => rowScoresOf(version, answer) ?? []);
  keepScores(db, { versionId: 'ver_1', referenceSha256: SHA256, rows: scores, computedAt: 0 });
  return { db, catalog: { referenceOf: () => SHA256 } };
}

const SHARES: [number, number, number][] = [
  [0.8, 0.1, 0.1],
  [0.1, 0.8, 0.1],
  [0.1, 0.35, 0.55],
  [0.05, 0.05, 0.9],
  [0.45, 0.1, 0.45],
];
const BANDS = [
  { from: 0, label: 'Decline' },
  { from: 0.4, label: 'Refer' },
  { from: 0.7, label: 'Approve' },
];

function withBands(bands: DescribedOutput['bands']): DescribedOutput[] {
  return classifier.description.outputs.map((output) => (output.name === 'p' && bands ? { ...output, bands } : output));
}

test('counts the same decisions as answers get, and those that change', async () => {
  const deps = kept();
  const after = withBands(BANDS);
  const found = await countDecisions(deps, classifier, after);
  const banded = { ...classifier, description: { ...classifier.description, outputs: after } };
  const decided = (version: typeof classifier) => answered(SHARES).map((row) => readAnswer(version, row, []).decision);
  expect(decided(classifier)).toEqual(['no', 'maybe', 'yes', 'yes', 'no']);
  expect(decided(banded)).toEqual(['Decline', 'Decline', 'Refer', 'Approve', 'Refer']);
  expect(found).toMatchObject({ state: 'known', rowCount: 5, changedCount: 5 });
  if (found.state !== 'known') throw new Error('not known');
  expect(Object.fromEntries(found.decisions.map(({ label, count }) => [label, count]))).toEqual({
    Decline: 2,
    Refer: 2,
    Approve: 1,
  });
  expect(found.moves).toContainEqual({ from: 'yes', to: 'Refer', count: 1 });
});

test('nothing changes without a change, and one moved boundary moves the rows between', async () => {
  const deps = kept();
  expect(await countDecisions(deps, classifier, classifier.description.outputs)).toMatchObject({ changedCount: 0 });
  const banded = { ...classifier, description: { ...classifier.description, outputs: withBands(BANDS) } };
  const lower = withBands([BANDS[0], { from: 0.4, label: 'Refer' }, { from: 0.5, label: 'Approve' }] as never);
  const found = await countDecisions(deps, banded, lower);
  expect(found).toMatchObject({ changedCount: 1, moves: [{ from: 'Refer', to: 'Approve', count: 1 }] });
});

test('another hoped-for class is another score to go by', async () => {
  const outputsNow = withBands(BANDS).map((output) => ({ ...output, favourable: 'no' }));
  const found = await countDecisions(kept(), classifier, outputsNow);
  if (found.state !== 'known') throw new Error('not known');
  expect(found.decisions.find(({ label }) => label === 'Approve')?.count).toBe(1);
  expect(found.decisions.find(({ label }) => label === 'Decline')?.count).toBe(3);
});

test('a label that is no class is what the model says', async () => {
  const rows = [tensors({ label: [99], p: [0.2, 0.3, 0.5] }), tensors({ label: [99], p: [0.2, 0.3, 0.5] })];
  const found = await countDecisions(kept(classifier, rows), classifier, classifier.description.outputs);
  expect(found).toMatchObject({ rowCount: 2, decisions: [{ label: '99', count: 2 }] });
});

test('the label decides where it is not the largest score', async () => {
  const rows = [tensors({ label: [10], p: [0.2, 0.3, 0.5] }), tensors({ label: [20], p: [0.2, 0.3, 0.5] })];
  const found = await countDecisions(kept(classifier, rows), classifier, classifier.description.outputs);
  if (found.state !== 'known') throw new Error('not known');
  expect(found.decisions.map(({ label }) => label).sort()).toEqual(['maybe', 'no']);
});

test('bands over a number', async () => {
  const version = testVersion({ outputs: [{ name: 'y', kind: 'number' }] });
  const rows = [1, 5, 9].map((y) => [tensorFromValues({ name: 'y', datatype: 'FP32', shape: [1, 1], values: [y] })]);
  const deps = kept(version, rows);
  const [output] = version.description.outputs as [DescribedOutput];
  const found = await countDecisions(deps, version, [{ ...output, bands: [{ from: 5, label: 'High' }] }]);
  expect(found).toMatchObject({
    rowCount: 3,
    changedCount: 2,
    decisions: [
      { label: 'High', count: 2 },
      { label: null, count: 1 },
    ],
  });
});

test('without rows, with other rows, or of a retired version there is nothing to count', async () => {
  const deps = kept();
  const count = (referenceOf: () => string | null, version = classifier) =>
    countDecisions({ ...deps, catalog: { referenceOf } }, version, classifier.description.outputs);
  expect(await count(() => null)).toEqual({ state: 'none' });
  expect(await count(() => 'b'.repeat(64))).toEqual({ state: 'pending' });
  expect(await count(() => SHA256, { ...classifier, state: 'retired' })).toEqual({ state: 'none' });
});
