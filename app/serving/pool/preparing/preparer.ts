import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { blobPath, type DataFolder } from '#app/core/data-folder.ts';
import { MOST_FILES, type UnpackRequest, type UnpackResult } from '#app/oip/control.ts';
import type { UnpackLimits } from '../../worker/messages.ts';
import { type FreshChild, FreshChildren, type FreshLimits, type FreshOptions } from '../fresh/fresh-children.ts';
import { keepFile } from '../fresh/keep-file.ts';
import { asRefusal } from '../fresh/read-refusal.ts';
import { fillInbox } from '../fresh/staging.ts';
import { readUnpacked, type UnpackedFile } from './read-unpacked.ts';

export interface PreparerOptions extends Pick<FreshOptions, 'folder' | 'start' | 'log'> {
  limits?: Partial<PrepareLimits>;
}

export interface PrepareLimits extends FreshLimits, UnpackLimits {
  /** For a small archive; a large one gets `perMegabyteMs` more for each of its megabytes. */
  timeMs: number;
  perMegabyteMs: number;
}

const LIMITS: PrepareLimits = {
  timeMs: 60_000,
  perMegabyteMs: 40,
  atOnce: 2,
  queueLength: 32,
  entries: MOST_FILES,
  totalBytes: 4 * 2 ** 30,
  ratio: 200,
  freeBytes: 2 ** 20,
};

const LOSS = { timeout: 'FL_ARCHIVE_TIMEOUT', crashed: 'FL_ARCHIVE_CRASHED' } as const;

const KEPT_AT_ONCE = 16;

/** What the archive is called in the inbox. */
const ARCHIVE = 'archive';

/** Makes uploads ready, each in a child of its own that has never seen another. */
export class Preparer {
  readonly #children: FreshChildren;
  readonly #folder: DataFolder;
  readonly #limits: PrepareLimits;

  constructor({ folder, start, log, limits }: PreparerOptions) {
    this.#folder = folder;
    this.#limits = { ...LIMITS, ...limits };
    // A child that unpacks is ready in a moment, and archives are rare: none waits for one.
    const room = { area: 'preparing', limits: this.#limits, spareFitsBytes: null };
    this.#children = new FreshChildren({ folder, start, log, ...room });
  }

  /** Clears what a killed serving left behind. */
  async open(): Promise<void> {
    await this.#children.open();
  }

  /** @throws FL_ARCHIVE_*, FL_STORAGE_FULL, FL_REQUEST_INVALID, FL_SERVING_* */
  async unpack(request: UnpackRequest): Promise<UnpackResult> {
    const archiveBytes = await stat(blobPath(this.#folder, request.sha256)).then(
      ({ size }) => size,
      () => 0,
    );
    // Nothing is held in memory, however large.
    return this.#children.use(0, (fresh) =>
      this.#unpack(request, fresh, archiveBytes).catch((thrown) => {
        throw asRefusal(thrown, LOSS);
      }),
    );
  }

  /** Refuses what is new from now on. */
  drain(): void {
    this.#children.drain();
  }

  whenIdle(deadlineMs: number): Promise<void> {
    return this.#children.whenIdle(deadlineMs);
  }

  /** Ends every child and removes their folders. */
  async stop(): Promise<void> {
    await this.#children.stop();
  }

  async #unpack({ sha256, name }: UnpackRequest, fresh: FreshChild, archiveBytes: number): Promise<UnpackResult> {
    const { entries, totalBytes, ratio, freeBytes, timeMs, perMegabyteMs } = this.#limits;
    await fillInbox(fresh.staging, [{ path: ARCHIVE, sha256 }], this.#folder);
    const reply = await fresh.child.ask({
      header: { type: 'unpack', id: 1, archive: ARCHIVE, name, limits: { entries, totalBytes, ratio, freeBytes } },
      timeoutMs: timeMs + perMegabyteMs * (archiveBytes / 2 ** 20),
    });
    const { files, notices } = readUnpacked(reply.header);
    return { files: await this.#keep(files, fresh), notices };
  }

  /** A few at a time, since each waits for the disk; each is gone from the outbox before the next is taken. */
  async #keep(files: UnpackedFile[], { staging }: FreshChild): Promise<UnpackResult['files']> {
    const kept: UnpackResult['files'] = [];
    const allowance = { leftBytes: this.#limits.totalBytes };
    const left = files.entries();
    const keepInTurn = async () => {
      for (const [i, { path, at }] of left) {
        kept[i] = { path, ...(await keepFile(staging, { path: at, allowance }, this.#folder)) };
        await rm(join(staging.outbox, at), { force: true });
      }
    };
    // All of them end before the staging folder is removed.
    const ends = await Promise.allSettled(Array.from({ length: KEPT_AT_ONCE }, keepInTurn));
    const failure = ends.find((end) => end.status === 'rejected');
    if (failure) throw failure.reason;
    return kept;
  }
}
