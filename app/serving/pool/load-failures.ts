import type { Clock } from '#app/core/clock.ts';
import { isoTime } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import type { ServedVersion } from '../engines/engine.ts';

const KEPT_MS = 15 * 60_000;
const STRIKES = 3;
const MOST = 1000;

interface Strikes {
  count: number;
  until: number;
  /** One sentence. */
  reason: string;
}

/** Remembers what could not be loaded (SPEC K4): by key, so another file in the same place has none. */
export class LoadFailures {
  readonly #clock: Clock;
  readonly #strikes = new Map<string, Strikes>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws the failure remembered, when a version failed too often to be tried now */
  admit({ key }: ServedVersion): void {
    const strikes = this.#find(key);
    if (!strikes || strikes.count < STRIKES) return;
    const until = isoTime(this.#clock.now() + strikes.until - this.#clock.monotonicMs());
    const message = `${strikes.reason} Loading it failed ${STRIKES} times; it is tried again at ${until}.`;
    throw appError('FL_MODEL_CANNOT_LOAD', { message });
  }

  count({ key }: ServedVersion, { message: reason }: Error): void {
    const count = (this.#find(key)?.count ?? 0) + 1;
    const [oldest] = this.#strikes.keys();
    if (this.#strikes.size >= MOST && oldest !== undefined) this.#strikes.delete(oldest);
    this.#strikes.set(key, { count, until: this.#clock.monotonicMs() + KEPT_MS, reason });
  }

  /** Why the latest load failed; null when none did lately. */
  reason({ key }: ServedVersion): string | null {
    return this.#find(key)?.reason ?? null;
  }

  forget(key: string): void {
    this.#strikes.delete(key);
  }

  #find(key: string): Strikes | undefined {
    const strikes = this.#strikes.get(key);
    if (!strikes || strikes.until > this.#clock.monotonicMs()) return strikes;
    this.#strikes.delete(key);
    return undefined;
  }
}
