import { type Clock, systemClock } from '#app/core/clock.ts';

/** A clock that runs like the machine's, from another moment: what takes 90 ms takes 90 ms, weeks ago as now. */
export interface StoryClock extends Clock {
  /** Goes on from this moment (wall clock, ms), or from where it is when that is later: time never runs back. */
  moveTo(ms: number): void;
  /** Lets some time go by, ms. */
  pass(ms: number): void;
}

/** Starts at `startMs` (wall clock). */
export function createStoryClock(startMs: number, machine: Clock = systemClock): StoryClock {
  let fromMs = startMs;
  let sinceMs = machine.monotonicMs();
  const now = () => Math.round(fromMs + machine.monotonicMs() - sinceMs);
  const moveTo = (ms: number) => {
    fromMs = Math.max(ms, now());
    sinceMs = machine.monotonicMs();
  };
  return { now, monotonicMs: machine.monotonicMs, moveTo, pass: (ms) => moveTo(now() + ms) };
}
