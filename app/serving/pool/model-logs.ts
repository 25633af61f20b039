import type { Clock } from '#app/core/clock.ts';
import type { LogEntry } from '../engines/engine.ts';
import type { Noise } from './noise.ts';

/** Of what is printed for one version the latest is kept. */
const KEPT_BYTES = 64 << 10;
/** What an entry costs besides its text: many short ones take room too. */
const ENTRY_BYTES = 64;
/** Versions that have a log, the one that spoke longest ago goes first. */
const MOST_VERSIONS = 200;

interface Ring {
  entries: LogEntry[];
  bytes: number;
}

/** What workers printed while they worked for a version, by its key. */
export class ModelLogs {
  readonly #clock: Clock;
  readonly #rings = new Map<string, Ring>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(key: string, { stream, text: printed }: Noise): void {
    const ring = this.#rings.get(key) ?? { entries: [], bytes: 0 };
    this.#rings.delete(key);
    this.#rings.set(key, ring);
    const [quietest] = this.#rings.keys();
    if (this.#rings.size > MOST_VERSIONS && quietest !== undefined) this.#rings.delete(quietest);
    const text = printed.slice(ENTRY_BYTES - KEPT_BYTES);
    ring.entries.push({ at: this.#clock.now(), stream, text });
    ring.bytes += text.length + ENTRY_BYTES;
    while (ring.bytes > KEPT_BYTES) ring.bytes -= (ring.entries.shift()?.text.length ?? 0) + ENTRY_BYTES;
  }

  of(key: string): LogEntry[] {
    return [...(this.#rings.get(key)?.entries ?? [])];
  }
}
