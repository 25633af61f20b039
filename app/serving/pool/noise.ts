import type { ChildProcess } from 'node:child_process';
import type { Log } from '#app/core/log.ts';

/** Something a child printed, cut and without paths. */
export interface Noise {
  stream: 'stdout' | 'stderr';
  text: string;
}
export type NoiseListener = (noise: Noise) => void;

/** Bytes of a child's chatter that reach the log in its whole life. */
const NOISE_CAP_BYTES = 16 << 10;

/** Bytes of each of its outputs that are looked at in a second: the rest of what is printed without end costs nothing but reading. */
const LISTEN_BYTES_PER_S = 64 << 10;

/**
 * Sends what a child prints to the log, at debug, and to whoever listens, cut and without paths: it may be a hostile
 * model's doing, and an engine's texts name folders of this machine. The pipe is always emptied, or the child would
 * stand still.
 */
export function listenToNoise(child: ChildProcess, log: Log, listener: NoiseListener): void {
  let left = NOISE_CAP_BYTES;
  for (const stream of ['stdout', 'stderr'] as const) {
    let second = 0;
    let heard = 0;
    child[stream]?.on('error', () => undefined);
    child[stream]?.on('data', (chunk: Buffer) => {
      const now = Math.floor(performance.now() / 1000);
      if (now !== second) heard = 0;
      second = now;
      const room = LISTEN_BYTES_PER_S - heard;
      if (room <= 0) return;
      heard += chunk.length;
      const text = withoutPaths(chunk.subarray(0, room).toString('utf8'));
      listener({ stream, text });
      if (left <= 0) return;
      log.debug({ worker: child.pid, said: text.slice(0, left) }, 'a child process printed something');
      left -= chunk.length;
    });
  }
}

/** The text with every word in it that looks like a path replaced. */
export function withoutPaths(text: string): string {
  // Word by word: an expression that looks for the slash itself would take hours over a long word without one.
  return text.replaceAll(/[^\s"'()<>,;]+/g, (word) => (/[/\\]/.test(word) ? '…' : word));
}
