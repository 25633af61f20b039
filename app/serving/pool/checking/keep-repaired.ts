import { createHash } from 'node:crypto';
import { constants, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobPath, type DataFolder } from '#app/core/data-folder.ts';
import { linkOrCopy, type Staging } from './staging.ts';

/**
 * Stores a file the child made as a blob. The child may be hostile: what it left is opened without following links,
 * must be a plain file, and is copied while being hashed, so that nothing it still holds open can change the blob.
 * @param path inside the outbox
 * @throws when the file is not a plain one
 */
export async function keepRepaired(staging: Staging, path: string, folder: DataFolder) {
  const copy = join(staging.root, 'repaired');
  const { sha256, sizeBytes } = await copyHashing(join(staging.outbox, path), copy);
  const blob = blobPath(folder, sha256);
  await mkdir(dirname(blob), { recursive: true });
  const temporary = join(dirname(blob), `.${sha256}.${process.pid}.tmp`);
  await rm(temporary, { force: true });
  await linkOrCopy(copy, temporary);
  await rename(temporary, blob);
  return { sha256, sizeBytes };
}

async function copyHashing(from: string, to: string): Promise<{ sha256: string; sizeBytes: number }> {
  const source = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!(await source.stat()).isFile()) throw new Error('the repaired file is not a plain file');
    const target = await open(to, 'wx', 0o444);
    try {
      const hashed = await pump(source, target);
      await target.sync();
      return hashed;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function pump(source: FileHandle, target: FileHandle): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1 << 20);
  let sizeBytes = 0;
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) return { sha256: hash.digest('hex'), sizeBytes };
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    await target.write(chunk);
    sizeBytes += bytesRead;
  }
}
