import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blobPath, type DataFolder, makeDataFolder } from '#app/core/data-folder.ts';
import { keepFile } from './keep-file.ts';
import { makeStaging, type Staging } from './staging.ts';

let folder: DataFolder;
let staging: Staging;
beforeEach(async () => {
  folder = makeDataFolder(mkdtempSync(join(tmpdir(), 'firstlook-keep-')));
  staging = await makeStaging(join(folder.cache, 'checking'));
});
afterEach(() => rmSync(folder.root, { recursive: true }));

const keep = (path: string, leftBytes = 4 << 20) => keepFile(staging, { path, allowance: { leftBytes } }, folder);

test('C4 A10 a file the child made becomes a read-only blob under its hash', async () => {
  const bytes = Buffer.alloc(3 << 20, 7);
  writeFileSync(join(staging.outbox, 'model.onnx'), bytes);
  const kept = await keep('model.onnx');
  expect(kept).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length });
  const blob = blobPath(folder, kept.sha256);
  expect(readFileSync(blob).equals(bytes)).toBe(true);
  expect(statSync(blob).mode & 0o777).toBe(0o444);
  // No second name that the child's folder could be reached by.
  expect(statSync(blob).nlink).toBe(1);
});

test('C4 A10 changing the file afterwards does not change the blob, and keeping it twice is harmless', async () => {
  writeFileSync(join(staging.outbox, 'model.onnx'), 'one');
  const { sha256 } = await keep('model.onnx');
  writeFileSync(join(staging.outbox, 'model.onnx'), 'two');
  expect(readFileSync(blobPath(folder, sha256), 'utf8')).toBe('one');
  writeFileSync(join(staging.outbox, 'model.onnx'), 'one');
  expect((await keep('model.onnx')).sha256).toBe(sha256);
});

test('C4 A10 a link is not followed: it could lead to any file of ours', async () => {
  writeFileSync(join(folder.root, 'secret'), 'secret');
  symlinkSync(join(folder.root, 'secret'), join(staging.outbox, 'model.onnx'));
  await expect(keep('model.onnx')).rejects.toMatchObject({ name: 'ChildFailure' });
});

test('C4 A10 a folder is not a file', async () => {
  await expect(keep('.')).rejects.toMatchObject({ name: 'ChildFailure' });
});

test('A10 neither is a pipe, which nobody writes to, nor what is not there', async () => {
  execFileSync('mkfifo', [join(staging.outbox, '0')]);
  await expect(keep('0')).rejects.toMatchObject({ name: 'ChildFailure' });
  await expect(keep('1')).rejects.toMatchObject({ name: 'ChildFailure' });
});

test('A10 a file that has more bytes than it may have is not kept, and nothing of it stays', async () => {
  writeFileSync(join(staging.outbox, '0'), Buffer.alloc(100));
  await expect(keep('0', 99)).rejects.toThrow('too large');
  expect((await keep('0', 100)).sizeBytes).toBe(100);
  expect(readdirSync(folder.blobs)).toHaveLength(1);
  expect(readdirSync(staging.root).sort()).toEqual(['empty', 'in', 'out']);
});

test('A10 files that share an allowance have it once', async () => {
  for (const path of ['0', '1']) writeFileSync(join(staging.outbox, path), Buffer.alloc(100));
  const allowance = { leftBytes: 150 };
  await keepFile(staging, { path: '0', allowance }, folder);
  await expect(keepFile(staging, { path: '1', allowance }, folder)).rejects.toThrow('too large');
});
