import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { upload } from '#db/schema/index.ts';
import { ADMIN, type Bench, controlError, createBench, filesUnder, PASSED, publish, streamOf } from '../testing.ts';

let bench: Bench;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const previewOf = (said: object) => JSON.stringify({ formatVersion: 1, ...said });
const blobs = () => filesUnder(bench.folder.blobs);
const models = () => filesUnder(bench.folder.models);
const events = () => bench.ledger.read({});
const kinds = () => events().map(({ kind }) => kind);
const uploads = () => bench.db.select().from(upload).all();
const send = (model: string, sent = {}) => publish(bench.catalog, model, sent);

test('the same bytes again are the same version, and nothing is told', async () => {
  const first = await send('m', { files: { labels: 'a' } });
  const before = events().length;
  const again = await send('m', { files: { labels: 'a' } });
  expect(again).toEqual({ ...first, created: false });
  expect(events()).toHaveLength(before);
  expect(uploads().map(({ state }) => state)).toEqual(['ready', 'ready']);
});

test('the same bytes with ?again=1 make a new version, and sent once more they are that one', async () => {
  await send('m');
  expect(await send('m', { again: true })).toMatchObject({ created: true, version: 2 });
  expect(await send('m')).toMatchObject({ created: false, version: 2 });
});

test('the same bytes are the version in use rather than a retired one', async () => {
  await send('m');
  await send('m', { again: true });
  await bench.catalog.retire(ADMIN, 'm', 2);
  expect(await send('m')).toMatchObject({ created: false, version: 1 });
});

test('the same bytes of a retired version with other files beside them revise what is known of it', async () => {
  await send('m', { files: { labels: 'a' } });
  await bench.catalog.retire(ADMIN, 'm', 1);
  await send('m', { files: { preview: previewOf({ title: 'Later' }) } });
  expect(bench.catalog.getVersion(ADMIN, 'm', 1)).toMatchObject({ descriptionRevision: 2, state: 'retired' });
  expect(models()).toEqual([]);
});

test('the same bytes with other files while someone corrects the description: both count', async () => {
  await send('m');
  const started = bench.catalog.beginUpload({ viewer: ADMIN, model: 'm', receivedAt: 1 });
  await started.file('model', streamOf('bytes'));
  // Large enough to take a thread and so a while, in which the correction comes.
  await started.file('preview', streamOf(previewOf({ summary: 'New', padding: 'x'.repeat(100_000) })));
  const finished = started.finish({});
  for (let tick = 0; tick < 20; tick += 1) await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([finished, bench.catalog.describe(ADMIN, 'm', 1, { title: 'Corrected' })]);
  const { description, descriptionRevision } = bench.catalog.getVersion(ADMIN, 'm', 1);
  const { title, summary } = description;
  expect({ descriptionRevision, title, summary }).toEqual({
    descriptionRevision: 3,
    title: 'Corrected',
    summary: 'New',
  });
});

test('the same bytes under another name are a version of that model', async () => {
  await send('m');
  expect(await send('n')).toMatchObject({ created: true, version: 1 });
  expect(blobs()).toHaveLength(1);
});

test('the same bytes with other files beside them make a new revision of the description', async () => {
  await send('m', { files: { preview: previewOf({ title: 'One' }), card: 'card' } });
  const again = await send('m', { files: { preview: previewOf({ title: 'Two' }) } });
  expect(again).toMatchObject({ created: false, version: 1 });
  const version = bench.catalog.getVersion(ADMIN, 'm', 1);
  expect(version).toMatchObject({ descriptionRevision: 2, description: { title: 'Two' } });
  expect(bench.catalog.getModel(ADMIN, 'm').title).toBe('Two');
  expect(kinds().at(-1)).toBe('description.revised');
  expect(readFileSync(join(bench.folder.models, 'm/1/preview.json'), 'utf8')).toBe(previewOf({ title: 'Two' }));
  expect(blobs()).toHaveLength(3);
});

test('a file beside the model that was replaced goes, although the folder could not follow', async () => {
  await send('m', { files: { card: 'before' } });
  const folder = join(bench.folder.models, 'm/1');
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'in the way');
  await expect(send('m', { files: { card: 'after' } })).rejects.toThrow();
  // The model and the new card; the next start puts them into the folder.
  expect(blobs()).toHaveLength(2);
});

test('the same bytes twice at once are one version, and nothing is lost', async () => {
  const both = await Promise.all([send('m'), send('m'), send('m')]);
  expect(both.map(({ version }) => version)).toEqual([1, 1, 1]);
  expect(both.filter(({ created }) => created)).toHaveLength(1);
  expect(blobs()).toHaveLength(1);
  expect(models()).toEqual(['m/1/model.onnx']);
});

test('the same bytes in one upload that is refused and one that is not: the blob stays for the one', async () => {
  let calls = 0;
  bench.serving.check = async () => {
    calls += 1;
    if (calls === 1) throw controlError('FL_CHECK_TIMEOUT', 422);
    return PASSED;
  };
  const both = await Promise.allSettled([send('m'), send('n')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(blobs()).toHaveLength(1);
  expect(models()).toHaveLength(1);
});
