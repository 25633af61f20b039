import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blobPath } from '#app/core/data-folder.ts';
import { upload, versionFile } from '#db/schema/index.ts';
import { ADMIN, type Bench, createBench, filesUnder, publish, streamOf } from './testing.ts';

/** A kill is told by what it leaves on the disk and in the rows: the next process has nothing else to go by. */

let bench: Bench;
beforeEach(async () => {
  bench = createBench();
  await publish(bench.catalog, 'm', { files: { labels: 'a\nb' } });
});
afterEach(() => bench.remove());

const inModels = (path: string) => join(bench.folder.models, path);
const models = () => filesUnder(bench.folder.models);
const blobs = () => filesUnder(bench.folder.blobs);
const recover = () => bench.restart().recover();

/** Everything a start could have changed. */
const everything = () => ({
  models: models().map((path) => [path, statSync(inModels(path)).ino]),
  blobs: blobs(),
  versions: bench.catalog.getModel(ADMIN, 'm').versions,
  events: bench.ledger.read({}).length,
});

test('a start after an orderly end changes nothing', async () => {
  const before = everything();
  await recover();
  await recover();
  expect(everything()).toEqual(before);
});

test('killed while a file came in', async () => {
  const before = everything();
  const killed = bench.catalog.beginUpload({ viewer: ADMIN, model: 'n', receivedAt: 1 });
  await killed.file('labels', streamOf('a\nb'));
  await killed.file('model', streamOf('new'));
  writeFileSync(join(bench.folder.blobs, 'tmp-upl_0000000000000000-model'), 'half');
  await recover();
  expect(everything()).toEqual(before);
  const states = bench.db.select({ state: upload.state, endedAt: upload.endedAt }).from(upload).all();
  expect(states).toEqual([
    { state: 'ready', endedAt: expect.any(Number) },
    { state: 'abandoned', endedAt: expect.any(Number) },
  ]);
});

test.each([
  ['the folder was being made', () => mkdirSync(inModels('.staging-x'))],
  ['the folder of a new model was there and its row was not', () => put('n/1')],
  ['the folder of a next version was there and its row was not', () => put('m/2')],
])('killed when %s', async (_when, leave) => {
  const before = everything();
  for (const model of ['m', 'n']) bench.catalog.beginUpload({ viewer: ADMIN, model, receivedAt: 1 });
  leave();
  await recover();
  expect(everything()).toEqual(before);
  expect(existsSync(inModels('n'))).toBe(false);
});

function put(path: string): void {
  mkdirSync(inModels(path), { recursive: true });
  writeFileSync(join(inModels(path), 'model.onnx'), 'new');
}

test('killed after the rows were written: the version is there', async () => {
  // What the last steps do is left undone: temporary names stay.
  const { sha256 } = bench.db.select().from(versionFile).where(eq(versionFile.role, 'model')).get()!;
  copyFileSync(blobPath(bench.folder, sha256), join(bench.folder.blobs, `tmp-upl_0000000000000000-model.${sha256}`));
  const before = everything();
  await recover();
  expect(everything()).toEqual({ ...before, blobs: before.blobs.filter((path) => !path.startsWith('tmp-')) });
});

test.each([
  ['the folder is gone', () => rmSync(inModels('m/1'), { recursive: true })],
  ['the whole model is gone', () => rmSync(inModels('m'), { recursive: true })],
  ['the model file is gone', () => rmSync(inModels('m/1/model.onnx'))],
  ['the model file is another one', () => renameSync(inModels('m/1/labels.txt'), inModels('m/1/model.onnx'))],
  ['a file beside it is gone', () => rmSync(inModels('m/1/labels.txt'))],
])('a version of which %s is made again from its blobs', async (_what, lose) => {
  const before = everything();
  lose();
  bench.serving.loaded.clear();
  await recover();
  expect(everything()).toEqual(before);
  expect(readFileSync(inModels('m/1/model.onnx'), 'utf8')).toBe('bytes');
  // A serving that runs already is told.
  await expect.poll(() => [...bench.serving.loaded]).toEqual(['m/1']);
});

test('a version whose bytes are lost holds up nothing, and what is left of it stays', async () => {
  const { sha256 } = bench.db.select().from(versionFile).where(eq(versionFile.role, 'model')).get()!;
  rmSync(blobPath(bench.folder, sha256));
  await publish(bench.catalog, 'n', { files: { model: 'other' } });
  rmSync(inModels('n'), { recursive: true });
  await recover();
  expect(models()).toEqual(['m/1/labels.txt', 'm/1/model.onnx', 'n/1/model.onnx']);
});

test('killed while a version was retired: its folder goes', async () => {
  copyFileSync(inModels('m/1/model.onnx'), join(bench.folder.root, 'kept'));
  await bench.catalog.retire(ADMIN, 'm', 1);
  put('m/1');
  await recover();
  expect(models()).toEqual([]);
});

test('killed between the rows and the files of a revision: the files follow', async () => {
  await publish(bench.catalog, 'm', { files: { labels: 'c\nd' } });
  const { sha256 } = bench.db.select().from(versionFile).where(eq(versionFile.role, 'side')).get()!;
  rmSync(inModels('m/1/labels.txt'));
  writeFileSync(inModels('m/1/labels.txt'), 'a\nb');
  linkSync(blobPath(bench.folder, sha256), join(bench.folder.blobs, `tmp-upl_0000000000000000-labels.${sha256}`));
  await recover();
  expect(readFileSync(inModels('m/1/labels.txt'), 'utf8')).toBe('c\nd');
  expect(blobs().filter((path) => path.startsWith('tmp-'))).toEqual([]);
});

test('a folder someone else put there is set aside, with all that is in it', async () => {
  put('mine/1');
  put('m/7');
  writeFileSync(inModels('mine/config.pbtxt'), 'name: "mine"');
  writeFileSync(inModels('readme.txt'), 'hello');
  await recover();
  const left = models().filter((path) => !path.startsWith('m/1/'));
  expect(left).toEqual([
    expect.stringMatching(/^\.set-aside\/m-7-\w+\/model\.onnx$/),
    expect.stringMatching(/^\.set-aside\/mine-1-\w+\/model\.onnx$/),
    'mine/config.pbtxt',
    'readme.txt',
  ]);
});

test('many versions are looked at without harm', async () => {
  for (let number = 2; number <= 40; number += 1) {
    await publish(bench.catalog, 'm', { files: { model: `bytes ${number}` } });
  }
  const before = everything();
  await recover();
  expect(everything()).toEqual(before);
});
