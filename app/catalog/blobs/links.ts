import { constants, copyFile, link, open } from 'node:fs/promises';

/** Codes with which a file system says that it cannot link these two. */
const CANNOT_LINK = ['EXDEV', 'EMLINK', 'EPERM', 'ENOTSUP', 'ENOSYS'];

/** Gives the file a second name. False where the file system cannot. @throws EEXIST, ENOENT, ENOSPC and the like */
export async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (CANNOT_LINK.includes(codeOf(error))) return false;
    throw error;
  }
}

/** A second name, else a copy. @throws EEXIST when the place is taken */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  if (!(await tryLink(from, to))) await copyFile(from, to, constants.COPYFILE_EXCL);
}

/** Makes sure that the names in a folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The system's code of a failure, empty when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** `otherwise` when there is no such file. */
export function unlessMissing<T>(otherwise: T): (error: unknown) => T {
  return (error) => {
    if (codeOf(error) === 'ENOENT') return otherwise;
    throw error;
  };
}
