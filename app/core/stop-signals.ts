import type { Clock } from './clock.ts';

/**
 * One Ctrl-C can arrive more than once: from the terminal, which signals every process of the group, and passed on by
 * npm and the start command. A person who presses again takes longer.
 */
const SAME_PRESS_MS = 700;

export interface StopHandlers {
  /** Called once. */
  stop(signal: NodeJS.Signals): void;
  /** A second press: whatever is under way is given up. */
  endNow(): void;
}

/** Calls `stop` at the first SIGINT, SIGTERM or SIGHUP and `endNow` at a later one. */
export function onStopSignals({ stop, endNow }: StopHandlers, clock: Clock): void {
  let firstAt: number | null = null;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      const now = clock.monotonicMs();
      if (firstAt === null) {
        firstAt = now;
        stop(name);
      } else if (now - firstAt > SAME_PRESS_MS) endNow();
    });
  }
}
