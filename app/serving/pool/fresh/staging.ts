import { constants, copyFile, link, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobPath, type DataFolder } from '#app/core/data-folder.ts';
import { appError } from '#app/core/errors.ts';

/** The folder one fresh child sees: empty until files are put into it, removed afterwards. */
export interface Staging {
  root: string;
  /** What it is to look at, read-only to the child where the sandbox works. */
  inbox: string;
  /** What the child writes. */
  outbox: string;
  /** Empty, to work in. */
  workingDir: string;
}

/** A blob and the place it has in the inbox. */
export interface Placed {
  path: string;
  sha256: string;
}

/** @param dir the folder of one kind of fresh children */
export async function makeStaging(dir: string): Promise<Staging> {
  await mkdir(dir, { recursive: true });
  const root = await mkdtemp(join(dir, 'candidate-'));
  const staging = { root, inbox: join(root, 'in'), outbox: join(root, 'out'), workingDir: join(root, 'empty') };
  for (const path of [staging.inbox, staging.outbox, staging.workingDir]) await mkdir(path);
  return staging;
}

export async function removeStaging(staging: Staging): Promise<void> {
  await rm(staging.root, { recursive: true, force: true });
}

/** Folders left behind by a serving that was killed. */
export async function removeLeftovers(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true });
}

/**
 * Puts blobs into the inbox, as hard links where the file system allows.
 * @throws FL_REQUEST_INVALID when one of them is not in the store
 */
export async function fillInbox(staging: Staging, files: readonly Placed[], folder: DataFolder): Promise<void> {
  for (const { path, sha256 } of files) {
    const target = join(staging.inbox, path);
    try {
      await mkdir(dirname(target), { recursive: true });
      await linkOrCopy(blobPath(folder, sha256), target);
    } catch (error) {
      const message = UNUSABLE[(error as NodeJS.ErrnoException).code ?? ''];
      if (!message) throw error;
      throw appError('FL_REQUEST_INVALID', { message, cause: error });
    }
  }
}

const TWO_IN_ONE_PLACE = 'Two of the files have the same place.';
const UNUSABLE: Record<string, string> = {
  ENOENT: 'A file of the request is not in the store.',
  EEXIST: TWO_IN_ONE_PLACE,
  ENOTDIR: TWO_IN_ONE_PLACE,
  EISDIR: TWO_IN_ONE_PLACE,
  ENAMETOOLONG: 'The name of a file is too long.',
};

/** Codes with which a file system says that it cannot link these two. */
const CANNOT_LINK = ['EXDEV', 'EMLINK', 'EPERM', 'ENOTSUP', 'ENOSYS'];

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!CANNOT_LINK.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}
