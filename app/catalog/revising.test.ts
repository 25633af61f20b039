import { afterEach, beforeEach, expect, test } from 'vitest';
import { ADMIN, type Bench, createBench, publish, someone } from './testing.ts';

let bench: Bench;
const preview = JSON.stringify({
  formatVersion: 1,
  title: 'Two numbers',
  inputs: [
    { name: 'x', index: 0, feature: 'a', label: 'A', kind: 'number', min: 0, max: 9 },
    { name: 'x', index: 1, feature: 'b', label: 'B', kind: 'number' },
  ],
});
beforeEach(async () => {
  bench = createBench();
  await publish(bench.catalog, 'm', { files: { preview } });
});
afterEach(() => bench.remove());

const ada = () => someone(bench.projectId, ['publisher'], 'usr_ada');
const bob = () => someone(bench.projectId, ['publisher'], 'usr_bob');
const named = (viewer = ADMIN, number = 1) => ({ viewer, model: 'm', number });
const current = () => bench.catalog.getVersion(ADMIN, 'm', 1);
const labels = () => current().description.inputs.map(({ label }) => label);

test('revisions tell who changed what in words, the newest first', async () => {
  await bench.catalog.describe(ada(), 'm', 1, { inputs: { a: { label: 'First', unit: 'kg' } } });
  await bench.catalog.describe(bob(), 'm', 1, { order: ['b', 'a'], title: 'Better' });
  const revisions = bench.catalog.listRevisions(named(), { limit: 10 });
  expect(revisions).toMatchObject([
    {
      revision: 3,
      createdBy: { kind: 'human', id: 'usr_bob' },
      changes: ['Title "Better", was "Two numbers"', 'Another order of the fields'],
    },
    { revision: 2, createdBy: { id: 'usr_ada' }, changes: ['A: label "First", was "A"', 'A: unit kg, was none'] },
    { revision: 1, changes: null },
  ]);
  expect(labels()).toEqual(['B', 'First']);
  expect(bench.catalog.listRevisions(named(), { limit: 1, before: 3 })).toMatchObject([{ revision: 2 }]);
});

test('who began with an older revision is refused, and nothing of theirs is kept', async () => {
  await bench.catalog.describe(ada(), 'm', 1, { descriptionRevision: 1, inputs: { a: { label: 'First' } } });
  const stale = bench.catalog.describe(bob(), 'm', 1, { descriptionRevision: 1, inputs: { a: { label: 'Other' } } });
  await expect(stale).rejects.toMatchObject({ code: 'FL_DESCRIPTION_STALE', status: 409 });
  expect(labels()).toEqual(['First', 'B']);
  await bench.catalog.describe(bob(), 'm', 1, { descriptionRevision: 2, inputs: { a: { label: 'Other' } } });
  expect(labels()).toEqual(['Other', 'B']);
  expect(current().description).not.toHaveProperty('descriptionRevision');
  expect(current().description).not.toHaveProperty('order');
  const nonsense = bench.catalog.describe(bob(), 'm', 1, { descriptionRevision: 'x', title: 'T' });
  await expect(nonsense).rejects.toMatchObject({ fields: { descriptionRevision: 'must be a whole number' } });
});

test('of two at once who began with the same revision one is refused', async () => {
  const both = ['One', 'Two'].map((label) =>
    bench.catalog.describe(ada(), 'm', 1, { descriptionRevision: 1, inputs: { a: { label } } }),
  );
  const ended = await Promise.allSettled(both);
  expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('going back is a new revision that says what an older one says', async () => {
  await bench.catalog.describe(ada(), 'm', 1, {
    title: 'Better',
    inputs: { a: { label: 'First' } },
    ask: { by: 'Ann', sentence: 'Why?' },
  });
  const before = current();
  const back = await bench.catalog.restoreDescription(named(bob()), { revision: 1, from: 2 });
  expect(back).toMatchObject({ descriptionRevision: 3, description: { title: 'Two numbers' } });
  expect(bench.catalog.getModel(ADMIN, 'm').title).toBe('Two numbers');
  expect(labels()).toEqual(['A', 'B']);
  const [newest] = bench.catalog.listRevisions(named(), { limit: 1 });
  expect(newest?.changes?.[0]).toBe('Went back to revision 1');
  // Runs asked with the one in between still find it.
  expect(bench.catalog.versionOfRun({ versionId: before.id, descriptionId: before.descriptionId })).toEqual(before);
  expect(bench.ledger.read({}).filter(({ kind }) => kind === 'description.revised')).toHaveLength(2);
  const again = await bench.catalog.restoreDescription(named(), { revision: 2 });
  expect(again.description).toEqual(before.description);
});

test('going back is refused where it cannot be', async () => {
  for (const revision of [0, 2, -1, 1.5, Number.NaN]) {
    const gone = bench.catalog.restoreDescription(named(), { revision });
    await expect(gone).rejects.toMatchObject({ code: 'FL_DESCRIPTION_NO_REVISION', status: 404 });
  }
  await bench.catalog.describe(ADMIN, 'm', 1, { title: 'T' });
  const stale = bench.catalog.restoreDescription(named(), { revision: 1, from: 1 });
  await expect(stale).rejects.toMatchObject({ code: 'FL_DESCRIPTION_STALE' });
  const reviewer = someone(bench.projectId, ['reviewer']);
  await expect(bench.catalog.restoreDescription(named(reviewer), { revision: 1 })).rejects.toMatchObject({
    code: 'FL_AUTH_FORBIDDEN',
  });
  expect(() => bench.catalog.listRevisions(named(reviewer), { limit: 1 })).toThrow(
    expect.objectContaining({ code: 'FL_AUTH_FORBIDDEN' }),
  );
});

test('a trial says what would be and keeps nothing', () => {
  const tried = bench.catalog.tryDescription(named(), { inputs: { a: { label: 'Tried' } } });
  expect(tried.inputs[0]).toMatchObject({ label: 'Tried' });
  expect(current()).toMatchObject({ descriptionRevision: 1 });
  expect(() => bench.catalog.tryDescription(named(), { inputs: { a: { min: 10 } } })).toThrow(
    expect.objectContaining({ fields: { 'inputs, a, min': 'must not be above max' } }),
  );
});

test('the next version tells in words what is different', async () => {
  expect(bench.catalog.differencesSinceBefore(named())).toBeNull();
  await publish(bench.catalog, 'm', { files: { model: 'two' } });
  expect(bench.catalog.differencesSinceBefore(named(ADMIN, 2))).toEqual({ since: 1, words: [] });
  await bench.catalog.describe(ADMIN, 'm', 2, { inputs: { b: { help: 'h', sensitive: true } } });
  expect(bench.catalog.differencesSinceBefore(named(ADMIN, 2))?.words).toEqual([
    'B: another help text',
    'B: sensitive',
  ]);
});

test('the file of a description is for whoever may try the version', async () => {
  await bench.catalog.describe(ADMIN, 'm', 1, { inputs: { a: { unit: 'kg' } } });
  const reviewer = someone(bench.projectId, ['reviewer']);
  const file = bench.catalog.previewFile(reviewer, 'm', 1) as { inputs: object[] };
  expect(file.inputs[0]).toMatchObject({ key: 'a', unit: 'kg' });
  const stranger = someone('prj_other', ['reviewer']);
  expect(() => bench.catalog.previewFile(stranger, 'm', 1)).toThrow(expect.objectContaining({ status: 404 }));
});
