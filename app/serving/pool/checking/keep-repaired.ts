import { createHash } from 'node:crypto';
import { constants, copyFile, type FileHandle, link, mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobPath, type DataFolder } from '#app/core/data-folder.ts';
import type { Staging } from './staging.ts';

/**
 * Stores a file the child made as a blob. The child may be hostile: what it left is opened without following links,
 * must be a plain file, and is copied while being hashed, so that nothing it still holds open can change the blob.
 * @param path inside the outbox
 * @throws when the file is not a plain one
 */
export async function keepRepaired(staging: Staging, path: string, folder: DataFolder) {
  const copy = join(staging.root, 'repaired');
  const { sha256, sizeBytes } = await copyHashing(join(staging.outbox, path), copy);
  await place(copy, blobPath(folder, sha256));
  return { sha256, sizeBytes };
}

/** The blob appears whole or not at all; one that is there already stays, others may link to it. */
async function place(copy: string, blob: string): Promise<void> {
  await mkdir(dirname(blob), { recursive: true });
  try {
    await link(copy, blob);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    // Another file system: copied beside the blob first.
    const temporary = `${blob}.${process.pid}.tmp`;
    await copyFile(copy, temporary);
    await rename(temporary, blob);
  }
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
