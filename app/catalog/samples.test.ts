import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { upload } from '#db/schema/index.ts';
import { ADMIN, type Bench, controlError, createBench, filesUnder, PASSED, publish } from './testing.ts';

let bench: Bench;
let dir: string;
beforeEach(() => {
  bench = createBench();
  dir = mkdtempSync(join(tmpdir(), 'firstlook-samples-'));
});
afterEach(() => {
  bench.remove();
  rmSync(dir, { recursive: true });
});

function put(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
}
const versions = () =>
  bench.catalog.listModels(ADMIN).flatMap(({ name }) => {
    const model = bench.catalog.getModel(ADMIN, name);
    return model.versions.map(({ number }) => `${name} ${number}`).reverse();
  });
const folderOf = (path: string) => filesUnder(join(bench.folder.models, path));

test('every version of every folder, in order, with the files beside it', async () => {
  put({
    'b/10/model.onnx': 'ten',
    'b/9/model.onnx': 'nine',
    'b/labels.txt': 'a',
    'b/9/labels.txt': 'own',
    'b/train.csv': 'x,label\n1,a\n',
    'b/test.csv': 'x,label\n2,a\n',
    'b/config.pbtxt': 'name: "b"',
    'a/1/model.onnx': 'one',
    'a/2/other.onnx': 'no',
    'a/x/model.onnx': 'no',
    'Not A Model/1/model.onnx': 'no',
    'readme.md': 'no',
  });
  await bench.catalog.importSamples(dir);
  expect(versions()).toEqual(['a 1', 'b 1', 'b 2']);
  expect(folderOf('b/2')).toEqual(['labels.txt', 'model.onnx', 'reference.csv']);
  const textOf = (path: string) => readFileSync(join(bench.folder.models, path), 'utf8');
  expect([textOf('b/1/model.onnx'), textOf('b/1/labels.txt')]).toEqual(['nine', 'own']);
  expect([textOf('b/2/model.onnx'), textOf('b/2/labels.txt')]).toEqual(['ten', 'a']);
  expect(textOf('b/2/reference.csv')).toBe('x,label\n1,a\n');
});

test('pictures of examples come along, a version’s own before those of its model', async () => {
  const example = (image: string) => ({ name: image, image: `examples/${image}` });
  const preview = { formatVersion: 1, inputs: [], examples: ['0.png', '1.JPG', '2.png'].map(example) };
  put({
    'a/1/model.onnx': 'one',
    'a/1/examples/2.png': 'own',
    'a/2/model.onnx': 'two',
    'a/preview.json': JSON.stringify(preview),
    'a/examples/0.png': 'zero',
    'a/examples/1.JPG': 'one',
    'a/examples/notes.txt': 'no picture',
    'a/examples/more.png/0.png': 'a folder',
  });
  await bench.catalog.importSamples(dir);
  expect(versions()).toEqual(['a 1', 'a 2']);
  const pictures = (number: number) =>
    bench.catalog.getVersion(ADMIN, 'a', number).description.examples.map(({ image }) => image);
  expect([pictures(1), pictures(2)]).toEqual([['examples/2.png'], ['examples/0.png', 'examples/1.JPG']]);
  const notices = bench.catalog.getVersion(ADMIN, 'a', 2).notices.map(({ message }) => message);
  expect(notices.join()).not.toMatch(/notes\.txt|Left out/);
});

test('they belong to the project Samples and nobody', async () => {
  put({ 'a/1/model.onnx': 'one' });
  await bench.catalog.importSamples(dir);
  const project = bench.accounts.findProject('samples');
  expect(project).toMatchObject({ title: 'Samples', isSample: true });
  const { projectId, versions: made } = bench.catalog.getModel(ADMIN, 'a');
  expect(projectId).toBe(project?.id);
  expect(made[0]).toMatchObject({ publishedBy: { kind: 'system', id: 'samples' }, state: 'announced' });
});

test('broken off and begun again it goes on where it ended', async () => {
  put({ 'a/1/model.onnx': 'one', 'a/2/model.onnx': 'two', 'b/1/model.onnx': 'b' });
  let calls = 0;
  bench.serving.check = async () => {
    calls += 1;
    if (calls === 2) throw controlError('FL_SERVING_UNAVAILABLE', 503);
    return PASSED;
  };
  await expect(bench.catalog.importSamples(dir)).rejects.toMatchObject({ code: 'FL_SERVING_UNAVAILABLE' });
  expect(versions()).toEqual(['a 1']);
  await bench.catalog.importSamples(dir);
  expect(versions()).toEqual(['a 1', 'a 2', 'b 1']);
  const events = bench.ledger.read({}).length;
  await bench.catalog.importSamples(dir);
  expect(bench.ledger.read({})).toHaveLength(events);
  expect(calls).toBe(4);
});

test('a description someone corrected stays', async () => {
  put({ 'a/1/model.onnx': 'one', 'a/labels.txt': 'x' });
  await bench.catalog.importSamples(dir);
  await bench.catalog.describe(ADMIN, 'a', 1, { title: 'Corrected' });
  await bench.catalog.importSamples(dir);
  expect(bench.catalog.getVersion(ADMIN, 'a', 1).description.title).toBe('Corrected');
});

test('a sample whose name is taken, or that is refused, is skipped', async () => {
  put({ 'a/1/model.onnx': 'one', 'bad/1/model.onnx': '', 'c/1/model.onnx': 'three' });
  await publish(bench.catalog, 'a', { files: { model: 'mine' } });
  await bench.catalog.importSamples(dir);
  expect(versions()).toEqual(['a 1', 'c 1']);
  expect(bench.catalog.getModel(ADMIN, 'a').projectId).toBe(bench.projectId);
});

test('while serving is not up nothing is begun', async () => {
  put({ 'a/1/model.onnx': 'one' });
  bench.serving.isUp = false;
  const imported = bench.catalog.importSamples(dir, { waitMs: 0 });
  await expect(imported).rejects.toMatchObject({ code: 'FL_SERVING_UNAVAILABLE' });
  expect(bench.db.select().from(upload).all()).toEqual([]);
});

test('it waits for a serving that is coming up, unless told to stop', async () => {
  put({ 'a/1/model.onnx': 'one' });
  bench.serving.isUp = false;
  const stop = new AbortController();
  const stopped = bench.catalog.importSamples(dir, stop);
  stop.abort();
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  const imported = bench.catalog.importSamples(dir);
  bench.serving.isUp = true;
  await imported;
  expect(versions()).toEqual(['a 1']);
});

test('it stops when told to', async () => {
  put({ 'a/1/model.onnx': 'one', 'b/1/model.onnx': 'two' });
  const stop = new AbortController();
  bench.serving.check = async () => {
    stop.abort();
    return PASSED;
  };
  await expect(bench.catalog.importSamples(dir, stop)).rejects.toMatchObject({ name: 'AbortError' });
  expect(versions()).toEqual(['a 1']);
});
