import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blobPath, type DataFolder, makeDataFolder } from '#app/core/data-folder.ts';
import { keepRepaired } from './keep-repaired.ts';
import { makeStaging, type Staging } from './staging.ts';

let folder: DataFolder;
let staging: Staging;
beforeEach(async () => {
  folder = makeDataFolder(mkdtempSync(join(tmpdir(), 'firstlook-keep-')));
  staging = await makeStaging(folder);
});
afterEach(() => rmSync(folder.root, { recursive: true }));

test('C4 a repaired file becomes a read-only blob under its hash', async () => {
  const bytes = Buffer.alloc(3 << 20, 7);
  writeFileSync(join(staging.outbox, 'model.onnx'), bytes);
  const kept = await keepRepaired(staging, 'model.onnx', folder);
  expect(kept).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length });
  const blob = blobPath(folder, kept.sha256);
  expect(readFileSync(blob).equals(bytes)).toBe(true);
  expect(statSync(blob).mode & 0o777).toBe(0o444);
});

test('C4 changing the file afterwards does not change the blob, and keeping it twice is harmless', async () => {
  writeFileSync(join(staging.outbox, 'model.onnx'), 'one');
  const { sha256 } = await keepRepaired(staging, 'model.onnx', folder);
  writeFileSync(join(staging.outbox, 'model.onnx'), 'two');
  expect(readFileSync(blobPath(folder, sha256), 'utf8')).toBe('one');
  const other = await makeStaging(folder);
  writeFileSync(join(other.outbox, 'model.onnx'), 'one');
  expect((await keepRepaired(other, 'model.onnx', folder)).sha256).toBe(sha256);
});

test('C4 a link is not followed: it could lead to any file of ours', async () => {
  writeFileSync(join(folder.root, 'secret'), 'secret');
  symlinkSync(join(folder.root, 'secret'), join(staging.outbox, 'model.onnx'));
  await expect(keepRepaired(staging, 'model.onnx', folder)).rejects.toThrow();
});

test('C4 a folder is not a file', async () => {
  await expect(keepRepaired(staging, '.', folder)).rejects.toThrow();
});
