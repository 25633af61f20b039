import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Clock } from '#app/core/clock.ts';

/** Bytes written to a file of their own. */
export interface Received {
  sha256: string;
  sizeBytes: number;
  /** When the last byte had come, on the monotonic clock, ms. */
  endedAtMs: number;
}

/** Writing back as it comes keeps the one wait at the end short, however large the file. */
const SYNC_EVERY_BYTES = 32 * 1024 ** 2;

/**
 * Writes a stream to a new, read-only file while hashing it, one chunk at a time: the sender waits for the disk. On
 * return every byte is on the disk.
 * @throws what the stream fails with, EEXIST when the file is there, ENOSPC when the disk is full; a part may be left
 */
export async function receive(
  path: string,
  stream: AsyncIterable<Buffer | string>,
  clock: Pick<Clock, 'monotonicMs'>,
): Promise<Received> {
  const file = await open(path, 'wx', 0o444);
  try {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    let unsyncedBytes = 0;
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      hash.update(bytes);
      // Unlike `write`, it goes on until everything is written or fails: a nearly full disk takes only a part.
      await file.writeFile(bytes);
      sizeBytes += bytes.length;
      unsyncedBytes += bytes.length;
      if (unsyncedBytes < SYNC_EVERY_BYTES) continue;
      await file.datasync();
      unsyncedBytes = 0;
    }
    const endedAtMs = clock.monotonicMs();
    await file.sync();
    return { sha256: hash.digest('hex'), sizeBytes, endedAtMs };
  } finally {
    await file.close();
  }
}
