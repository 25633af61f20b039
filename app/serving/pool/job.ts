import type { EngineAnswer, Question, ServedVersion, Signature } from '../engines/engine.ts';

/** A question, or a load, from the moment it was taken to its answer. Times are of the monotonic clock, ms. */
export interface Job {
  version: ServedVersion;
  /** Null: only load. */
  question: Question | null;
  /** Its place in the order of all that were taken. */
  sequence: number;
  takenAt: number;
  /** When its asker has waited long enough; infinity without a limit of its own. */
  giveUpAt: number;
  /** When it was first handed to a worker. */
  startedAt: number | null;
  inputBytes: number;
  /** Workers that were lost with it. */
  deaths: number;
  /** It was in a frame with a killer: from now on it travels alone, so that only the killer is blamed. */
  isAlone: boolean;
  /** It found its version paused and is the trial that may end the pause. */
  isTrial: boolean;
  /** Its asker has an answer or a failure. */
  isOver: boolean;
  /** An answer to a question, a signature to a load. */
  resolve(result: EngineAnswer | Signature): void;
  reject(error: Error): void;
}

/** Answers once, whatever comes later. */
export function settle(job: Job, outcome: EngineAnswer | Signature | Error): void {
  if (job.isOver) return;
  job.isOver = true;
  if (outcome instanceof Error) job.reject(outcome);
  else job.resolve(outcome);
}
