import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobPath, type DataFolder } from '#app/core/data-folder.ts';
import { codeOf, linkOrCopy, unlessMissing } from '../blobs/links.ts';
import { MODEL_NAME } from '../contract.ts';

/** The place of a version in the model repository. */
export interface FolderPlace {
  model: string;
  number: number;
}

/** A file in a version's folder: `model.onnx`, `labels.txt`, … with the blob that holds its bytes. */
export interface FolderFile {
  path: string;
  sha256: string;
}

/** The model repository `data/models` that serving reads: `<model>/<version>/model.onnx`, other files beside it. */
export interface VersionFolders {
  /** Makes the folder with these files; it appears whole. What lies at its place is set aside. @throws ENOENT */
  put(place: FolderPlace, files: readonly FolderFile[]): Promise<void>;
  /** The same, for a folder the portal made before: what lies at its place goes, once the new one is complete. */
  putAgain(place: FolderPlace, files: readonly FolderFile[]): Promise<void>;
  /** Exchanges single files of a folder, each at once. */
  exchange(place: FolderPlace, files: readonly FolderFile[]): Promise<void>;
  /** Removes the folder, at once to whoever looks. */
  remove(place: FolderPlace): Promise<void>;
  /** Moves a folder the portal did not make to where serving does not look. Nothing is lost. */
  setAside(place: FolderPlace): Promise<void>;
  /** Whether every one of these files is in its place. */
  isWhole(place: FolderPlace, files: readonly FolderFile[]): Promise<boolean>;
  /** Every version folder there is. */
  list(): Promise<FolderPlace[]>;
  /** Removes what was being made or removed when the process died. */
  removeStaging(): Promise<void>;
}

// Serving looks at no name that begins with a dot.
const STAGING = '.staging-';
const ASIDE = '.set-aside';
const VERSION_NUMBER = /^[1-9]\d{0,8}$/;

export interface VersionFoldersDeps {
  folder: DataFolder;
  /** A name nothing had before. */
  newName: () => string;
}

export function createVersionFolders({ folder, newName }: VersionFoldersDeps): VersionFolders {
  const root = folder.models;
  const at = ({ model, number }: FolderPlace): string => join(root, model, String(number));
  const stage = (): string => join(root, `${STAGING}${newName()}`);

  async function setAside(place: FolderPlace): Promise<void> {
    await mkdir(join(root, ASIDE), { recursive: true });
    await rename(at(place), join(root, ASIDE, `${place.model}-${place.number}-${newName()}`));
    await removeIfEmpty(dirname(at(place)));
  }

  async function remove(place: FolderPlace): Promise<void> {
    const staging = stage();
    const isGone = await rename(at(place), staging).then(() => false, unlessMissing(true));
    if (!isGone) await rm(staging, { recursive: true, force: true });
    await removeIfEmpty(dirname(at(place)));
  }

  async function make(place: FolderPlace, files: readonly FolderFile[], clear: Clear): Promise<void> {
    const staging = stage();
    try {
      await mkdir(staging);
      for (const { path, sha256 } of files) {
        const target = join(staging, path);
        if (path.includes('/')) await mkdir(dirname(target), { recursive: true });
        await linkOrCopy(blobPath(folder, sha256), target);
      }
      if (await isThere(at(place))) await clear(place);
      await mkdir(dirname(at(place)), { recursive: true });
      await rename(staging, at(place));
    } catch (error) {
      await rm(staging, { recursive: true, force: true });
      await removeIfEmpty(dirname(at(place)));
      throw error;
    }
  }

  return {
    put: (place, files) => make(place, files, setAside),
    putAgain: (place, files) => make(place, files, remove),
    remove,
    setAside,
    exchange: async (place, files) => {
      for (const { path, sha256 } of files) {
        const staging = stage();
        const target = join(at(place), path);
        await linkOrCopy(blobPath(folder, sha256), staging);
        if (path.includes('/')) await mkdir(dirname(target), { recursive: true });
        await rename(staging, target);
        // A rename between two names of one file leaves both.
        await rm(staging, { force: true });
      }
    },
    isWhole: async (place, files) => {
      const checks = files.map(({ path, sha256 }) => isSameFile(join(at(place), path), blobPath(folder, sha256)));
      return (await Promise.all(checks)).every(Boolean);
    },
    list: () => listVersions(root),
    removeStaging: async () => {
      const names = (await readdir(root)).filter((name) => name.startsWith(STAGING));
      for (const name of names) await rm(join(root, name), { recursive: true, force: true });
    },
  };
}

type Clear = (place: FolderPlace) => Promise<void>;

async function listVersions(root: string): Promise<FolderPlace[]> {
  const found: FolderPlace[] = [];
  for (const model of await foldersIn(root)) {
    if (!MODEL_NAME.test(model)) continue;
    const numbers = (await foldersIn(join(root, model))).filter((name) => VERSION_NUMBER.test(name));
    found.push(...numbers.map((number) => ({ model, number: Number(number) })));
  }
  return found;
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

const isThere = (path: string): Promise<boolean> => stat(path).then(() => true, unlessMissing(false));

/** The blob itself under another name or, where the file system cannot link, a copy of its size. */
async function isSameFile(path: string, blob: string): Promise<boolean> {
  const [file, original] = await Promise.all([path, blob].map((name) => stat(name).catch(unlessMissing(null))));
  if (!file || !original) return false;
  return file.ino === original.ino || (original.nlink === 1 && file.size === original.size);
}

async function removeIfEmpty(path: string): Promise<void> {
  await rmdir(path).catch((error: unknown) => {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(codeOf(error))) throw error;
  });
}
