import type { Clock } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import type { ServedVersion, Signature } from '../engines/engine.ts';
import { type ChildFailure, isChildFailure } from './channel.ts';
import type { Containment } from './containment.ts';
import type { Crew } from './crew.ts';
import type { Deadlines } from './deadlines.ts';
import { givenUp } from './failures.ts';
import { type Job, settle } from './job.ts';
import type { Answered, PoolWorker, Task } from './pool-worker.ts';
import { isStopped, processorMs } from './processor-time.ts';
import { type Lane, Queue } from './queue.ts';

export interface DispatcherOptions {
  workerCount: number;
  crew: Crew;
  deadlines: Deadlines;
  containment: Containment;
  clock: Clock;
  log: Log;
  limits: { loadMs: number; queueMs: number; slowMs: number };
  /** Something ended; nothing may be left. */
  onProgress(): void;
}

/** Questions travel together as long as the model needs no longer than this for them, ms, and never more than so many. */
const GATHER_MS = 2;
const GATHER_MOST = 32;
/** Deaths of a worker under the load of one version after which it counts as failed. */
const LOAD_DEATHS_ALLOWED = 2;
/** A worker that used less of the processor than this was frozen or starved. */
const WORKING_SHARE = 0.25;
/** What a slow worker does is watched for at least so long before it is judged, ms. */
const WATCHED_MS = 100;

/** Hands what waits to workers, and sees to it that everything handed over ends. */
export class Dispatcher {
  readonly queue = new Queue();
  readonly signatures = new Map<string, Signature>();
  readonly #options: DispatcherOptions;
  readonly #loadDeaths = new Map<string, number>();
  readonly #processorAt = new WeakMap<Task, { ms: number | null; at: number }>();
  /** Tasks that ended because their worker stood still. */
  readonly #frozen = new WeakSet<Task>();
  #isScheduled = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Takes a job; those of one turn of the event loop are handed over together. */
  add(job: Job): void {
    this.queue.push(job);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.dispatch();
    });
  }

  isIdle(): boolean {
    return this.queue.length === 0 && !this.#options.crew.all().some((worker) => worker.task);
  }

  dispatch(): void {
    if (this.queue.length === 0) return;
    for (const lane of this.queue.lanes()) this.#serve(lane);
  }

  /** Ends what has waited or run for too long. */
  tick(): void {
    const now = this.#options.clock.monotonicMs();
    if (this.queue.length > 0) this.#endWaiting(now);
    for (const worker of this.#options.crew.all()) this.#watch(worker, now);
    this.dispatch();
  }

  onAnswered(job: Job, outcome: Answered | Error): void {
    const { deadlines, containment } = this.#options;
    const { version } = job;
    containment.breaker.succeed(version, job.isTrial);
    if (outcome instanceof Error) {
      settle(job, outcome);
      return;
    }
    deadlines.record(version, job.inputBytes, outcome.ms);
    const queueMs = (job.startedAt ?? job.takenAt) - job.takenAt;
    settle(job, { outputs: outcome.outputs, ms: outcome.ms, queueMs });
  }

  #serve(lane: Lane): void {
    const { crew, workerCount } = this.#options;
    const { key } = lane.version;
    const signature = this.signatures.get(key);
    if (signature && crew.all().some((worker) => worker.holds(key))) {
      const isLoad = (job: Job) => job.question === null && job.version.key === key;
      for (const job of this.queue.takeAll(isLoad)) settle(job, signature);
    }
    while (lane.jobs.length > 0 && crew.takenPlaces() < workerCount && crew.busyWith(key) < workerCount) {
      const { holder, any } = crew.free(key);
      if (holder) {
        this.#ask(holder, this.queue.take(lane, this.#gatherable(lane)));
      } else {
        if (any && this.#needsLoad(lane)) void this.#load(any, lane.version);
        return;
      }
    }
  }

  /** One load at a time; and where it is loaded but busy, only when waiting takes longer than that is worth. */
  #needsLoad({ version: { key }, jobs: [first] }: Lane): boolean {
    const { crew, clock, limits } = this.#options;
    if (crew.all().some((worker) => worker.isLoading(key))) return false;
    const since = Math.min(...crew.all().map((worker) => worker.holdsSince(key)));
    const waitedMs = clock.monotonicMs() - Math.max(since, first?.takenAt ?? 0);
    return since === Number.POSITIVE_INFINITY || waitedMs > limits.slowMs;
  }

  /** How many of the first jobs may travel together. */
  #gatherable({ version, jobs: [first] }: Lane): number {
    const typicalMs = this.#options.deadlines.typicalMs(version, first?.inputBytes ?? 0);
    return typicalMs === null ? 1 : Math.max(1, Math.min(GATHER_MOST, Math.floor(GATHER_MS / typicalMs)));
  }

  #ask(worker: PoolWorker, taken: Job[]): void {
    const jobs = taken.filter((job) => job.question?.isWanted?.() !== false);
    if (jobs.length < taken.length) {
      const gone = appError('FL_SERVING_UNAVAILABLE');
      for (const job of taken) if (!jobs.includes(job)) settle(job, gone);
    }
    const [first] = jobs;
    if (!first) {
      this.#options.onProgress();
      return;
    }
    const now = this.#options.clock.monotonicMs();
    for (const job of jobs) job.startedAt ??= now;
    worker.run(first.version, jobs, (failure) => {
      if (failure) this.#mourn(worker, failure as ChildFailure);
      else this.#release(worker);
    });
  }

  #release(worker: PoolWorker): void {
    this.#options.crew.release(worker);
    this.#options.onProgress();
  }

  async #load(worker: PoolWorker, version: ServedVersion): Promise<void> {
    const { key } = version;
    try {
      this.signatures.set(key, await worker.load(version));
      this.#loadDeaths.delete(key);
    } catch (thrown) {
      const stoodStill = worker.task !== null && this.#frozen.has(worker.task);
      this.#onLoadFailure(version, thrown as Error, stoodStill);
    }
    this.#release(worker);
  }

  #onLoadFailure(version: ServedVersion, thrown: Error, stoodStill: boolean): void {
    const { crew, containment } = this.#options;
    const { key } = version;
    let error = thrown;
    if (isChildFailure(thrown)) {
      this.#note(thrown, 'load', version);
      // A worker that somebody stopped says nothing about the model: another one tries.
      if (stoodStill) return;
      const deaths = (this.#loadDeaths.get(key) ?? 0) + 1;
      this.#loadDeaths.set(key, deaths);
      if (deaths <= LOAD_DEATHS_ALLOWED && thrown.reason !== 'timeout') return;
      error = givenUp(thrown, 'load');
    }
    this.#loadDeaths.delete(key);
    // Another worker holds it: those who wait are answered there.
    if (crew.all().some((worker) => worker.holds(key))) return;
    containment.loads.count(version, error);
    for (const job of this.queue.takeAll((one) => one.version.key === key)) settle(job, error);
  }

  /** A worker let its jobs down: another one tries those that are not to blame. */
  #mourn(worker: PoolWorker, failure: ChildFailure): void {
    const { task } = worker;
    if (task?.jobs) {
      this.#note(failure, 'run', task.version);
      const didWork = !this.#frozen.has(task);
      const again = this.#options.containment.judge(task.jobs.slice(task.next), { failure, didWork });
      for (const job of again) this.queue.unshift(job);
    }
    this.#release(worker);
  }

  #endWaiting(now: number): void {
    const { crew, limits } = this.#options;
    const isLoading = (key: string) => crew.all().some((worker) => worker.isLoading(key));
    const hasWaited = (job: Job) => now - job.takenAt > limits.queueMs && !isLoading(job.version.key);
    const late = this.queue.takeAll((job) => now >= job.giveUpAt || hasWaited(job));
    for (const job of late) {
      settle(job, now >= job.giveUpAt ? askerTimeout() : appError('FL_SERVING_BUSY', { retryAfterS: 5 }));
    }
    if (late.length > 0) this.#options.onProgress();
  }

  #watch(worker: PoolWorker, now: number): void {
    const { limits, deadlines } = this.#options;
    const { task } = worker;
    if (!task || worker.child.isOver()) return;
    for (const job of task.jobs ?? []) if (now >= job.giveUpAt) settle(job, askerTimeout());
    const ranMs = now - task.progressAt;
    if (ranMs <= limits.slowMs) return;
    const before = this.#processorAt.get(task);
    if (!before) this.#processorAt.set(task, { ms: processorMs(worker.child.pid), at: now });
    // After a standstill of our own its answer may lie unread: it gets a little longer.
    if (!before || now - before.at < WATCHED_MS) return;
    if (!task.jobs && isStopped(worker.child.pid)) {
      this.#frozen.add(task);
      worker.child.kill('died', 'the process stood still');
    }
    const due = task.jobs?.[task.next];
    const mostMs = due ? deadlines.runMs(task.version, due.inputBytes) : limits.loadMs;
    if (ranMs <= mostMs) return;
    const ms = processorMs(worker.child.pid);
    const isFrozen = before.ms !== null && ms !== null && ms - before.ms < WORKING_SHARE * (now - before.at);
    if (isFrozen) this.#frozen.add(task);
    worker.child.kill('timeout', 'the process took too long');
  }

  #note({ reason, message }: ChildFailure, phase: 'load' | 'run', { model, version }: ServedVersion): void {
    this.#options.log.warn({ reason, phase, model, version }, message);
  }
}

function askerTimeout(): Error {
  return appError('FL_RUN_TIMEOUT', { message: 'The answer did not come within the timeout of the request.' });
}
