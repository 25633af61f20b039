import type { ServedVersion } from '../engines/engine.ts';

export interface DeadlineLimits {
  /** Before enough answers were measured. */
  runMs: number;
  leastRunMs: number;
  mostRunMs: number;
}

/** The deadline is so many times the slowest answer but one in a hundred. */
const FACTOR = 10;
/** Answers after which a p99 is believed. */
const ENOUGH = 32;
/** Answers it is taken from: the latest. */
const KEPT = 128;
/** It is worked out anew after so many. */
const EVERY = 64;
/** Versions remembered; the one measured longest ago goes first. */
const MOST_VERSIONS = 2000;

/**
 * How long an answer may take, by what was measured (SPEC D8). Questions of one size are compared with each other: a
 * thousand rows may take longer than one.
 */
export class Deadlines {
  readonly #limits: DeadlineLimits;
  readonly #versions = new Map<string, Map<number, Measured>>();

  constructor(limits: DeadlineLimits) {
    this.#limits = limits;
  }

  record({ key }: ServedVersion, inputBytes: number, ms: number): void {
    const sizes = this.#versions.get(key) ?? this.#remember(key);
    const size = sizeClass(inputBytes);
    const measured = sizes.get(size) ?? new Measured();
    sizes.set(size, measured);
    measured.add(ms);
  }

  /** How long an answer to a question of this size may take, ms. */
  runMs(version: ServedVersion, inputBytes: number): number {
    const { runMs, leastRunMs, mostRunMs } = this.#limits;
    const p99 = this.#measured(version, inputBytes)?.p99() ?? null;
    const ours = p99 === null ? runMs : Math.max(leastRunMs, FACTOR * p99);
    return Math.min(mostRunMs, Math.max(ours, version.runDeadlineMs ?? 0));
  }

  /** How long an answer to a question of this size takes on average, ms; null while it is not known. */
  typicalMs(version: ServedVersion, inputBytes: number): number | null {
    return this.#measured(version, inputBytes)?.mean() ?? null;
  }

  forget(key: string): void {
    this.#versions.delete(key);
  }

  #measured({ key }: ServedVersion, inputBytes: number): Measured | undefined {
    return this.#versions.get(key)?.get(sizeClass(inputBytes));
  }

  #remember(key: string): Map<number, Measured> {
    const [oldest] = this.#versions.keys();
    if (this.#versions.size >= MOST_VERSIONS && oldest !== undefined) this.#versions.delete(oldest);
    const sizes = new Map<number, Measured>();
    this.#versions.set(key, sizes);
    return sizes;
  }
}

/** The latest answer times of one version and size. */
class Measured {
  readonly #times = new Float64Array(KEPT);
  #count = 0;
  #sum = 0;
  #p99: number | null = null;

  add(ms: number): void {
    const place = this.#count % KEPT;
    if (this.#count >= KEPT) this.#sum -= this.#times[place] ?? 0;
    this.#times[place] = ms;
    this.#sum += ms;
    this.#count += 1;
    if (this.#count === ENOUGH || this.#count % EVERY === 0) this.#p99 = this.#workOut();
  }

  p99(): number | null {
    return this.#p99;
  }

  mean(): number {
    return this.#sum / Math.min(this.#count, KEPT);
  }

  #workOut(): number {
    const times = this.#times.slice(0, Math.min(this.#count, KEPT)).sort();
    return times[Math.ceil(times.length * 0.99) - 1] ?? 0;
  }
}

/** Questions within four times the size of each other are compared. */
function sizeClass(bytes: number): number {
  return Math.ceil(Math.log2(Math.max(1, bytes)) / 2);
}
