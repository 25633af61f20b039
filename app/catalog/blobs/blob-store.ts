import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#app/core/clock.ts';
import { blobPath, type DataFolder } from '#app/core/data-folder.ts';
import { type BlobHold, createHold, TEMPORARY } from './blob-hold.ts';
import { createClaims } from './claims.ts';

export type { BlobHold } from './blob-hold.ts';

/**
 * Files named by their SHA-256. Whoever needs one before a row refers to it holds it; a blob that no row refers to and
 * nobody holds is removed with the last hold.
 */
export interface BlobStore {
  /** A hold for one owner, such as an upload. Every hold must be ended once, whatever happens. */
  hold(ownerId: string): BlobHold;
  /** Where the bytes of a blob lie. */
  path(sha256: string): string;
  /** Removes the blob unless a row refers to it or someone holds it. */
  removeUnused(sha256: string): Promise<void>;
  /** Removes what owners that no longer live left behind. */
  recover(): Promise<void>;
}

export interface BlobStoreDeps {
  folder: DataFolder;
  clock: Pick<Clock, 'monotonicMs'>;
  /** Whether a row refers to the blob. */
  isReferenced: (sha256: string) => boolean;
}

export function createBlobStore({ folder, clock, isReferenced }: BlobStoreDeps): BlobStore {
  const owners = new Set<string>();
  const path = (sha256: string): string => blobPath(folder, sha256);
  const claims = createClaims({ path, isReferenced });
  return {
    path,
    removeUnused: claims.removeUnused,
    hold: (ownerId) => {
      owners.add(ownerId);
      return createHold({ ownerId, folder, clock, claims, onEnd: () => owners.delete(ownerId) });
    },
    recover: async () => {
      for (const name of await readdir(folder.blobs)) {
        const { owner, sha256 } = TEMPORARY.exec(name)?.groups ?? {};
        if (owner === undefined || owners.has(owner)) continue;
        // The blob first: as long as the temporary name is there, the next start would find it again.
        if (sha256 !== undefined) await claims.removeUnused(sha256);
        await rm(join(folder.blobs, name), { force: true });
      }
    },
  };
}
