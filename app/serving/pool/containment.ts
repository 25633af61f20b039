import type { Clock } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import type { ServedVersion } from '../engines/engine.ts';
import { Breaker } from './breaker.ts';
import type { ChildFailure } from './channel.ts';
import { givenUp } from './failures.ts';
import { type Job, settle } from './job.ts';
import { LoadFailures } from './load-failures.ts';
import { Quarantine } from './quarantine.ts';

/** How a worker was lost. */
export interface Loss {
  failure: ChildFailure;
  /** Whether it used the processor meanwhile: one that was frozen says nothing about its question. */
  didWork: boolean;
}

/** Deaths of a worker under one job after which the job is given up: it may be what kills them. */
const DEATHS_ALLOWED = 1;

/** Keeps what harms workers away from them, and what is innocent in line (SPEC K). */
export class Containment {
  readonly quarantine: Quarantine;
  readonly breaker: Breaker;
  readonly loads: LoadFailures;

  constructor(clock: Clock) {
    this.quarantine = new Quarantine(clock);
    this.breaker = new Breaker(clock);
    this.loads = new LoadFailures(clock);
  }

  /**
   * Whether the question is a trial.
   * @throws FL_MODEL_PAUSED, FL_MODEL_CANNOT_LOAD, FL_RUN_QUARANTINED
   */
  admit(version: ServedVersion, question: Job['question']): boolean {
    this.loads.admit(version);
    if (question && this.quarantine.holds(version, question)) throw appError('FL_RUN_QUARANTINED');
    return question !== null && this.breaker.admit(version);
  }

  /**
   * Judges the questions a worker had not answered when it was lost.
   * @returns those to ask again, each alone; the others have their answer
   */
  judge(unanswered: readonly Job[], { failure, didWork }: Loss): Job[] {
    for (const job of unanswered) {
      job.deaths += 1;
      job.isAlone = true;
    }
    const [suspect] = unanswered;
    if (!suspect || unanswered.length > 1) return unanswered.filter((job) => !job.isOver);
    const isTimeout = failure.reason === 'timeout';
    const isLast = suspect.deaths > DEATHS_ALLOWED || suspect.isOver || (isTimeout && didWork);
    if (!isLast) return [suspect];
    if (didWork || !isTimeout) this.#blame(suspect, isTimeout);
    settle(suspect, givenUp(failure, 'run'));
    return [];
  }

  #blame(job: Job, isTimeout: boolean): void {
    const isProven = !isTimeout && job.deaths > DEATHS_ALLOWED;
    if (job.question) this.quarantine.count(job.version, job.question, isProven ? 2 : 1);
    this.breaker.fail(job.version, job.isTrial);
  }
}
