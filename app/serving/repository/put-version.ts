import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { appError } from '#app/core/errors.ts';
import type { SentFile } from './load-request.ts';
import { MODEL_NAME } from './scan.ts';

const INCOMING = '.incoming-';

/** Removes what a serving that was killed left half-written. */
export async function sweepIncoming(modelsDir: string): Promise<void> {
  const left = (await readdir(modelsDir)).filter((name) => name.startsWith(INCOMING));
  await Promise.all(left.map((name) => rm(join(modelsDir, name), { recursive: true, force: true })));
}

/**
 * Puts a file into the model folder as a version: whole or not at all, and never over one that is there. Writing
 * happens beside the models, under a name nobody looks at, and one rename makes it a version.
 * @returns what takes it away again, when the load shows that it is no good; null when the same file was there
 * @throws FL_MODEL_BAD_NAME, FL_VERSION_EXISTS
 */
export async function putVersion(
  modelsDir: string,
  model: string,
  { version, bytes }: SentFile,
): Promise<(() => Promise<void>) | null> {
  if (!MODEL_NAME.test(model)) throw appError('FL_MODEL_BAD_NAME');
  const target = join(modelsDir, model, String(version));
  const incoming = join(modelsDir, `${INCOMING}${randomUUID()}`);
  try {
    await mkdir(incoming);
    await writeWhole(join(incoming, 'model.onnx'), bytes);
    await makeModelFolder(join(modelsDir, model));
    await rename(incoming, target);
    return () => rm(target, { recursive: true, force: true });
  } catch (error) {
    await rm(incoming, { recursive: true, force: true });
    if (!isTaken(error)) throw error;
    if (await isSameFile(join(target, 'model.onnx'), bytes)) return null;
    throw appError('FL_VERSION_EXISTS');
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A link in place of the model's folder would lead the rename out of the house. */
async function makeModelFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  if (!(await lstat(path)).isDirectory()) throw appError('FL_MODEL_BAD_NAME', { message: 'This name is taken.' });
}

/** A folder with something in it, a file or a link is where the version would go. */
function isTaken(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR';
}

async function isSameFile(path: string, bytes: Uint8Array): Promise<boolean> {
  const stat = await lstat(path).catch(() => null);
  if (!stat?.isFile() || stat.size !== bytes.byteLength) return false;
  return (await readFile(path)).equals(bytes);
}
