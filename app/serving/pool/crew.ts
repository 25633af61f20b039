import type { Clock } from '#app/core/clock.ts';
import type { Log } from '#app/core/log.ts';
import { WORKER_BUDGET_BYTES } from '../worker/budget.ts';
import type { Child } from './child.ts';
import { addressSpaceFor } from './launch.ts';
import { PoolWorker, type WorkerDeps } from './pool-worker.ts';
import { type RecycleLimits, whyReplace } from './recycling.ts';

export interface CrewLimits extends RecycleLimits {
  /** A worker that is busy longer no longer counts as a place. */
  slowMs: number;
  /** Workers over the number that is needed end when they have been idle for so long. */
  surplusMs: number;
}

export interface CrewOptions {
  workerCount: number;
  start(addressSpaceBytes: number): Child;
  clock: Clock;
  log: Log;
  limits: CrewLimits;
  worker: Omit<WorkerDeps, 'now'>;
  /** A worker became free. */
  onFree(): void;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** One that dies unasked before this age did not start well. */
const YOUNG_MS = 5_000;
const MOST_MISSED_PINGS = 3;

/**
 * The workers that are alive, replaced when they die. One more than may be busy, so a spare takes over at once; one
 * more again for each that is stuck at something slow, up to twice as many and one.
 */
export class Crew {
  readonly #options: CrewOptions;
  #workers: PoolWorker[] = [];
  #addressSpaceBytes = addressSpaceFor(WORKER_BUDGET_BYTES);
  #badStarts = 0;
  #isPausing = false;
  #isDismissed = false;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#fill();
  }

  all(): readonly PoolWorker[] {
    return this.#workers;
  }

  /** The free workers, those that hold the model first; else in the order of their age, so the newest stays a spare. */
  free(key: string): { holder: PoolWorker | undefined; any: PoolWorker | undefined } {
    const free = this.#workers.filter((worker) => worker.isFree() && !worker.isLeaving && !this.#isOutgrown(worker));
    return { holder: free.find((worker) => worker.holds(key)), any: free[0] };
  }

  /** Places taken: workers that are busy and not yet stuck. */
  takenPlaces(): number {
    const now = this.#now();
    return this.#workers.filter((worker) => worker.task && !this.#isSlow(worker, now)).length;
  }

  /** How many workers are busy with a version. */
  busyWith(key: string): number {
    return this.#workers.filter((worker) => worker.task?.version.key === key).length;
  }

  /** A task of it is over, well or not. */
  release(worker: PoolWorker): void {
    worker.task = null;
    if (!worker.child.isOver()) this.#badStarts = 0;
    if (this.#isOutgrown(worker)) worker.child.kill();
    this.#options.onFree();
  }

  /** From now on workers get at least so much address space; free ones with less are replaced. */
  growTo(addressSpaceBytes: number): void {
    if (addressSpaceBytes <= this.#addressSpaceBytes) return;
    this.#addressSpaceBytes = addressSpaceBytes;
    for (const worker of this.#workers) if (!worker.task) worker.child.kill();
  }

  forget(key: string): void {
    for (const worker of this.#workers) worker.unload(key);
  }

  hasAnyone(): boolean {
    return this.#workers.some((worker) => worker.isReady && !worker.child.isOver());
  }

  /** Hires for those that got stuck since. */
  tick(): void {
    this.#fill();
  }

  /** Once a second: who is idle is asked whether it is there, who is worn is replaced, who is too many ends. */
  inspect(): void {
    const now = this.#now();
    for (const worker of this.#workers) {
      if (worker.isFree() && worker.ping() >= MOST_MISSED_PINGS)
        worker.child.kill('timeout', 'it did not answer pings');
    }
    this.#endSurplus(now);
    this.#replaceWorn(now);
    this.#fill();
    // Enough others may be there already, so that nobody had to be hired.
    this.#letGo();
  }

  /** Ends everyone and waits until they are gone. */
  async dismiss(): Promise<void> {
    this.#isDismissed = true;
    const leaving = this.#workers;
    for (const worker of leaving) worker.child.kill();
    await Promise.all(leaving.map((worker) => worker.child.gone));
  }

  #wanted(): number {
    const now = this.#now();
    const { workerCount } = this.#options;
    const stuck = this.#workers.filter((worker) => this.#isSlow(worker, now)).length;
    return Math.min(workerCount + 1 + stuck, 2 * workerCount + 1);
  }

  #fill(): void {
    if (this.#isDismissed || this.#isPausing) return;
    const staying = this.#workers.filter((worker) => !worker.isLeaving);
    // While nothing starts, one at a time is tried.
    const wanted = this.#badStarts > 0 && !this.hasAnyone() ? 1 : this.#wanted();
    for (let count = staying.length; count < wanted; count++) this.#hire();
  }

  #hire(): void {
    const { start, worker: deps, log, onFree } = this.#options;
    const child = start(this.#addressSpaceBytes);
    const worker = new PoolWorker(child, this.#addressSpaceBytes, { ...deps, now: () => this.#now() });
    this.#workers.push(worker);
    child.ready.then(
      () => {
        worker.greet();
        this.#fill();
        this.#letGo();
        onFree();
      },
      (error: Error) => this.#isDismissed || log.error({ reason: error.message }, 'a worker did not start'),
    );
    void child.gone.then(() => this.#replace(worker));
  }

  #replace(worker: PoolWorker): void {
    this.#workers = this.#workers.filter((other) => other !== worker);
    // One that died young, before it was given anything, may do so for ever: pause longer each time, do not spin.
    const isYoung = this.#now() - worker.bornAt < YOUNG_MS;
    if (worker.wasAsked || !isYoung || worker.isLeaving || this.#isOutgrown(worker)) this.#fill();
    else if (!this.#isPausing) this.#pause();
  }

  #pause(): void {
    this.#badStarts += 1;
    this.#isPausing = true;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (this.#badStarts - 1), LONGEST_PAUSE_MS);
    setTimeout(() => {
      this.#isPausing = false;
      this.#fill();
    }, pauseMs).unref();
  }

  #replaceWorn(now: number): void {
    const { limits, log } = this.#options;
    if (this.#workers.some((worker) => worker.isLeaving)) return;
    for (const worker of this.#workers) {
      const { loads, books } = worker;
      const wear = { loads, ageMs: now - worker.bornAt, rssBytes: books.rssBytes, bookedBytes: books.bookedBytes };
      const why = worker.isFree() ? whyReplace(wear, limits) : null;
      if (why === null) continue;
      log.info({ pid: worker.child.pid, ...wear }, `a worker is replaced: ${why}`);
      // It goes when the one hired in its place has said hello.
      worker.isLeaving = true;
      return;
    }
  }

  /** Those that leave go now, if others are ready in their place and they are idle. */
  #letGo(): void {
    const ready = this.#workers.filter((worker) => worker.isReady && !worker.isLeaving).length;
    if (ready <= this.#options.workerCount) return;
    for (const worker of this.#workers) if (worker.isLeaving && !worker.task) worker.child.kill();
  }

  #endSurplus(now: number): void {
    const staying = this.#workers.filter((worker) => !worker.isLeaving);
    const idle = staying.filter((worker) => worker.isFree() && now - worker.idleSince > this.#options.limits.surplusMs);
    const tooMany = staying.length - this.#wanted();
    // The newest go: the oldest hold the models.
    for (const worker of idle.slice(Math.max(0, idle.length - tooMany))) if (tooMany > 0) worker.child.kill();
  }

  #isSlow({ task }: PoolWorker, now: number): boolean {
    return task !== null && now - task.startedAt > this.#options.limits.slowMs;
  }

  #isOutgrown(worker: PoolWorker): boolean {
    return worker.addressSpaceBytes < this.#addressSpaceBytes;
  }

  #now(): number {
    return this.#options.clock.monotonicMs();
  }
}
