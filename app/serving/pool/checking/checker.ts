import { stat } from 'node:fs/promises';
import { blobPath, type DataFolder } from '#app/core/data-folder.ts';
import { appError } from '#app/core/errors.ts';
import type { CheckRequest, CheckResult } from '#app/oip/control.ts';
import { type FreshChild, FreshChildren, type FreshLimits, type FreshOptions } from '../fresh/fresh-children.ts';
import { keepFile } from '../fresh/keep-file.ts';
import { asRefusal } from '../fresh/read-refusal.ts';
import { fillInbox } from '../fresh/staging.ts';
import { readVerdict } from './read-verdict.ts';

export interface CheckerOptions extends Pick<FreshOptions, 'folder' | 'start' | 'log'> {
  limits?: Partial<CheckLimits>;
  /** Told of every candidate that passed, with the hash of the file that would be served. */
  onChecked?: (sha256: string, result: CheckResult) => Promise<void>;
}

export interface CheckLimits extends FreshLimits {
  /** For a small file; a large one gets `perMegabyteMs` more for each of its megabytes. */
  timeMs: number;
  perMegabyteMs: number;
}

const LIMITS: CheckLimits = { timeMs: 60_000, perMegabyteMs: 100, atOnce: 2, queueLength: 32 };

const LOSS = { timeout: 'FL_CHECK_TIMEOUT', crashed: 'FL_CHECK_CRASHED' } as const;

/** Files up to this size fit the address space of the spare, which is started before the file is known. */
const SPARE_FITS_BYTES = 256 << 20;

/** The format itself ends here. */
const LARGEST_MODEL_BYTES = 2 ** 31;

/** Examines candidates, each in a child of its own that has never seen another; a spare child waits for the next. */
export class Checker {
  readonly #children: FreshChildren;
  readonly #folder: DataFolder;
  readonly #limits: CheckLimits;

  readonly #onChecked: CheckerOptions['onChecked'];

  constructor({ folder, start, log, limits, onChecked }: CheckerOptions) {
    this.#onChecked = onChecked;
    this.#folder = folder;
    this.#limits = { ...LIMITS, ...limits };
    const room = { area: 'checking', limits: this.#limits, spareFitsBytes: SPARE_FITS_BYTES };
    this.#children = new FreshChildren({ folder, start, log, ...room });
  }

  /** Clears what a killed serving left behind and prepares the first spare. */
  async open(): Promise<void> {
    await this.#children.open();
  }

  /** @throws FL_CHECK_*, FL_REQUEST_INVALID, FL_SERVING_* */
  async check(request: CheckRequest): Promise<CheckResult> {
    const fileBytes = await sizeOf(request, this.#folder);
    const result = await this.#children.use(fileBytes, (fresh) =>
      this.#examine(request, fresh, fileBytes).catch((thrown) => {
        throw asRefusal(thrown, LOSS);
      }),
    );
    const main = request.files.find((file) => file.path === request.main);
    const sha256 = result.repaired?.sha256 ?? main?.sha256;
    if (sha256 !== undefined) await this.#onChecked?.(sha256, result);
    return result;
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

  async #examine(request: CheckRequest, { child, staging }: FreshChild, fileBytes: number): Promise<CheckResult> {
    await fillInbox(staging, request.files, this.#folder);
    const timeoutMs = this.#limits.timeMs + this.#limits.perMegabyteMs * (fileBytes / 2 ** 20);
    const reply = await child.ask({ header: { type: 'check', id: 1, main: request.main }, timeoutMs });
    const { result, repaired } = readVerdict(reply.header);
    if (repaired === null) return { ...result, repaired };
    const made = { path: repaired, allowance: { leftBytes: LARGEST_MODEL_BYTES } };
    return { ...result, repaired: await keepFile(staging, made, this.#folder) };
  }
}

async function sizeOf(request: CheckRequest, folder: DataFolder): Promise<number> {
  if (!request.files.some((file) => file.path === request.main)) {
    throw appError('FL_REQUEST_INVALID', { fields: { main: 'This file is not among the files.' } });
  }
  const sizes = request.files.map(({ sha256 }) => stat(blobPath(folder, sha256)).then((file) => file.size));
  return (await Promise.all(sizes.map((size) => size.catch(() => 0)))).reduce((sum, size) => sum + size, 0);
}
