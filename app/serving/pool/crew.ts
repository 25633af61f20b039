import type { Log } from '#app/core/log.ts';
import type { ServedVersion } from '../engines/engine.ts';
import { WORKER_BUDGET_BYTES } from '../worker/budget.ts';
import type { Child } from './child.ts';
import { addressSpaceFor } from './launch.ts';
import { PoolWorker } from './pool-worker.ts';

interface CrewOptions {
  workerCount: number;
  start(addressSpaceBytes: number): Child;
  log: Log;
  /** A worker became free. */
  onFree(): void;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** The workers that are alive, replaced when they die: one more than may be busy, so a spare takes over at once. */
export class Crew {
  readonly #options: CrewOptions;
  #workers: PoolWorker[] = [];
  #addressSpaceBytes = addressSpaceFor(WORKER_BUDGET_BYTES);
  #badStarts = 0;
  #isDismissed = false;

  constructor(options: CrewOptions) {
    this.#options = options;
    for (let i = 0; i <= options.workerCount; i++) this.#hire();
  }

  /** The free worker to ask: one that holds the model, else the one longest here, so the newest stays a spare. */
  pick(version: ServedVersion): PoolWorker | undefined {
    const free = this.#workers.filter((worker) => worker.isFree() && !this.#isOutgrown(worker));
    return free.find((worker) => worker.holds(version)) ?? free[0];
  }

  /** A job on it is over, well or not. */
  release(worker: PoolWorker): void {
    worker.isBusy = false;
    if (this.#isOutgrown(worker)) worker.child.kill();
    this.#options.onFree();
  }

  /** From now on workers get at least so much address space; free ones with less are replaced. */
  growTo(addressSpaceBytes: number): void {
    if (addressSpaceBytes <= this.#addressSpaceBytes) return;
    this.#addressSpaceBytes = addressSpaceBytes;
    for (const worker of this.#workers) if (!worker.isBusy) worker.child.kill();
  }

  forget(key: string): void {
    for (const worker of this.#workers) worker.forget(key);
  }

  hasAnyone(): boolean {
    return this.#workers.some((worker) => worker.isReady);
  }

  /** Ends everyone and waits until they are gone. */
  async dismiss(): Promise<void> {
    this.#isDismissed = true;
    const leaving = this.#workers;
    for (const worker of leaving) worker.child.kill();
    await Promise.all(leaving.map((worker) => worker.child.gone));
  }

  #hire(): void {
    if (this.#isDismissed) return;
    const { start, log, onFree } = this.#options;
    const worker = new PoolWorker(start(this.#addressSpaceBytes), this.#addressSpaceBytes);
    this.#workers.push(worker);
    worker.child.ready.then(
      () => {
        worker.isReady = true;
        onFree();
      },
      (error: Error) => this.#isDismissed || log.error({ reason: error.message }, 'a worker did not start'),
    );
    void worker.child.gone.then(() => this.#replace(worker));
  }

  #replace(worker: PoolWorker): void {
    this.#workers = this.#workers.filter((other) => other !== worker);
    // One that died before it was given anything may do so for ever: pause longer each time instead of spinning.
    this.#badStarts = worker.wasAsked || this.#isOutgrown(worker) ? 0 : this.#badStarts + 1;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (this.#badStarts - 1), LONGEST_PAUSE_MS);
    if (this.#badStarts === 0) this.#hire();
    else setTimeout(() => this.#hire(), pauseMs).unref();
  }

  #isOutgrown(worker: PoolWorker): boolean {
    return worker.addressSpaceBytes < this.#addressSpaceBytes;
  }
}
