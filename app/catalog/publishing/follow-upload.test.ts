import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '#app/core/clock.ts';
import { blobPath } from '#app/core/data-folder.ts';
import { upload } from '#db/schema/index.ts';
import type { UploadEvent } from '../contract.ts';
import {
  ADMIN,
  type Bench,
  controlError,
  createBench,
  filesUnder,
  PASSED,
  publish,
  someone,
  streamOf,
} from '../testing.ts';

let bench: Bench;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const begin = (viewer = ADMIN) =>
  bench.catalog.beginUpload({ viewer, model: 'm', receivedAt: systemClock.now(), project: 'default' });

/** Follows to the end. */
function follow(id: string, after = 0): Promise<UploadEvent[]> {
  return new Promise((resolve) => {
    const events: UploadEvent[] = [];
    const take = (event: UploadEvent) => {
      events.push(event);
      if (event.event !== 'step') resolve(events);
    };
    if (!bench.catalog.followUpload({ viewer: ADMIN, id, after }, take)) resolve(events);
  });
}

const names = (events: UploadEvent[]) =>
  events.map((event) => (event.event === 'step' ? event.data.name : event.event));
const STEPS = ['received', 'checked', 'measured', 'described', 'loaded', 'ready', 'done'];

test('an upload in the background tells each step as it happens, and the same again afterwards', async () => {
  let pass = (): void => undefined;
  bench.serving.check = () => new Promise((resolve) => (pass = () => resolve(PASSED)));
  const one = begin();
  await one.file('model', streamOf('bytes'), 'C/My model.onnx');
  one.finishLater({});
  const following = follow(one.id);
  await expect.poll(() => bench.catalog.getUpload(ADMIN, one.id).steps.length).toBe(1);
  expect(bench.catalog.getUpload(ADMIN, one.id)).toMatchObject({ state: 'running', versionNumber: null });
  expect(bench.catalog.runningUploads(ADMIN)).toMatchObject([{ id: one.id, modelName: 'm' }]);
  pass();
  const events = await following;
  expect(names(events)).toEqual(STEPS);
  expect(events.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(events.at(-1)).toMatchObject({ data: { created: true, model: 'm', version: 1 } });
  await bench.catalog.settle();
  expect(await follow(one.id)).toEqual(events);
  expect(names(await follow(one.id, 5))).toEqual(['ready', 'done']);
  expect(await follow(one.id, 7)).toEqual([]);
  expect(bench.catalog.runningUploads(ADMIN)).toEqual([]);
  expect(bench.catalog.getUpload(ADMIN, one.id)).toMatchObject({
    state: 'done',
    versionNumber: 1,
    fileName: 'My model.onnx',
    sentBy: { kind: 'token', id: 'admin' },
  });
  const { id } = bench.catalog.getVersion(ADMIN, 'm', 1);
  expect(bench.catalog.uploadOfVersion(id)).toBe(one.id);
});

test('one that is refused ends with the sentence, and leaves nothing', async () => {
  bench.serving.check = async () => {
    throw controlError('FL_CHECK_NOT_ONNX', 422, 'This is a pickle.');
  };
  const one = begin();
  await one.file('model', streamOf('bytes'), 'm.onnx');
  one.finishLater({});
  const events = await follow(one.id);
  expect(names(events)).toEqual(['received', 'refused']);
  expect(events[1]?.data).toEqual({ code: 'FL_CHECK_NOT_ONNX', message: 'This is a pickle.', fields: {} });
  await bench.catalog.settle();
  expect(await follow(one.id, 1)).toEqual(events.slice(1));
  expect(bench.catalog.getUpload(ADMIN, one.id)).toMatchObject({ state: 'refused', refusal: events[1]?.data });
  expect(filesUnder(bench.folder.blobs)).toEqual([]);
});

test('after a restart in the middle it is refused, with what to do', async () => {
  bench.serving.check = () => new Promise(() => undefined);
  const one = begin();
  await one.file('model', streamOf('bytes'), 'm.onnx');
  one.finishLater({});
  const next = bench.restart();
  await next.recover();
  const events: UploadEvent[] = [];
  expect(next.followUpload({ viewer: ADMIN, id: one.id, after: 0 }, (event) => events.push(event))).toBeNull();
  expect(events).toMatchObject([{ id: 1, event: 'refused', data: { code: 'FL_UPLOAD_INTERRUPTED' } }]);
  expect(next.runningUploads(ADMIN)).toEqual([]);
});

test('one that was given up is refused as cut', async () => {
  const one = begin();
  const following = follow(one.id);
  await one.abandon();
  expect(names(await following)).toEqual(['refused']);
  expect(bench.catalog.getUpload(ADMIN, one.id).refusal?.code).toBe('FL_UPLOAD_CUT');
});

test('it is for whoever sent it and the publishers of its project', async () => {
  const { projectId } = bench;
  const ada = someone(projectId, ['publisher']);
  const one = begin(ada);
  expect(bench.catalog.getUpload(ada, one.id).id).toBe(one.id);
  expect(bench.catalog.getUpload(someone(projectId, ['publisher'], 'usr_eve'), one.id).id).toBe(one.id);
  expect(bench.catalog.runningUploads(someone(projectId, ['publisher'], 'usr_eve'))).toEqual([]);
  const strangers = [someone(projectId, ['reviewer'], 'usr_bob'), someone('prj_other', ['publisher'], 'usr_bob')];
  for (const viewer of strangers) {
    expect(() => bench.catalog.getUpload(viewer, one.id)).toThrow(
      expect.objectContaining({ code: 'FL_UPLOAD_NOT_FOUND' }),
    );
  }
  expect(() => bench.catalog.getUpload(ADMIN, 'upl_none')).toThrow();
  await one.abandon();
});

test('whoever stops listening hears no more', async () => {
  const one = begin();
  const heard: UploadEvent[] = [];
  const stop = bench.catalog.followUpload({ viewer: ADMIN, id: one.id, after: 0 }, (event) => heard.push(event));
  stop?.();
  await one.file('model', streamOf('bytes'));
  await one.finish({});
  expect(heard).toEqual([]);
});

test('only the first version is announced by itself when asked so', async () => {
  expect(await publish(bench.catalog, 'm', { announce: 'first' })).toMatchObject({ state: 'announced' });
  const second = await publish(bench.catalog, 'm', { announce: 'first', files: { model: 'other bytes' } });
  expect(second).toMatchObject({ version: 2, state: 'ready' });
  const again = await publish(bench.catalog, 'm', { announce: 'first', files: { model: 'other bytes' } });
  expect(again).toMatchObject({ version: 2, state: 'ready' });
});

/** Puts a file where serving puts what it unpacked. */
function unpacked(path: string, text: string) {
  const sha256 = createHash('sha256').update(text).digest('hex');
  const blob = blobPath(bench.folder, sha256);
  mkdirSync(dirname(blob), { recursive: true });
  writeFileSync(blob, text);
  return { path, sha256, sizeBytes: text.length };
}

function unpackTo(files: Record<string, string>) {
  bench.serving.unpack = async () => ({
    files: Object.entries(files).map(([path, text]) => unpacked(path, text)),
    notices: [{ code: 'archive.left-out', message: 'Left out.' }],
  });
}

async function sendBundle(files: Record<string, string>, sent: [part: 'labels' | 'bundle', text: string][] = []) {
  unpackTo(files);
  const one = begin();
  try {
    await one.file('bundle', streamOf('archive'), 'x.zip');
    for (const [part, text] of sent) await one.file(part, streamOf(text));
    return { id: one.id, result: await one.finish({}) };
  } catch (thrown) {
    await one.abandon();
    throw thrown;
  }
}

test('a bundle becomes a version with its pictures; the archive itself goes', async () => {
  const preview = JSON.stringify({
    formatVersion: 1,
    examples: [
      { name: 'A zero', image: 'examples/0.png' },
      { name: 'Gone', image: 'examples/9.png' },
    ],
  });
  const files = { 'model.onnx': 'model', 'weights.bin': 'w', 'examples/0.png': 'png', 'preview.json': preview };
  const { id, result } = await sendBundle(files, [['labels', 'no\nyes']]);
  expect(names(await follow(id))).toEqual(['received', 'unpacked', ...STEPS.slice(1)]);
  expect(result.notices.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['archive.left-out', 'describe.example-pictures']),
  );
  expect(bench.catalog.getVersion(ADMIN, 'm', 1)).toMatchObject({
    sizeBytes: 6,
    description: { examples: [{ name: 'A zero', image: 'examples/0.png' }] },
  });
  const inFolder = ['examples/0.png', 'labels.txt', 'model.onnx', 'preview.json', 'weights.bin'];
  expect(filesUnder(bench.folder.models)).toEqual(inFolder.map((path) => `m/1/${path}`));
  expect(filesUnder(bench.folder.blobs)).toHaveLength(5);
});

test('the same bundle again is that version, with another picture a new revision, with other weights a new one', async () => {
  const files = { 'model.onnx': 'model', 'weights.bin': 'w', 'examples/0.png': 'png' };
  const first = await sendBundle(files);
  expect((await sendBundle(files)).result).toMatchObject({ created: false, version: 1, digest: first.result.digest });
  expect((await sendBundle({ ...files, 'examples/0.png': 'other' })).result).toMatchObject({ created: false });
  expect(filesUnder(bench.folder.blobs)).toHaveLength(3);
  expect((await sendBundle({ ...files, 'weights.bin': 'v' })).result).toMatchObject({ created: true, version: 2 });
});

test('an archive that is refused, two archives, and an archive without a model leave nothing', async () => {
  const one = begin();
  await one.file('bundle', streamOf('nonsense'), 'x.zip');
  await expect(one.finish({})).rejects.toMatchObject({ code: 'FL_ARCHIVE_FORMAT', message: 'This is not an archive.' });
  await one.abandon();
  const twice = sendBundle({ 'model.onnx': 'model' }, [['bundle', 'another']]);
  await expect(twice).rejects.toMatchObject({ code: 'FL_UPLOAD_SEVERAL' });
  await expect(sendBundle({ 'labels.txt': 'a' })).rejects.toMatchObject({ code: 'FL_UPLOAD_NO_MODEL' });
  expect(filesUnder(bench.folder.blobs)).toEqual([]);
  expect(filesUnder(bench.folder.models)).toEqual([]);
  expect(
    bench.db
      .select()
      .from(upload)
      .all()
      .map(({ state }) => state),
  ).toEqual(['refused', 'refused', 'refused']);
});

test('a start makes the folder of a bundle again', async () => {
  await sendBundle({ 'model.onnx': 'model', 'weights.bin': 'w', 'examples/0.png': 'png' });
  const before = filesUnder(bench.folder.models);
  await bench.catalog.retire(ADMIN, 'm', 1);
  expect(filesUnder(bench.folder.models)).toEqual([]);
  bench.db
    .update((await import('#db/schema/index.ts')).version)
    .set({ state: 'announced' })
    .run();
  await bench.restart().recover();
  expect(filesUnder(bench.folder.models)).toEqual(before);
});
