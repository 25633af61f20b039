import type { Clock } from '#app/core/clock.ts';
import { isoTime } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import type { ServedVersion } from '../engines/engine.ts';

const WINDOW_MS = 60_000;
/** Questions given up within the window that pause a version, ... */
const FAILURES = 5;
/** ... unless it answered so many for each of them. */
const ANSWERS_EACH = 10;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** A trial that was never heard of again makes room for the next. */
const TRIAL_MS = 30_000;

interface Circuit {
  windowStartedAt: number;
  failures: number;
  answers: number;
  pausedUntil: number | null;
  /** Wall clock of the pause's beginning, for people. */
  pausedSince: number;
  pauseMs: number;
  trialAt: number | null;
}

/** Pauses a version that keeps killing or outlasting its workers (SPEC K3). */
export class Breaker {
  readonly #clock: Clock;
  /** Only versions that failed lately have one. */
  readonly #circuits = new Map<string, Circuit>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Whether the question is the trial that may end a pause.
   * @throws FL_MODEL_PAUSED
   */
  admit({ key }: ServedVersion): boolean {
    const circuit = this.#circuits.get(key);
    if (!circuit || circuit.pausedUntil === null) return false;
    const now = this.#clock.monotonicMs();
    const isTried = circuit.trialAt !== null && now - circuit.trialAt < TRIAL_MS;
    if (now < circuit.pausedUntil || isTried) {
      const retryAfterS = Math.max(1, Math.ceil((circuit.pausedUntil - now) / 1000));
      throw appError('FL_MODEL_PAUSED', { message: this.#sentence(circuit), retryAfterS });
    }
    circuit.trialAt = now;
    return true;
  }

  /** A question was given up because of its version. */
  fail({ key }: ServedVersion, isTrial: boolean): void {
    const circuit = this.#circuits.get(key) ?? this.#begin(key);
    const now = this.#clock.monotonicMs();
    if (circuit.pausedUntil !== null) {
      if (isTrial) this.#pause(circuit, Math.min(circuit.pauseMs * 2, LONGEST_PAUSE_MS));
      return;
    }
    if (now - circuit.windowStartedAt > WINDOW_MS) {
      Object.assign(circuit, { windowStartedAt: now, failures: 0, answers: 0 });
    }
    circuit.failures += 1;
    const isMostlyFailing = circuit.answers < ANSWERS_EACH * circuit.failures;
    if (circuit.failures >= FAILURES && isMostlyFailing) this.#pause(circuit, FIRST_PAUSE_MS);
  }

  /** A question was answered. */
  succeed({ key }: ServedVersion, isTrial: boolean): void {
    if (this.#circuits.size === 0) return;
    const circuit = this.#circuits.get(key);
    if (!circuit) return;
    circuit.answers += 1;
    const isOld = this.#clock.monotonicMs() - circuit.windowStartedAt > WINDOW_MS;
    if (circuit.pausedUntil === null ? isOld : isTrial) this.#circuits.delete(key);
  }

  /** Why a version is paused; null when it is not. */
  reason({ key }: ServedVersion): string | null {
    const circuit = this.#circuits.get(key);
    return circuit && circuit.pausedUntil !== null ? this.#sentence(circuit) : null;
  }

  forget(key: string): void {
    this.#circuits.delete(key);
  }

  #begin(key: string): Circuit {
    const windowStartedAt = this.#clock.monotonicMs();
    const circuit = { windowStartedAt, failures: 0, answers: 0, pausedSince: 0, pauseMs: 0 };
    const begun = { ...circuit, pausedUntil: null, trialAt: null };
    this.#circuits.set(key, begun);
    return begun;
  }

  #pause(circuit: Circuit, pauseMs: number): void {
    const now = this.#clock.monotonicMs();
    const pausedSince = circuit.pausedUntil === null ? this.#clock.now() : circuit.pausedSince;
    Object.assign(circuit, { pausedUntil: now + pauseMs, pausedSince, pauseMs, trialAt: null });
  }

  #sentence(circuit: Circuit): string {
    const leftMs = Math.max(0, (circuit.pausedUntil ?? 0) - this.#clock.monotonicMs());
    const until = isoTime(this.#clock.now() + leftMs);
    const since = isoTime(circuit.pausedSince);
    return `This version crashed or ran over its time ${FAILURES} times within a minute, so it is paused since ${since} and tried again at ${until}.`;
  }
}
