import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSilentLog } from '#app/core/log.ts';
import { eventually, makeTestFolder, putBlob } from '../../testing.ts';
import { systemSpawn } from '../child.ts';
import { freshStarter } from '../fresh/start-fresh.ts';
import type { Sandbox } from '../sandbox.ts';
import { Preparer } from './preparer.ts';

vi.setConfig({ testTimeout: 60_000 });

const SANDBOX: Sandbox = { kind: 'off', reason: null, canTieToParent: false };
const ENTRY = resolve(import.meta.dirname, '../fixtures/lying-preparer.ts');

let folder: ReturnType<typeof makeTestFolder>;
let preparer: Preparer;
beforeEach(async () => {
  folder = makeTestFolder();
  const log = createSilentLog();
  preparer = new Preparer({
    folder,
    log,
    start: freshStarter(ENTRY, { sandbox: SANDBOX, spawn: systemSpawn, log }),
    limits: { totalBytes: 1 << 20, timeMs: 3000 },
  });
  await preparer.open();
});
afterEach(async () => {
  await preparer.stop();
  expect(readdirSync(join(folder.cache, 'preparing'))).toEqual([]);
  folder.remove();
});

function unpack(does: string, says: Record<string, unknown> = {}) {
  const sha256 = putBlob(folder, Buffer.from(JSON.stringify({ does, says })));
  return preparer.unpack({ task: 'unpack', sha256, name: 'bundle.zip' });
}

/** The store, but for the archive itself. */
const blobCount = () =>
  readdirSync(folder.blobs, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).length;

describe('a child that an archive has taken over', () => {
  test('A10 is believed when it tells the truth', async () => {
    expect((await unpack('file')).files).toMatchObject([{ path: 'model.onnx', sizeBytes: 1 }]);
    expect(blobCount()).toBe(2);
  });

  test.each([
    ['a link to what only serving may read', 'link'],
    ['a folder', 'folder'],
    ['a pipe that would be read for ever', 'pipe'],
    ['more bytes than it may unpack', 'large'],
    ['no file at all', 'nothing'],
  ])('A10 %s is not taken', async (_what, does) => {
    await expect(unpack(does)).rejects.toMatchObject({ code: 'FL_ARCHIVE_CRASHED', status: 422 });
    expect(blobCount()).toBe(1);
  });

  test('A10 no more bytes are taken than may be unpacked, however they are divided', async () => {
    const files = ['0', '1'].map((at) => ({ path: at === '0' ? 'model.onnx' : 'weights.bin', at }));
    await expect(unpack('halves', { files })).rejects.toMatchObject({ code: 'FL_ARCHIVE_CRASHED' });
    expect((await unpack('halves')).files).toHaveLength(1);
  });

  const elsewhere = { files: [{ path: 'model.onnx', at: '../in/archive' }] };
  test.each<[what: string, lie: [does: string, says: Record<string, unknown>], code: string]>([
    ['a file that is not of its folder', ['file', elsewhere], 'CRASHED'],
    ['another word', ['file', { type: 'checked' }], 'CRASHED'],
    ['an answer to another question', ['file', { id: 2 }], 'CRASHED'],
    ['a crash', ['crash', {}], 'CRASHED'],
    ['no answer', ['hang', {}], 'TIMEOUT'],
  ])('A9 %s is a refusal, and the next archive goes on', async (_what, lie, code) => {
    await expect(unpack(...lie)).rejects.toMatchObject({ code: `FL_ARCHIVE_${code}`, status: 422 });
    expect((await unpack('file')).files).toHaveLength(1);
    await eventually(() => readdirSync(join(folder.cache, 'preparing')).length === 0, 'the folders are gone');
  });
});
