import type { ChildProcess } from 'node:child_process';
import type { Log } from '#app/core/log.ts';

/** Bytes of a child's chatter that reach the log in its whole life. */
const NOISE_CAP_BYTES = 16 << 10;

/**
 * Sends what a child prints to the log, at debug, cut and without paths: it may be a hostile model's doing, and an
 * engine's texts name folders of this machine. The pipe is always emptied, or the child would stand still.
 */
export function listenToNoise(child: ChildProcess, log: Log): void {
  let left = NOISE_CAP_BYTES;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('error', () => undefined);
    stream?.on('data', (chunk: Buffer) => {
      if (left <= 0) return;
      const text = chunk.subarray(0, left).toString('utf8');
      left -= chunk.length;
      log.debug({ worker: child.pid, said: withoutPaths(text) }, 'a child process printed something');
    });
  }
}

/** The text with everything that looks like a path replaced. */
export function withoutPaths(text: string): string {
  return text.replaceAll(/(?:[A-Za-z]:)?[^\s"'()<>,;]*[/\\][^\s"'()<>,;]*/g, '…');
}
