import { Worker } from 'node:worker_threads';

/** How this is asked for on a child's command line. */
export const WATCH_PARENT = '--watch-parent';

/**
 * Ends this process when its parent is gone, from a thread of its own: a model that runs for ever blocks the event
 * loop, which then cannot see the socket close. Only for machines where the kernel cannot be asked to do it.
 */
export function watchParent(): void {
  const watch = `
    const parent = process.ppid;
    setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 500);
  `;
  new Worker(watch, { eval: true }).unref();
}
