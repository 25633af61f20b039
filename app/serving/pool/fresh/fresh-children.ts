import { join } from 'node:path';
import type { DataFolder } from '#app/core/data-folder.ts';
import { appError } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import type { Child } from '../child.ts';
import { addressSpaceFor } from '../launch.ts';
import { makeStaging, removeLeftovers, removeStaging, type Staging } from './staging.ts';

export interface FreshOptions {
  folder: DataFolder;
  /** Name of their folder under `cache/`. */
  area: string;
  start(staging: Staging, addressSpaceBytes: number): Child;
  log: Log;
  limits: FreshLimits;
  /** Files up to this size fit the spare, which is started before the file is known; null: no spare waits. */
  spareFitsBytes: number | null;
  /** The first spare is started after the first file: what may never come costs nothing until it does. */
  isSpareLate?: boolean;
}

export interface FreshLimits {
  atOnce: number;
  queueLength: number;
}

/** A child that has seen no one else's files, and the folder it sees. */
export interface FreshChild {
  child: Child;
  staging: Staging;
}

/**
 * Children that look at one upload each: the next one gets another child and another folder, and a spare child may
 * wait for it. Some work at once, more wait in line.
 */
export class FreshChildren {
  readonly #options: FreshOptions;
  readonly #dir: string;
  readonly #alive = new Set<FreshChild>();
  readonly #waiting: (() => void)[] = [];
  #spare: Promise<FreshChild> | null = null;
  #runningCount = 0;
  #isDraining = false;
  #onIdle: () => void = () => undefined;

  constructor(options: FreshOptions) {
    this.#options = options;
    this.#dir = join(options.folder.cache, options.area);
  }

  /** Clears what a killed serving left behind and prepares the first spare. */
  async open(): Promise<void> {
    await removeLeftovers(this.#dir);
    if (!this.#options.isSpareLate) this.#prepareSpare();
  }

  /**
   * Has `work` done with a child of its own, which has said hello; child and folder are gone soon after.
   * @param fileBytes what the child has to hold in memory
   * @throws FL_SERVING_*, and what `work` throws
   */
  async use<T>(fileBytes: number, work: (fresh: FreshChild) => Promise<T>): Promise<T> {
    if (this.#isDraining) throw appError('FL_SERVING_DRAINING', { retryAfterS: 5 });
    await this.#takeTurn();
    try {
      const fresh = await this.#take(fileBytes);
      try {
        await fresh.child.ready.catch((error) => {
          throw appError('FL_SERVING_UNAVAILABLE', { cause: error, retryAfterS: 1 });
        });
        return await work(fresh);
      } finally {
        // The answer need not wait for the cleaning up; a leftover would be removed at the next start.
        this.#dismiss(fresh).catch((error) =>
          this.#options.log.warn({ err: error }, 'a staging folder was not removed'),
        );
      }
    } finally {
      this.#giveTurn();
      this.#prepareSpare();
    }
  }

  /** Refuses what is new from now on. */
  drain(): void {
    this.#isDraining = true;
  }

  /** Waits for what was taken before, no longer than the deadline. */
  async whenIdle(deadlineMs: number): Promise<void> {
    if (this.#runningCount === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      setTimeout(resolve, deadlineMs).unref();
    });
  }

  /** Ends every child and removes their folders. */
  async stop(): Promise<void> {
    this.#isDraining = true;
    await this.#spare?.catch(() => undefined);
    await Promise.all([...this.#alive].map((fresh) => this.#dismiss(fresh)));
  }

  /** The spare when it is fit for the file and still alive, else a new child. */
  async #take(fileBytes: number): Promise<FreshChild> {
    const fitsBytes = this.#options.spareFitsBytes ?? 0;
    const prepared = fileBytes <= fitsBytes ? this.#spare : null;
    if (prepared) {
      this.#spare = null;
      const fresh = await prepared.catch(() => null);
      if (fresh && !fresh.child.isOver()) return fresh;
      if (fresh) await this.#dismiss(fresh);
    }
    return this.#hire(Math.max(fileBytes, fitsBytes));
  }

  async #hire(fileBytes: number): Promise<FreshChild> {
    const staging = await makeStaging(this.#dir);
    const fresh = { child: this.#options.start(staging, addressSpaceFor(fileBytes)), staging };
    this.#alive.add(fresh);
    return fresh;
  }

  #prepareSpare(): void {
    const { spareFitsBytes, log, area } = this.#options;
    if (this.#isDraining || this.#spare || spareFitsBytes === null) return;
    this.#spare = this.#hire(spareFitsBytes);
    this.#spare.catch((error) => log.error({ err: error, area }, 'no spare child'));
  }

  async #dismiss(fresh: FreshChild): Promise<void> {
    fresh.child.kill();
    await fresh.child.gone;
    await removeStaging(fresh.staging);
    this.#alive.delete(fresh);
  }

  async #takeTurn(): Promise<void> {
    const { atOnce, queueLength } = this.#options.limits;
    if (this.#runningCount < atOnce) {
      this.#runningCount += 1;
      return;
    }
    if (this.#waiting.length >= queueLength) throw appError('FL_SERVING_BUSY', { retryAfterS: 5 });
    // Whoever ends hands its place over, so the count stays.
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #giveTurn(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#runningCount -= 1;
    if (this.#runningCount === 0) this.#onIdle();
  }
}
