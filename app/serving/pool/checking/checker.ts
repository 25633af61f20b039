import { stat } from 'node:fs/promises';
import { blobPath, type DataFolder } from '#app/core/data-folder.ts';
import { appError, isAppError } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import type { CheckRequest, CheckResult } from '#app/oip/control.ts';
import { isChildFailure } from '../channel.ts';
import type { Child } from '../child.ts';
import { addressSpaceFor } from '../launch.ts';
import { keepRepaired } from './keep-repaired.ts';
import { readVerdict } from './read-verdict.ts';
import { fillInbox, makeStaging, removeLeftovers, removeStaging, type Staging } from './staging.ts';

export interface CheckerOptions {
  folder: DataFolder;
  start(staging: Staging, addressSpaceBytes: number): Child;
  log: Log;
  limits?: Partial<CheckLimits>;
}

export interface CheckLimits {
  /** For a small file; a large one gets `perMegabyteMs` more for each of its megabytes. */
  timeMs: number;
  perMegabyteMs: number;
  atOnce: number;
  queueLength: number;
}

const LIMITS: CheckLimits = { timeMs: 60_000, perMegabyteMs: 100, atOnce: 2, queueLength: 32 };

/** Files up to this size fit the address space of the spare, which is started before the file is known. */
const SPARE_FITS_BYTES = 256 << 20;

interface Examiner {
  child: Child;
  staging: Staging;
}

/** Examines candidates, each in a child of its own that has never seen another; a spare child waits for the next. */
export class Checker {
  readonly #options: CheckerOptions;
  readonly #limits: CheckLimits;
  readonly #alive = new Set<Examiner>();
  readonly #waiting: (() => void)[] = [];
  #spare: Promise<Examiner> | null = null;
  #runningCount = 0;
  #isDraining = false;

  constructor(options: CheckerOptions) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
  }

  /** Clears what a killed serving left behind and prepares the first spare. */
  async open(): Promise<void> {
    await removeLeftovers(this.#options.folder);
    this.#prepareSpare();
  }

  /** @throws FL_CHECK_*, FL_REQUEST_INVALID, FL_SERVING_* */
  async check(request: CheckRequest): Promise<CheckResult> {
    if (this.#isDraining) throw appError('FL_SERVING_DRAINING', { retryAfterS: 5 });
    await this.#takeTurn();
    try {
      return await this.#examine(request);
    } finally {
      this.#giveTurn();
      this.#prepareSpare();
    }
  }

  /** Refuses what is new from now on. */
  drain(): void {
    this.#isDraining = true;
  }

  /** Ends every child and removes their folders. */
  async stop(): Promise<void> {
    this.#isDraining = true;
    await this.#spare?.catch(() => undefined);
    await Promise.all([...this.#alive].map((examiner) => this.#dismiss(examiner)));
  }

  async #examine(request: CheckRequest): Promise<CheckResult> {
    const { folder, log } = this.#options;
    const fileBytes = await sizeOf(request, folder);
    const examiner = await this.#takeExaminer(fileBytes);
    const { child, staging } = examiner;
    try {
      await child.ready.catch((error) => {
        throw appError('FL_SERVING_UNAVAILABLE', { cause: error, retryAfterS: 1 });
      });
      await fillInbox(staging, request, folder);
      const timeoutMs = this.#limits.timeMs + this.#limits.perMegabyteMs * (fileBytes / 2 ** 20);
      const reply = await child.ask({ header: { type: 'check', id: 1, main: request.main }, timeoutMs });
      const { result, repaired } = readVerdict(reply.header);
      return { ...result, repaired: repaired === null ? null : await keepRepaired(staging, repaired, folder) };
    } catch (thrown) {
      throw asRefusal(thrown);
    } finally {
      // The answer need not wait for the cleaning up; a leftover would be removed at the next start.
      this.#dismiss(examiner).catch((error) => log.warn({ err: error }, 'a staging folder was not removed'));
    }
  }

  /** The spare when it is fit for the file and still alive, else a fresh child. */
  async #takeExaminer(fileBytes: number): Promise<Examiner> {
    const prepared = fileBytes <= SPARE_FITS_BYTES ? this.#spare : null;
    if (prepared) {
      this.#spare = null;
      const examiner = await prepared.catch(() => null);
      if (examiner && !examiner.child.isOver()) return examiner;
      if (examiner) await this.#dismiss(examiner);
    }
    return this.#hire(Math.max(fileBytes, SPARE_FITS_BYTES));
  }

  async #hire(fileBytes: number): Promise<Examiner> {
    const staging = await makeStaging(this.#options.folder);
    const examiner = { child: this.#options.start(staging, addressSpaceFor(fileBytes)), staging };
    this.#alive.add(examiner);
    return examiner;
  }

  #prepareSpare(): void {
    if (this.#isDraining || this.#spare) return;
    this.#spare = this.#hire(SPARE_FITS_BYTES);
    this.#spare.catch((error) => this.#options.log.error({ err: error }, 'no spare checking child'));
  }

  async #dismiss(examiner: Examiner): Promise<void> {
    examiner.child.kill();
    await examiner.child.gone;
    await removeStaging(examiner.staging);
    this.#alive.delete(examiner);
  }

  async #takeTurn(): Promise<void> {
    if (this.#runningCount < this.#limits.atOnce) {
      this.#runningCount += 1;
      return;
    }
    if (this.#waiting.length >= this.#limits.queueLength) throw appError('FL_SERVING_BUSY', { retryAfterS: 5 });
    // Whoever ends hands its place over, so the count stays.
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #giveTurn(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#runningCount -= 1;
  }
}

async function sizeOf(request: CheckRequest, folder: DataFolder): Promise<number> {
  if (!request.files.some((file) => file.path === request.main)) {
    throw appError('FL_REQUEST_INVALID', { fields: { main: 'This file is not among the files.' } });
  }
  const sizes = request.files.map(({ sha256 }) => stat(blobPath(folder, sha256)).then((file) => file.size));
  return (await Promise.all(sizes.map((size) => size.catch(() => 0)))).reduce((sum, size) => sum + size, 0);
}

function asRefusal(thrown: unknown): unknown {
  if (isAppError(thrown) || !isChildFailure(thrown)) return thrown;
  return appError(thrown.reason === 'timeout' ? 'FL_CHECK_TIMEOUT' : 'FL_CHECK_CRASHED', { cause: thrown });
}
