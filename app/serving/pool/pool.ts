import type { Clock } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import type {
  Engine,
  EngineAnswer,
  LogEntry,
  Question,
  ServedVersion,
  Signature,
  VersionState,
} from '../engines/engine.ts';
import type { Child } from './child.ts';
import { Containment } from './containment.ts';
import { Crew, type CrewLimits } from './crew.ts';
import { type DeadlineLimits, Deadlines } from './deadlines.ts';
import { Dispatcher } from './dispatcher.ts';
import type { Job } from './job.ts';
import { addressSpaceFor } from './launch.ts';
import { ModelLogs } from './model-logs.ts';
import { versionState } from './version-state.ts';

export interface PoolOptions {
  /** Questions answered at the same time; one process more waits as a spare. */
  workerCount: number;
  /** Starts a worker that may use so much address space. */
  start(addressSpaceBytes: number): Child;
  clock: Clock;
  log: Log;
  limits?: Partial<PoolLimits>;
}

export interface PoolLimits extends DeadlineLimits, CrewLimits {
  loadMs: number;
  /** Waiting for a free worker; the time a model takes to load is not counted. */
  queueMs: number;
  queueLength: number;
}

const LIMITS: PoolLimits = {
  runMs: 10_000,
  leastRunMs: 250,
  mostRunMs: 300_000,
  loadMs: 60_000,
  queueMs: 30_000,
  queueLength: 1024,
  slowMs: 50,
  surplusMs: 10_000,
  recycleLoads: 200,
  recycleAgeMs: 24 * 3_600_000,
  recycleDrift: 1.3,
  recycleDriftBytes: 64 << 20,
};

/** How often deadlines are looked at while anything is under way: one timer for all. */
const TICK_MS = 20;
const INSPECT_MS = 1000;

/** The embedded engine: child processes that answer questions, what waits for them, and what keeps them safe. */
export class WorkerPool implements Engine {
  readonly #clock: Clock;
  readonly #limits: PoolLimits;
  readonly #crew: Crew;
  readonly #deadlines: Deadlines;
  readonly #containment: Containment;
  readonly #logs: ModelLogs;
  readonly #dispatcher: Dispatcher;
  /** Versions to let go of once nobody asks them any more. */
  readonly #leaving = new Map<string, ServedVersion>();
  readonly #inspecting: NodeJS.Timeout;
  #ticking: NodeJS.Timeout | null = null;
  #lastSequence = 0;
  #isDraining = false;
  #onIdle: () => void = () => undefined;

  constructor({ clock, limits, ...options }: PoolOptions) {
    this.#clock = clock;
    this.#limits = { ...LIMITS, ...limits };
    this.#deadlines = new Deadlines(this.#limits);
    this.#containment = new Containment(clock);
    this.#logs = new ModelLogs(clock);
    this.#crew = new Crew({
      ...options,
      clock,
      limits: this.#limits,
      worker: {
        onAnswered: (job, outcome) => this.#dispatcher.onAnswered(job, outcome),
        onNoise: (key, noise) => this.#logs.add(key, noise),
      },
      onFree: () => this.#dispatcher.dispatch(),
    });
    this.#dispatcher = new Dispatcher({
      ...options,
      clock,
      limits: this.#limits,
      crew: this.#crew,
      deadlines: this.#deadlines,
      containment: this.#containment,
      onProgress: () => this.#onProgress(),
    });
    this.#inspecting = setInterval(() => this.#crew.inspect(), INSPECT_MS).unref();
  }

  infer(version: ServedVersion, question: Question): Promise<EngineAnswer> {
    return new Promise((resolve, reject) => {
      this.#submit(version, question, { resolve: resolve as Job['resolve'], reject });
    });
  }

  async signature(version: ServedVersion): Promise<Signature> {
    return this.#dispatcher.signatures.get(version.key) ?? this.load(version);
  }

  async load(version: ServedVersion): Promise<Signature> {
    this.#leaving.delete(version.key);
    return new Promise((resolve, reject) => {
      this.#submit(version, null, { resolve: resolve as Job['resolve'], reject });
    });
  }

  forget(version: ServedVersion): void {
    this.#leaving.set(version.key, version);
    this.#letGo();
  }

  stateOf(version: ServedVersion): VersionState {
    return versionState(version, {
      workers: this.#crew.all(),
      containment: this.#containment,
      isLeaving: this.#leaving.has(version.key),
    });
  }

  /** Loads done by the workers that are alive. */
  loadCount(): number {
    return this.#crew.all().reduce((sum, worker) => sum + worker.loads, 0);
  }

  logOf({ key }: ServedVersion): LogEntry[] {
    return this.#logs.of(key);
  }

  isReady(): boolean {
    return !this.#isDraining && this.#crew.hasAnyone();
  }

  drain(): void {
    this.#isDraining = true;
  }

  async whenIdle(deadlineMs: number): Promise<void> {
    if (this.#dispatcher.isIdle()) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      setTimeout(resolve, deadlineMs).unref();
    });
  }

  async stop(deadlineMs: number): Promise<void> {
    this.#isDraining = true;
    await this.whenIdle(deadlineMs);
    clearInterval(this.#inspecting);
    await this.#crew.dismiss();
    // Those whose workers were just ended are back in the queue.
    const left = this.#dispatcher.queue.takeAll(() => true);
    for (const job of left) job.reject(appError('FL_SERVING_DRAINING', { retryAfterS: 5 }));
    this.#onProgress();
  }

  #submit(version: ServedVersion, question: Question | null, asker: Pick<Job, 'resolve' | 'reject'>): void {
    if (this.#isDraining) throw appError('FL_SERVING_DRAINING', { retryAfterS: 5 });
    if (this.#dispatcher.queue.length >= this.#limits.queueLength) {
      throw appError('FL_SERVING_BUSY', { retryAfterS: 1 });
    }
    const isTrial = this.#containment.admit(version, question);
    this.#crew.growTo(addressSpaceFor(version.sizeBytes));
    this.#ticking ??= setInterval(() => this.#tick(), TICK_MS);
    const takenAt = this.#clock.monotonicMs();
    let inputBytes = 0;
    if (question) for (const { bytes } of question.inputs) inputBytes += bytes.byteLength;
    this.#dispatcher.add({
      version,
      question,
      sequence: ++this.#lastSequence,
      takenAt,
      giveUpAt: question?.timeoutMs === undefined ? Number.POSITIVE_INFINITY : takenAt + question.timeoutMs,
      startedAt: null,
      inputBytes,
      deaths: 0,
      isAlone: isTrial,
      isTrial,
      isOver: false,
      resolve: asker.resolve,
      reject: asker.reject,
    });
  }

  #tick(): void {
    this.#crew.tick();
    this.#dispatcher.tick();
  }

  #onProgress(): void {
    if (this.#leaving.size > 0) this.#letGo();
    if (!this.#dispatcher.isIdle()) return;
    if (this.#ticking) clearInterval(this.#ticking);
    this.#ticking = null;
    this.#onIdle();
  }

  #letGo(): void {
    for (const [key] of this.#leaving) {
      if (this.#dispatcher.queue.waitingFor(key) > 0 || this.#crew.busyWith(key) > 0) continue;
      this.#leaving.delete(key);
      this.#dispatcher.signatures.delete(key);
      this.#deadlines.forget(key);
      this.#containment.breaker.forget(key);
      this.#crew.forget(key);
    }
  }
}
