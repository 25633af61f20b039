import { createHash, randomUUID } from 'node:crypto';
import { constants, copyFile, type FileHandle, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobPath, type DataFolder } from '#app/core/data-folder.ts';
import { childFailure } from '../channel.ts';
import type { Staging } from './staging.ts';

/** A file in the store. */
export interface Kept {
  sha256: string;
  sizeBytes: number;
}

/** How many bytes may still be taken from a child; several files may share it. */
export interface Allowance {
  leftBytes: number;
}

/** A file the child says it made. */
export interface Made {
  /** Inside the outbox. */
  path: string;
  allowance: Allowance;
}

/**
 * Stores a file the child made as a blob. The child may be hostile: what it left is opened without following links,
 * must be a plain file, and is copied while being hashed, so that nothing it still holds open can change the blob.
 * @throws ChildFailure when it is not there, not a plain file, or has more bytes than may be taken
 */
export async function keepFile(staging: Staging, made: Made, folder: DataFolder): Promise<Kept> {
  // Beside the outbox, where the child cannot write.
  const copy = join(staging.root, `kept-${randomUUID()}`);
  try {
    const kept = await copyHashing(join(staging.outbox, made.path), copy, made.allowance);
    await place(copy, blobPath(folder, kept.sha256));
    return kept;
  } finally {
    await rm(copy, { force: true });
  }
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

async function copyHashing(from: string, to: string, allowance: Allowance): Promise<Kept> {
  const source = await openMade(from);
  try {
    if (!(await source.stat()).isFile()) throw childFailure('protocol', 'what the child made is not a plain file');
    const target = await open(to, 'wx', 0o444);
    try {
      const kept = await pump(source, target, allowance);
      await target.sync();
      return kept;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** With which a file system says that there is no such file, or that it is a link or something else. */
const NOT_MADE = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO', 'EACCES'];

async function openMade(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (!NOT_MADE.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw childFailure('protocol', 'what the child made cannot be opened');
  }
}

/** The child may still be writing, so the bytes are counted and not asked for. */
async function pump(source: FileHandle, target: FileHandle, allowance: Allowance): Promise<Kept> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1 << 20);
  let sizeBytes = 0;
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) return { sha256: hash.digest('hex'), sizeBytes };
    sizeBytes += bytesRead;
    allowance.leftBytes -= bytesRead;
    if (allowance.leftBytes < 0) throw childFailure('protocol', 'what the child made is too large');
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    // `write` may take a part only, as on a disk that is filling up; this goes on until all of it is there.
    await target.writeFile(chunk);
  }
}
