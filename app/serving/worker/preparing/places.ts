import { refusal } from '../refusal.ts';
import { shown } from './shown.ts';

/** Which places are taken, by files and by the folders they lie in. */
export interface Places {
  /** @throws FL_ARCHIVE_DUPLICATE when something has this place, or a file is where a folder of it must be */
  takeFile(path: string): void;
  /** The same folder may come many times. */
  takeFolder(path: string): void;
  /** Folders that no file lies in. */
  emptyFolders(): string[];
}

export function createPlaces(): Places {
  const files = new Set<string>();
  const folders = new Set<string>();
  const named = new Set<string>();

  function takeFolder(path: string): void {
    for (const folder of [...foldersOf(path), path]) {
      if (files.has(keyOf(folder))) throw duplicate(folder);
      folders.add(keyOf(folder));
    }
  }
  return {
    takeFile: (path) => {
      for (const folder of foldersOf(path).slice(-1)) takeFolder(folder);
      const key = keyOf(path);
      if (files.has(key) || folders.has(key)) throw duplicate(path);
      files.add(key);
    },
    takeFolder: (path) => {
      takeFolder(path);
      named.add(path);
    },
    emptyFolders: () => [...named].filter((path) => ![...files].some((file) => file.startsWith(`${keyOf(path)}/`))),
  };
}

/** Two ways to write the same letters are one name on some file systems. */
function keyOf(path: string): string {
  return path.normalize('NFC');
}

/** 'a' and 'a/b' for 'a/b/c'. */
function foldersOf(path: string): string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, i) => segments.slice(0, i + 1).join('/'));
}

function duplicate(path: string): Error {
  const message = `Two things in the archive have the place ${shown(path)}. Pack the folder again.`;
  return refusal('FL_ARCHIVE_DUPLICATE', message);
}
