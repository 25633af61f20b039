import { mkdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { WATCH_PARENT } from '../worker/watch-parent.ts';
import { bwrapArguments, existing, type Sandbox, type View } from './sandbox.ts';

/** Everything needed to start a child of one kind. */
export interface LaunchPlan {
  /** Absolute path of the program's entry. */
  entry: string;
  /** Arguments after the entry. */
  args?: string[];
  view: View;
  /** Empty folder to work in, made when missing: files named by a model are looked up here. */
  workingDir: string;
  addressSpaceBytes: number;
}

export interface Command {
  file: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
}

/** Address space for a child that has to hold a file of this size (design §8; Node alone reserves 1.3 GB). */
export function addressSpaceFor(fileBytes: number): number {
  return 2 * 2 ** 30 + 4 * fileBytes;
}

/**
 * The environment of every child, in place of ours: no secrets, no telemetry, memory given back to the system after a
 * model is dropped (must be set before the process starts), and a locale that every machine has.
 */
const CHILD_ENVIRONMENT: Readonly<Record<string, string>> = {
  ORT_DISABLE_TELEMETRY: '1',
  MALLOC_TRIM_THRESHOLD_: '131072',
  LANG: 'C.UTF-8',
  PATH: '/usr/local/bin:/usr/bin:/bin',
};

// `ulimit` is the shell's own: it holds for everything the shell turns into. Core dumps would hold people's inputs.
const LIMIT_AND_BECOME = 'ulimit -c 0; ulimit -v "$1" 2>/dev/null; shift; exec "$@"';

// Node strips types with a WebAssembly module whose memory may grow: V8 reserves as much address space for that as the
// limit leaves, and a model of 200 MB would find none. It needs less than 64 MB.
const SMALL_WASM = '--wasm-max-mem-pages=1024';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The command line for a child: limits, then the sandbox or the tie to our life, then Node with the entry. */
export function commandFor(plan: LaunchPlan, sandbox: Sandbox): Command {
  mkdirSync(plan.workingDir, { recursive: true });
  const isTied = sandbox.kind === 'bwrap' || sandbox.canTieToParent;
  const node = [process.execPath, SMALL_WASM, plan.entry, ...(plan.args ?? []), ...(isTied ? [] : [WATCH_PARENT])];
  const limit = ['-c', LIMIT_AND_BECOME, 'sh', String(Math.ceil(plan.addressSpaceBytes / 1024))];
  return {
    file: '/bin/sh',
    args: [...limit, ...wrapper(plan, sandbox), ...node],
    env: { ...CHILD_ENVIRONMENT },
    cwd: plan.workingDir,
  };
}

function wrapper(plan: LaunchPlan, sandbox: Sandbox): string[] {
  if (sandbox.kind === 'bwrap') {
    const readable = existing([...plan.view.readable, plan.workingDir]);
    const view = { readable, writable: existing(plan.view.writable) };
    return ['bwrap', ...bwrapArguments(programFiles(plan.entry), view), '--chdir', plan.workingDir];
  }
  return sandbox.canTieToParent ? ['setpriv', '--pdeathsig', 'KILL'] : [];
}

/** The program's own files: Node, the entry's folder, and of ours only what a child imports. */
function programFiles(entry: string): string[] {
  const ours = ['app/core', 'app/oip', 'app/onnx', 'app/serving', 'package.json', 'node_modules'];
  const paths = [process.execPath, realpathSync(process.execPath), dirname(entry)];
  return existing([...new Set([...paths, ...ours.map((path) => join(ROOT, path))])]);
}
