import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '#app/core/clock.ts';
import { blobPath, type DataFolder } from '#app/core/data-folder.ts';
import type { Claims } from './claims.ts';
import { codeOf, syncFolder, tryLink, unlessMissing } from './links.ts';
import { type Received, receive } from './receive.ts';

/** Blobs one owner needs while no row refers to them. */
export interface BlobHold {
  /**
   * Stores a stream as a blob and holds it.
   * @param name of the file among this owner's, `[a-z]+`
   * @throws what the stream fails with, ENOSPC when the disk is full
   */
  receive(name: string, stream: AsyncIterable<Buffer | string>): Promise<Received>;
  /** Holds a blob someone else has put there; false when it is not there any more. */
  adopt(name: string, sha256: string): Promise<boolean>;
  /** Lets go of everything; blobs no row refers to are removed. Twice is harmless, after `keep` too. */
  release(): Promise<void>;
  /** Lets go of everything once rows refer to every blob of this hold. */
  keep(): Promise<void>;
}

/**
 * An owner's own name for a file, `tmp-<owner>-<name>`, and once its bytes are known `tmp-<owner>-<name>.<sha256>`.
 * It stays, as a second link to the blob, until the owner lets go: so whatever a killed process leaves is known.
 */
export const TEMPORARY = /^tmp-(?<owner>[a-z]+_[0-9a-z]+)-[a-z]+(?:\.(?<sha256>[0-9a-f]{64}))?$/;

export interface HoldDeps {
  ownerId: string;
  folder: DataFolder;
  clock: Pick<Clock, 'monotonicMs'>;
  claims: Claims;
  onEnd: () => void;
}

export function createHold({ ownerId, folder, clock, claims, onEnd }: HoldDeps): BlobHold {
  const claimed: string[] = [];
  const temporaries = new Set<string>();

  function own(name: string): string {
    const temporary = join(folder.blobs, `tmp-${ownerId}-${name}`);
    temporaries.add(temporary);
    return temporary;
  }
  function claim(sha256: string): void {
    claimed.push(sha256);
    claims.claim(sha256);
  }
  function unclaimAll(): Set<string> {
    const held = claimed.splice(0);
    for (const sha256 of held) claims.unclaim(sha256);
    return new Set(held);
  }
  async function end(): Promise<void> {
    for (const temporary of temporaries) await rm(temporary, { force: true });
    temporaries.clear();
    onEnd();
  }

  return {
    receive: async (name, stream) => {
      const unnamed = own(name);
      const received = await receive(unnamed, stream, clock);
      const { sha256, sizeBytes } = received;
      const named = own(`${name}.${sha256}`);
      await rename(unnamed, named);
      claim(sha256);
      await claims.takeTurn(sha256, () => place({ named, blob: blobPath(folder, sha256), sizeBytes }));
      return received;
    },
    adopt: async (name, sha256) => {
      claim(sha256);
      const named = own(`${name}.${sha256}`);
      return claims.takeTurn(sha256, () => isThere(blobPath(folder, sha256), named));
    },
    release: async () => {
      for (const sha256 of unclaimAll()) await claims.removeUnused(sha256);
      await end();
    },
    keep: async () => {
      unclaimAll();
      await end();
    },
  };
}

/** The blob appears whole or not at all; one that is there already stays. */
async function place({ named, blob, sizeBytes }: { named: string; blob: string; sizeBytes: number }): Promise<void> {
  const made = await mkdir(dirname(blob), { recursive: true });
  // A file that is not whole (a failing disk, a careless copy) is put right by the next upload of the same bytes.
  const present = await stat(blob).catch(unlessMissing(null));
  if (present?.size === sizeBytes) return;
  if (present || !(await tryLinkUnlessThere(named, blob))) await rename(named, blob);
  await syncFolder(dirname(blob));
  if (made !== undefined) await syncFolder(dirname(dirname(blob)));
}

async function isThere(blob: string, named: string): Promise<boolean> {
  try {
    if (!(await tryLinkUnlessThere(blob, named))) await stat(blob);
    return true;
  } catch (error) {
    return unlessMissing(false)(error);
  }
}

/** Serving puts repaired files there too, at any time. */
function tryLinkUnlessThere(from: string, to: string): Promise<boolean> {
  return tryLink(from, to).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') return true;
    throw error;
  });
}
