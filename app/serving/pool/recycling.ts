export interface RecycleLimits {
  recycleLoads: number;
  recycleAgeMs: number;
  /** Memory over what was booked, as a factor and at least so many bytes more. */
  recycleDrift: number;
  recycleDriftBytes: number;
}

export interface Wear {
  loads: number;
  ageMs: number;
  rssBytes: number;
  bookedBytes: number;
}

/** Why a worker is to be replaced, in words for the log; null while it is fine (SPEC W15). */
export function whyReplace(wear: Wear, limits: RecycleLimits): string | null {
  if (wear.loads >= limits.recycleLoads) return 'it has loaded many models';
  if (wear.ageMs >= limits.recycleAgeMs) return 'it is old';
  const most = Math.max(limits.recycleDrift * wear.bookedBytes, wear.bookedBytes + limits.recycleDriftBytes);
  return wear.bookedBytes > 0 && wear.rssBytes > most ? 'it holds more memory than its models were booked for' : null;
}

/**
 * What one worker's memory was booked for: itself at its hello, and each model by what loading and its first answers
 * added. What is more than that after a model is gone, or grows later, is drift.
 */
export class MemoryBooks {
  #baseBytes: number;
  #rssBytes: number;
  readonly #models = new Map<string, { bytes: number; isSettled: boolean }>();

  constructor(helloRssBytes: number) {
    this.#baseBytes = helloRssBytes;
    this.#rssBytes = helloRssBytes;
  }

  get rssBytes(): number {
    return this.#rssBytes;
  }

  get bookedBytes(): number {
    let sum = this.#baseBytes;
    for (const { bytes } of this.#models.values()) sum += bytes;
    return sum;
  }

  /** @param fileBytes booked at least: memory that earlier models left behind may have been used again */
  loaded(key: string, { rssBytes, fileBytes }: { rssBytes: number; fileBytes: number }): void {
    this.#models.set(key, { bytes: Math.max(fileBytes, rssBytes - this.#rssBytes), isSettled: false });
    this.#rssBytes = rssBytes;
  }

  dropped(key: string): void {
    this.#models.delete(key);
  }

  /** Memory seen while it was idle; models that have answered since they were loaded settle at what they take. */
  seen(rssBytes: number, answered: ReadonlySet<string>): void {
    this.#rssBytes = rssBytes;
    const growing = [...this.#models].filter(([key, model]) => !model.isSettled && answered.has(key));
    const excess = Math.max(0, rssBytes - this.bookedBytes);
    for (const [, model] of growing) {
      model.bytes += excess / growing.length;
      model.isSettled = true;
    }
  }
}
