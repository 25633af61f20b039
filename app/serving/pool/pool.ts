import type { Clock } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import type { Engine, EngineAnswer, Question, ServedVersion, Signature } from '../engines/engine.ts';
import { type ChildFailure, isChildFailure } from './channel.ts';
import type { Child } from './child.ts';
import { Crew } from './crew.ts';
import { givenUp } from './failures.ts';
import { addressSpaceFor } from './launch.ts';
import type { PoolWorker } from './pool-worker.ts';

export interface PoolOptions {
  /** Questions answered at the same time; one process more waits as a spare. */
  workerCount: number;
  /** Starts a worker that may use so much address space. */
  start(addressSpaceBytes: number): Child;
  clock: Clock;
  log: Log;
  limits?: Partial<PoolLimits>;
}

export interface PoolLimits {
  /** From the moment the model is loaded and the question handed to a worker, retry included. */
  runMs: number;
  loadMs: number;
  /** Waiting for a free worker. */
  queueMs: number;
  queueLength: number;
}

const LIMITS: PoolLimits = { runMs: 10_000, loadMs: 60_000, queueMs: 30_000, queueLength: 256 };

/** Deaths of a worker under one job after which the job is given up: it may be what kills them. */
const DEATHS_ALLOWED = 1;

interface Job {
  version: ServedVersion;
  /** Null: only load. */
  question: Question | null;
  deaths: number;
  /** Time spent running so far, ms. */
  usedMs: number;
  resolve(result: Result): void;
  reject(error: Error): void;
}

interface Result {
  signature: Signature | null;
  answer: EngineAnswer | null;
}

/** The embedded engine: a FIFO of questions in front of child processes, one question in each at a time. */
export class WorkerPool implements Engine {
  readonly #options: PoolOptions;
  readonly #limits: PoolLimits;
  readonly #crew: Crew;
  readonly #signatures = new Map<string, Signature>();
  #queue: Job[] = [];
  #runningCount = 0;
  #isDraining = false;
  #onIdle: () => void = () => undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#crew = new Crew({ ...options, onFree: () => this.#dispatch() });
  }

  async infer(version: ServedVersion, question: Question): Promise<EngineAnswer> {
    const { answer } = await this.#submit(version, question);
    return answer as EngineAnswer;
  }

  async signature(version: ServedVersion): Promise<Signature> {
    return this.#signatures.get(version.key) ?? this.load(version);
  }

  async load(version: ServedVersion): Promise<Signature> {
    const { signature } = await this.#submit(version, null);
    return signature as Signature;
  }

  forget(version: ServedVersion): void {
    this.#signatures.delete(version.key);
    this.#crew.forget(version.key);
  }

  isReady(): boolean {
    return !this.#isDraining && this.#crew.hasAnyone();
  }

  drain(): void {
    this.#isDraining = true;
  }

  async stop(deadlineMs: number): Promise<void> {
    this.#isDraining = true;
    if (!this.#isIdle()) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
        setTimeout(resolve, deadlineMs);
      });
    }
    await this.#crew.dismiss();
    // Those whose workers were just ended are back in the queue.
    for (const job of this.#queue.splice(0)) job.reject(appError('FL_SERVING_DRAINING'));
  }

  #submit(version: ServedVersion, question: Question | null): Promise<Result> {
    if (this.#isDraining) throw appError('FL_SERVING_DRAINING', { retryAfterS: 5 });
    if (this.#queue.length >= this.#limits.queueLength) throw appError('FL_SERVING_BUSY', { retryAfterS: 1 });
    this.#crew.growTo(addressSpaceFor(version.sizeBytes));
    return new Promise((resolve, reject) => {
      const job: Job = { version, question, deaths: 0, usedMs: 0, resolve, reject };
      this.#queue.push(job);
      this.#dispatch();
      // Only who has to wait needs a way out of the queue.
      if (this.#queue.includes(job)) setTimeout(() => this.#giveUpWaiting(job), this.#limits.queueMs).unref();
    });
  }

  #giveUpWaiting(job: Job): void {
    const place = this.#queue.indexOf(job);
    if (place < 0) return;
    this.#queue.splice(place, 1);
    job.reject(appError('FL_SERVING_BUSY', { retryAfterS: 5 }));
    if (this.#isIdle()) this.#onIdle();
  }

  #dispatch(): void {
    for (let job = this.#queue[0]; job && this.#runningCount < this.#options.workerCount; job = this.#queue[0]) {
      const worker = this.#crew.pick(job.version);
      if (!worker) return;
      this.#queue.shift();
      if (job.question?.isWanted?.() === false) job.reject(appError('FL_SERVING_UNAVAILABLE'));
      else void this.#occupy(worker, job);
    }
  }

  async #occupy(worker: PoolWorker, job: Job): Promise<void> {
    this.#runningCount += 1;
    worker.isBusy = true;
    await this.#work(worker, job);
    this.#runningCount -= 1;
    this.#crew.release(worker);
    if (this.#isIdle()) this.#onIdle();
  }

  async #work(worker: PoolWorker, job: Job): Promise<void> {
    const { version, question } = job;
    const { clock } = this.#options;
    let startedAt: number | null = null;
    try {
      if (!worker.holds(version)) {
        this.#signatures.set(version.key, await worker.load(version, this.#limits.loadMs));
      }
      const signature = this.#signatures.get(version.key) ?? null;
      if (!question) return job.resolve({ signature, answer: null });
      startedAt = clock.monotonicMs();
      const answer = await worker.run(version, question, this.#limits.runMs - job.usedMs);
      job.resolve({ signature, answer });
    } catch (thrown) {
      if (startedAt !== null) job.usedMs += clock.monotonicMs() - startedAt;
      if (isChildFailure(thrown)) this.#mourn(job, thrown, startedAt === null ? 'load' : 'run');
      else job.reject(thrown as Error);
    }
  }

  /** A worker let a job down: another one tries, unless the job itself may be what kills them. */
  #mourn(job: Job, failure: ChildFailure, phase: 'load' | 'run'): void {
    const { model, version } = job.version;
    this.#options.log.warn({ reason: failure.reason, phase, model, version }, failure.message);
    job.deaths += 1;
    const isLast = job.deaths > DEATHS_ALLOWED || job.usedMs >= this.#limits.runMs;
    if (failure.reason === 'timeout' || isLast) job.reject(givenUp(failure, phase));
    else this.#queue.unshift(job);
  }

  #isIdle(): boolean {
    return this.#queue.length === 0 && this.#runningCount === 0;
  }
}
