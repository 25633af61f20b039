import { constants, copyFile, link, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobPath, type DataFolder } from '#app/core/data-folder.ts';
import { appError } from '#app/core/errors.ts';
import type { CheckRequest } from '#app/oip/control.ts';

/** The folder one checking child sees: empty until a candidate is put into it, removed afterwards. */
export interface Staging {
  root: string;
  /** Candidates, read-only to the child where the sandbox works. */
  inbox: string;
  /** What the child writes. */
  outbox: string;
  /** Empty, to work in. */
  workingDir: string;
}

function checkingDir(folder: DataFolder): string {
  return join(folder.cache, 'checking');
}

export async function makeStaging(folder: DataFolder): Promise<Staging> {
  await mkdir(checkingDir(folder), { recursive: true });
  const root = await mkdtemp(join(checkingDir(folder), 'candidate-'));
  const staging = { root, inbox: join(root, 'in'), outbox: join(root, 'out'), workingDir: join(root, 'empty') };
  for (const path of [staging.inbox, staging.outbox, staging.workingDir]) await mkdir(path);
  return staging;
}

export async function removeStaging(staging: Staging): Promise<void> {
  await rm(staging.root, { recursive: true, force: true });
}

/** Folders left behind by a serving that was killed. */
export async function removeLeftovers(folder: DataFolder): Promise<void> {
  await rm(checkingDir(folder), { recursive: true, force: true });
}

/**
 * Puts the candidate's files into the inbox, as hard links where the file system allows.
 * @throws FL_REQUEST_INVALID when one of them is not in the store
 */
export async function fillInbox(staging: Staging, request: CheckRequest, folder: DataFolder): Promise<void> {
  for (const { path, sha256 } of request.files) {
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

const TWO_IN_ONE_PLACE = 'Two of the files to check have the same place.';
const UNUSABLE: Record<string, string> = {
  ENOENT: 'A file to check is not in the store.',
  EEXIST: TWO_IN_ONE_PLACE,
  ENOTDIR: TWO_IN_ONE_PLACE,
  EISDIR: TWO_IN_ONE_PLACE,
  ENAMETOOLONG: 'The name of a file to check is too long.',
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
