import type { ChildProcess } from 'node:child_process';
import type { Clock } from '#app/core/clock.ts';
import type { Log } from '#app/core/log.ts';
import type { ProcessReport } from '#app/core/process-main.ts';

export type Ready = Extract<ProcessReport, { type: 'ready' }>;
type Failed = Extract<ProcessReport, { type: 'failed' }>;

export interface KeptChildOptions {
  /** portal, serving */
  name: string;
  /** Starts the process, with a channel for its reports. */
  launch(): ChildProcess;
  clock: Clock;
  log: Log;
  /** Called every time it is ready. */
  onReady?: (ready: Ready) => void;
  pauses?: Partial<Pauses>;
}

export interface Pauses {
  /** Before the first restart; doubled each time until it has run for `stableMs`. */
  shortestMs: number;
  longestMs: number;
  /** A child that was ready for so long starts with the shortest pause again. */
  stableMs: number;
  /** Between the tries of a first start that may yet go well. */
  firstTryMs: number;
}

const PAUSES: Pauses = { shortestMs: 100, longestMs: 15_000, stableMs: 10_000, firstTryMs: 500 };
/** A process before this one has so many times `firstTryMs` to let go of its port. */
const FIRST_TRIES = 5;

/** How one child of the many that follow each other came to its end. */
interface End {
  /** The signal or the exit code. */
  how: string;
  failed: Failed | null;
  /** Since it was ready; 0 when it never was. */
  ranMs: number;
}

/** A child process that is started again whenever it ends by itself. */
export class KeptChild {
  readonly #options: KeptChildOptions;
  readonly #pauses: Pauses;
  readonly #first: Promise<Ready>;
  #settleFirst: { resolve(ready: Ready): void; reject(error: Error): void } | undefined;
  #current: { child: ChildProcess; gone: Promise<void> } | null = null;
  #waiting: NodeJS.Timeout | undefined;
  #wasReady = false;
  #isStopping = false;
  #endsInARow = 0;
  #firstTries = 0;

  constructor(options: KeptChildOptions) {
    this.#options = options;
    this.#pauses = { ...PAUSES, ...options.pauses };
    this.#first = new Promise((resolve, reject) => {
      this.#settleFirst = { resolve, reject };
    });
  }

  /** Starts it. Resolves when it is ready for the first time; rejects with a sentence when it cannot start at all. */
  start(): Promise<Ready> {
    this.#launch();
    return this.#first;
  }

  /** Asks it to end and kills it after `deadlineMs`. Resolves when it is gone; it is not started again. */
  async stop(deadlineMs: number): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#waiting);
    if (!this.#current) return;
    const { child, gone } = this.#current;
    child.kill('SIGTERM');
    const { name, log } = this.#options;
    const deadline = setTimeout(() => {
      log.warn({ child: name, deadlineMs }, `the ${name} process did not end in time and was killed`);
      child.kill('SIGKILL');
    }, deadlineMs);
    await gone;
    clearTimeout(deadline);
  }

  /** Ends it at once. */
  kill(): void {
    this.#isStopping = true;
    clearTimeout(this.#waiting);
    this.#current?.child.kill('SIGKILL');
  }

  #launch(): void {
    const { clock } = this.#options;
    const child = this.#options.launch();
    let readyAt: number | null = null;
    let failed: Failed | null = null;
    child.on('message', (report: ProcessReport) => {
      if (report.type === 'failed') failed = report;
      else {
        readyAt = clock.monotonicMs();
        this.#wasReady = true;
        this.#options.onReady?.(report);
        this.#settleFirst?.resolve(report);
      }
    });
    const gone = new Promise<void>((resolve) => {
      const end = (how: string): void => {
        resolve();
        if (this.#current?.child !== child) return;
        this.#current = null;
        if (!this.#isStopping)
          this.#ended({ how, failed, ranMs: readyAt === null ? 0 : clock.monotonicMs() - readyAt });
      };
      child.once('error', (error) => {
        if (child.pid === undefined) end(error.message);
      });
      // Not `exit`: the last report may still be on its way then.
      child.once('close', (code, signal) => end(signal ?? `code ${code}`));
    });
    this.#current = { child, gone };
  }

  #ended(end: End): void {
    if (this.#wasReady) this.#restart(end);
    else if (end.failed?.mayPass && ++this.#firstTries < FIRST_TRIES) {
      this.#waiting = setTimeout(() => this.#launch(), this.#pauses.firstTryMs);
    } else this.#settleFirst?.reject(new Error(end.failed?.sentence ?? `It ended at once (${end.how}).`));
  }

  #restart({ how, failed, ranMs }: End): void {
    const { name, log } = this.#options;
    const { shortestMs, longestMs, stableMs } = this.#pauses;
    if (ranMs >= stableMs) this.#endsInARow = 0;
    const pauseMs = Math.min(shortestMs * 2 ** this.#endsInARow, longestMs);
    this.#endsInARow += 1;
    log.warn({ child: name, how, pauseMs, why: failed?.sentence }, `the ${name} process ended; it is started again`);
    this.#waiting = setTimeout(() => this.#launch(), pauseMs);
  }
}
