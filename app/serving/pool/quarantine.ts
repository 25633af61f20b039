import { createHash } from 'node:crypto';
import type { Clock } from '#app/core/clock.ts';
import type { Question, ServedVersion } from '../engines/engine.ts';

/** How long a question that kills is not run again. */
const KEPT_MS = 10 * 60_000;
/** Fingerprints remembered, the oldest go first. */
const MOST = 1000;
/** Losses of a worker after which a question is not run again. */
const KILLS = 2;

interface Entry {
  key: string;
  kills: number;
  until: number;
}

/** Remembers the questions that kill workers by a fingerprint of version and inputs (SPEC K1). */
export class Quarantine {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  /** Versions that have an entry: only their questions are ever hashed. */
  readonly #suspects = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A worker was lost with this question, and nothing else can have been the reason. */
  count(version: ServedVersion, question: Question, kills = 1): void {
    const fingerprint = fingerprintOf(version, question);
    const before = this.#find(fingerprint);
    const [oldest] = this.#entries.keys();
    if (!before && this.#entries.size >= MOST && oldest !== undefined) this.#drop(oldest);
    if (before) this.#drop(fingerprint);
    const entry = { key: version.key, kills: (before?.kills ?? 0) + kills, until: this.#clock.monotonicMs() + KEPT_MS };
    this.#entries.set(fingerprint, entry);
    this.#suspects.set(version.key, (this.#suspects.get(version.key) ?? 0) + 1);
  }

  /** Whether this question may not be run now. */
  holds(version: ServedVersion, question: Question): boolean {
    if (!this.#suspects.has(version.key)) return false;
    return (this.#find(fingerprintOf(version, question))?.kills ?? 0) >= KILLS;
  }

  #find(fingerprint: string): Entry | undefined {
    const entry = this.#entries.get(fingerprint);
    if (!entry || entry.until > this.#clock.monotonicMs()) return entry;
    this.#drop(fingerprint);
    return undefined;
  }

  #drop(fingerprint: string): void {
    const entry = this.#entries.get(fingerprint);
    if (!entry) return;
    this.#entries.delete(fingerprint);
    const left = (this.#suspects.get(entry.key) ?? 1) - 1;
    if (left > 0) this.#suspects.set(entry.key, left);
    else this.#suspects.delete(entry.key);
  }
}

function fingerprintOf({ key }: ServedVersion, { inputs }: Question): string {
  const hash = createHash('sha256').update(key);
  for (const { name, datatype, shape, bytes } of inputs) {
    hash.update(`\0${JSON.stringify([name, datatype, shape, bytes.byteLength])}\0`).update(bytes);
  }
  return hash.digest('base64');
}
