import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** How children are kept in: bubblewrap (own view of the disk, no network), or limits alone. */
export interface Sandbox {
  kind: 'bwrap' | 'off';
  /** Why it is off, in words for `/readyz`; null when it is on or was switched off on purpose. */
  reason: string | null;
  /** Whether `setpriv` can have the kernel end a child when serving dies (bubblewrap does so itself). */
  canTieToParent: boolean;
}

/** What a child may see of the disk besides the program itself. */
export interface View {
  readable: string[];
  writable: string[];
}

// What a program needs to start at all; `-try` because the set differs between distributions.
const SYSTEM_PATHS = ['/usr', '/lib', '/lib64', '/bin', '/etc/ld.so.cache', '/nix/store'];

/** The words before the program's own: everything but the program and `view` is out of sight. */
export function bwrapArguments(program: readonly string[], view: View): string[] {
  const bind = (flag: string, paths: readonly string[]) => paths.flatMap((path) => [flag, path, path]);
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    ...bind('--ro-bind-try', SYSTEM_PATHS),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...bind('--ro-bind', program),
    ...bind('--ro-bind', view.readable),
    ...bind('--bind', view.writable),
    // What is left lies in memory: it could be filled until the machine has none.
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
  ];
}

/**
 * Tries the sandbox once with a program that does nothing.
 * @param wanted FIRSTLOOK_SANDBOX; `bwrap` insists
 * @throws Error in plain words when bubblewrap is insisted on and does not work
 */
export async function probeSandbox(wanted: 'auto' | 'bwrap' | 'off'): Promise<Sandbox> {
  const canTieToParent = (await run('setpriv', ['--pdeathsig', 'KILL', 'true'])) === null;
  if (wanted === 'off') return { kind: 'off', reason: null, canTieToParent };
  const failure = await probeBwrap();
  if (failure === null) return { kind: 'bwrap', reason: null, canTieToParent };
  if (wanted === 'bwrap') {
    throw new Error(`FIRSTLOOK_SANDBOX is bwrap, but ${failure}. Install bubblewrap or set it to auto.`);
  }
  return { kind: 'off', reason: failure, canTieToParent };
}

async function probeBwrap(): Promise<string | null> {
  if (process.platform !== 'linux') return 'bubblewrap exists on Linux only';
  const failure = await run('bwrap', [...bwrapArguments([], { readable: [], writable: [] }), '/usr/bin/env', '-i']);
  if (failure === 'ENOENT') return 'bubblewrap is not installed';
  return failure === null ? null : 'bubblewrap may not make a sandbox on this machine';
}

/** Null when the program ended well, else a word on how it failed. */
function run(command: string, args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', timeout: 5000, killSignal: 'SIGKILL' });
    child.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'failed'));
    child.on('exit', (code) => resolve(code === 0 ? null : 'failed'));
  });
}

/** Whether a path can be bound: asked before each start, because bubblewrap fails on one that is missing. */
export function existing(paths: readonly string[]): string[] {
  return paths.filter((path) => existsSync(path));
}
