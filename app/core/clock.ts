/** Time as the process sees it, injected so that rules and tests never read the machine's clock themselves. */
export interface Clock {
  /** Wall clock: milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Monotonic clock for durations: milliseconds from an arbitrary start, with fractions. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** A clock that only moves when told to, for tests. */
export function createFakeClock(startMs = Date.UTC(2026, 0, 5, 9)): Clock & { advance(ms: number): void } {
  let current = startMs;
  return {
    now: () => current,
    monotonicMs: () => current,
    advance: (ms) => {
      current += ms;
    },
  };
}

/** ISO 8601 in UTC with milliseconds, the only way a time leaves the API. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
