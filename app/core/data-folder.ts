import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where run-time state lives under the data folder (design §2); nothing else on the disk is written. */
export interface DataFolder {
  root: string;
  database: string;
  /** Immutable files named by their SHA-256: `blobs/ab/abcdef…`. */
  blobs: string;
  /** The model repository: `<model>/<version>/model.onnx`. */
  models: string;
  serving: string;
  spool: string;
  /** Deleting it is always safe. */
  cache: string;
  secrets: string;
  backups: string;
}

/** The paths under a data folder, without touching the disk. */
export function dataFolder(root: string): DataFolder {
  return {
    root,
    database: join(root, 'firstlook.db'),
    blobs: join(root, 'blobs'),
    models: join(root, 'models'),
    serving: join(root, 'serving'),
    spool: join(root, 'spool'),
    cache: join(root, 'cache'),
    secrets: join(root, 'secrets'),
    backups: join(root, 'backups'),
  };
}

/** Makes the folders that are missing; `secrets/` is for the owner alone. */
export function makeDataFolder(root: string): DataFolder {
  const folder = dataFolder(root);
  for (const path of [folder.blobs, folder.models, folder.serving, folder.spool, folder.cache, folder.backups]) {
    mkdirSync(path, { recursive: true });
  }
  mkdirSync(folder.secrets, { recursive: true, mode: 0o700 });
  return folder;
}

/** Where the bytes with this SHA-256 (hex) live. */
export function blobPath(folder: DataFolder, sha256: string): string {
  return join(folder.blobs, sha256.slice(0, 2), sha256);
}
