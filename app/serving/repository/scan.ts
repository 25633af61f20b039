import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServedVersion } from '../engines/engine.ts';

/** What a model may be called (design §5); nothing else in the folder is looked at, so no name leads out of it. */
export const MODEL_NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const VERSION_NUMBER = /^[1-9][0-9]{0,8}$/;

/** The number a version's address or folder stands for; undefined when it is none. */
export function versionNumber(text: string): number | undefined {
  return VERSION_NUMBER.test(text) ? Number(text) : undefined;
}

/** Versions on the disk, by model, in order of their numbers. */
export async function scanModels(modelsDir: string): Promise<Map<string, ServedVersion[]>> {
  const names = (await foldersIn(modelsDir)).filter((name) => MODEL_NAME.test(name)).sort();
  const found = new Map<string, ServedVersion[]>();
  for (const name of names) {
    const versions = await scanModel(modelsDir, name);
    if (versions.length > 0) found.set(name, versions);
  }
  return found;
}

/** Versions of one model on the disk; none when there is no such folder. */
export async function scanModel(modelsDir: string, model: string): Promise<ServedVersion[]> {
  const numbers = (await foldersIn(join(modelsDir, model))).flatMap((name) => versionNumber(name) ?? []);
  const versions = await Promise.all(
    numbers.sort((a, b) => a - b).map((number) => lookAt({ modelsDir, model, number })),
  );
  return versions.filter((version) => version !== null);
}

async function lookAt(at: { modelsDir: string; model: string; number: number }): Promise<ServedVersion | null> {
  const path = join(at.modelsDir, at.model, String(at.number), 'model.onnx');
  const file = await lstat(path).catch(() => null);
  // A link could point anywhere, and the sandbox would not follow it.
  if (!file?.isFile()) return null;
  const key = `${at.model}/${at.number}/${file.ino}-${file.size}-${Math.round(file.mtimeMs)}`;
  return { model: at.model, version: at.number, path, sizeBytes: file.size, key };
}

async function foldersIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
