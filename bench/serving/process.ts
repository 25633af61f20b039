import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Load, LoadResult } from './load.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Serving alone, as it runs in production, with a data folder of its own. */
export interface BenchServing {
  port: number;
  pid: number;
  /** Process ids of the workers; in the sandbox those inside. */
  workers(): number[];
  load(model: string): Promise<void>;
  unload(model: string): Promise<void>;
  /** Status of one question. */
  ask(model: string, body: string): Promise<number>;
  stop(): Promise<void>;
}

/** @param models bytes of version 1 of each */
export async function startServing(
  models: Record<string, Uint8Array>,
  { env = {}, flags = [] }: { env?: Record<string, string>; flags?: string[] } = {},
): Promise<BenchServing> {
  const dataDir = mkdtempSync(join(tmpdir(), 'firstlook-bench-'));
  for (const [model, bytes] of Object.entries(models)) {
    const path = join(dataDir, 'models', model, '1/model.onnx');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  const settings = { ...process.env, FIRSTLOOK_DATA: dataDir, FIRSTLOOK_SERVING_PORT: '0', ...env };
  const child = spawn(process.execPath, [...flags, join(ROOT, 'app/serving/main.ts')], {
    env: settings,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { url } = JSON.parse(await firstLine(child)) as { url: string };
  const post = async (path: string, body = '{}') => {
    const reply = await fetch(`${url}${path}`, { method: 'POST', body });
    await reply.text();
    return reply.status;
  };
  const steer = async (model: string, what: string) => {
    const status = await post(`/v2/repository/models/${model}/${what}`);
    if (status !== 200) throw new Error(`${what} of ${model}: ${status}`);
  };
  return {
    port: Number(new URL(url).port),
    pid: child.pid ?? -1,
    workers: () => descendants(child.pid ?? -1).filter((pid) => isWorker(pid)),
    load: (model) => steer(model, 'load'),
    unload: (model) => steer(model, 'unload'),
    ask: (model, body) => post(`/v2/models/${model}/infer`, body),
    stop: async () => {
      await endOf(child);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A program of this folder in a process of its own, and the first line it prints. */
export async function startProgram(
  name: string,
  args: string[] = [],
): Promise<{ printed: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, name), ...args], {
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { printed: await firstLine(child), stop: () => endOf(child) };
}

/** Puts a load on a server from a process of its own. */
export async function putLoad(load: Load): Promise<LoadResult> {
  const { printed, stop } = await startProgram('load.ts', [JSON.stringify(load)]);
  await stop();
  return JSON.parse(printed) as LoadResult;
}

/** Resident memory of a process, MB. */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readProc(pid, 'status'))?.[1] ?? 0) / 1024;
}

/** What a process prints up to its first line's end, or up to its own. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) done(text.trim());
    });
    child.stdout?.once('end', () => done(text.trim()));
  });
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });
}

function descendants(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const own = pids
    .map(Number)
    .filter((pid) => Number(readProc(pid, 'stat').split(') ').at(-1)?.split(' ')[1]) === parent);
  return own.flatMap((pid) => [pid, ...descendants(pid)]);
}

/** In the sandbox the parents of a worker carry its command line too; the worker itself has no child. */
function isWorker(pid: number): boolean {
  return readProc(pid, 'cmdline').includes('worker/main.ts') && descendants(pid).length === 0;
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
