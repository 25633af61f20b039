import { readFileSync } from 'node:fs';

/** Ticks of the kernel's clock in a second: fixed for everything user space sees. */
const TICKS_PER_S = 100;

/**
 * Processor time a process and its children (the sandbox is one process around another) have used, ms; null where the
 * system does not tell.
 */
export function processorMs(pid: number): number | null {
  let ticks = 0;
  let isKnown = false;
  for (const one of family(pid)) {
    const fields = readOrNull(`/proc/${one}/stat`)?.split(') ').at(-1)?.split(' ');
    if (!fields) continue;
    isKnown = true;
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return isKnown ? (ticks * 1000) / TICKS_PER_S : null;
}

/** Whether a process, or one it consists of, was stopped by a signal; false where the system does not tell. */
export function isStopped(pid: number): boolean {
  return family(pid).some((one) => /^T/i.test(readOrNull(`/proc/${one}/stat`)?.split(') ').at(-1) ?? ''));
}

function family(pid: number): number[] {
  const children = readOrNull(`/proc/${pid}/task/${pid}/children`)?.trim() ?? '';
  return [pid, ...children.split(' ').filter(Boolean).map(Number).flatMap(family)];
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
