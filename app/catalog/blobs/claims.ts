import { rm } from 'node:fs/promises';
import { createTurns, type Turns } from '../turns.ts';

/** Who needs which blob while no row refers to it yet. */
export interface Claims {
  claim(sha256: string): void;
  unclaim(sha256: string): void;
  /** Runs work on the blob's place while nothing else puts it there or removes it. */
  takeTurn: Turns['take'];
  /** Removes the blob unless a row refers to it or someone claims it. */
  removeUnused(sha256: string): Promise<void>;
}

export interface ClaimsDeps {
  path: (sha256: string) => string;
  isReferenced: (sha256: string) => boolean;
}

export function createClaims({ path, isReferenced }: ClaimsDeps): Claims {
  const counts = new Map<string, number>();
  // Without turns, one who finds the blob there could rely on it while another is about to remove it.
  const turns = createTurns();
  return {
    claim: (sha256) => void counts.set(sha256, (counts.get(sha256) ?? 0) + 1),
    unclaim: (sha256) => {
      const left = (counts.get(sha256) ?? 0) - 1;
      if (left > 0) counts.set(sha256, left);
      else counts.delete(sha256);
    },
    takeTurn: turns.take,
    removeUnused: (sha256) =>
      turns.take(sha256, async () => {
        if (!counts.has(sha256) && !isReferenced(sha256)) await rm(path(sha256), { force: true });
      }),
  };
}
