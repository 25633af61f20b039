import { and, eq, lt, notExists } from 'drizzle-orm';
import type { BlobStore } from '#app/catalog/index.ts';
import type { Clock } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import type { Ids } from '#app/core/ids.ts';
import type { Log } from '#app/core/log.ts';
import type { Database } from '#db/client.ts';
import { runFile, uploadedFile } from '#db/schema/index.ts';
import { LARGEST_PICTURE_BYTES } from '../contract.ts';

export interface PicturesDeps {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  blobs: BlobStore;
  /** Whether a version of the model came with this file as the picture of an example. */
  isExamplePicture: (modelId: string, sha256: string) => boolean;
}

/** A picture whose bytes are in the store and which nothing refers to yet. */
export interface ReceivedPicture {
  sha256: string;
  /** It turned out to be a picture: from now on it is there for a day, and as long as a run holds it. */
  keep(modelId: string, mediaType: string): Promise<void>;
  /** It did not. Harmless after `keep`. */
  release(): Promise<void>;
}

/** The pictures that people hand over with their questions. */
export interface Pictures {
  /** Writes it to the store as it comes. @throws FL_REQUEST_TOO_LARGE, FL_STORAGE_FULL, what the stream fails with */
  receive(stream: AsyncIterable<Buffer>): Promise<ReceivedPicture>;
  /** Whether it may be asked of this model; one that is used stays for another day. */
  use(modelId: string, sha256: string): boolean;
  /** Removes what nobody used for a day and no run holds. */
  sweep(): Promise<void>;
}

const KEPT_MS = 24 * 60 * 60_000;
/** Using it is written down no more often: a question while someone types need not write. */
const NOTED_MS = 60 * 60_000;
const SWEPT_AT_ONCE = 500;

export function createPictures(deps: PicturesDeps): Pictures {
  const { db, clock, ids, blobs, log } = deps;
  let sweptAt = Number.NEGATIVE_INFINITY;

  async function sweep(): Promise<void> {
    sweptAt = clock.now();
    const isHeld = db.select({ runId: runFile.runId }).from(runFile).where(eq(runFile.sha256, uploadedFile.sha256));
    const unused = and(lt(uploadedFile.usedAt, sweptAt - KEPT_MS), notExists(isHeld));
    const rows = db.select().from(uploadedFile).where(unused).limit(SWEPT_AT_ONCE).all();
    for (const { sha256, modelId } of rows) {
      // Asked again for each: a run may have taken it meanwhile.
      db.delete(uploadedFile)
        .where(and(eq(uploadedFile.sha256, sha256), eq(uploadedFile.modelId, modelId), unused))
        .run();
      await blobs.removeUnused(sha256);
    }
  }

  return {
    sweep,
    receive: async (stream) => {
      if (sweptAt < clock.now() - NOTED_MS) {
        sweep().catch((error: unknown) => log.warn({ err: error }, 'pictures that nobody uses were not removed'));
      }
      const hold = blobs.hold(ids.next('upload'));
      try {
        const { sha256, sizeBytes } = await hold.receive('picture', upTo(LARGEST_PICTURE_BYTES, stream));
        return {
          sha256,
          keep: async (modelId, mediaType) => {
            const usedAt = clock.now();
            const row = { sha256, modelId, mediaType, sizeBytes, usedAt };
            const target = [uploadedFile.sha256, uploadedFile.modelId];
            db.insert(uploadedFile).values(row).onConflictDoUpdate({ target, set: { usedAt } }).run();
            await hold.keep();
          },
          release: hold.release,
        };
      } catch (error) {
        await hold.release();
        throw isFull(error) ? appError('FL_STORAGE_FULL', { cause: error }) : error;
      }
    },
    use: (modelId, sha256) => {
      const at = and(eq(uploadedFile.sha256, sha256), eq(uploadedFile.modelId, modelId));
      const row = db.select({ usedAt: uploadedFile.usedAt }).from(uploadedFile).where(at).get();
      if (!row) return deps.isExamplePicture(modelId, sha256);
      const now = clock.now();
      if (row.usedAt < now - NOTED_MS) db.update(uploadedFile).set({ usedAt: now }).where(at).run();
      return true;
    },
  };
}

async function* upTo(most: number, stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > most) {
      throw appError('FL_REQUEST_TOO_LARGE', { message: `The file is larger than ${most >> 20} MB. Make it smaller.` });
    }
    yield chunk;
  }
}

function isFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Whether a picture was handed over that is still kept. */
export function isPictureNeeded(db: Database, sha256: string): boolean {
  const at = eq(uploadedFile.sha256, sha256);
  return db.select({ usedAt: uploadedFile.usedAt }).from(uploadedFile).where(at).limit(1).get() !== undefined;
}
