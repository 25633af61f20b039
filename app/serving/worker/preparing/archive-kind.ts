import { open } from 'node:fs/promises';

export type ArchiveKind = 'zip' | 'tar' | 'gzip' | 'empty' | 'other';

/** A tar is made of blocks of this size; the first one is the header of its first entry. */
export const TAR_BLOCK_BYTES = 512;

/** What a file is, judged by its first bytes and not by its name. */
export async function archiveKind(path: string): Promise<ArchiveKind> {
  const file = await open(path);
  try {
    const block = Buffer.alloc(TAR_BLOCK_BYTES);
    const { bytesRead } = await file.read(block, 0, block.length, 0);
    if (bytesRead === 0) return 'empty';
    const start = block.subarray(0, bytesRead);
    // A zip with nothing in it has only its end.
    if (['PK\x03\x04', 'PK\x05\x06'].includes(start.toString('latin1', 0, 4))) return 'zip';
    if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
    return startsTar(start) ? 'tar' : 'other';
  } finally {
    await file.close();
  }
}

/** Whether this may be the first block of a tar: a header, or the end of one with nothing in it. */
export function startsTar(start: Uint8Array): boolean {
  if (start.length < TAR_BLOCK_BYTES) return false;
  const block = Buffer.from(start.buffer, start.byteOffset, TAR_BLOCK_BYTES);
  return block.toString('latin1', 257, 262) === 'ustar' || block.every((byte) => byte === 0);
}
