import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Starts the whole product by its own command, as a person would, and looks at it from outside. */

export const ROOT = resolve(import.meta.dirname, '..');
/** Token of the admin in these tests. */
export const ADMIN_TOKEN = 't';

const START_TIMEOUT_MS = 60_000;

export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  body: any;
}

export interface ProductOptions {
  /** An existing data folder; a clean one when absent, gone with `stop()`. */
  dataDir?: string;
  /** Of the portal; a free one when absent. The same one again keeps addresses and sessions of browsers. */
  port?: number;
  env?: Record<string, string>;
  /** Pages straight from the source, with those for development. */
  isDevelopment?: boolean;
}

export interface Product {
  /** Address of the portal. */
  url: string;
  servingUrl: string;
  dataDir: string;
  /** Printed once, when nobody has an account yet. */
  setupLink: string | null;
  /** What was printed to standard output up to now. */
  stdout(): string;
  /** What was printed to standard error up to now. */
  stderr(): string;
  /** The start command; the supervisor is its child. */
  command: ChildProcess;
  /** Process id of a part. @throws when it does not run at this moment */
  pidOf(part: Part): number;
  /** Process ids of the pool's workers, the checking child left out. */
  workers(): number[];
  /** A call of the portal API with the admin's token. */
  call(method: string, path: string, body?: unknown): Promise<Reply>;
  /** A call of serving with the same token. */
  ask(method: string, path: string, body?: unknown): Promise<Reply>;
  isReady(): Promise<boolean>;
  /** SIGTERM; answers the exit code. A data folder made here goes too. */
  stop(): Promise<number | null>;
}

type Part = 'supervisor' | 'portal' | 'serving';

/** Starts the product on free ports and waits until it is ready. @throws with its output when it does not start */
export async function startProduct({
  dataDir,
  port: ownPort,
  env = {},
  isDevelopment = false,
}: ProductOptions = {}): Promise<Product> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'firstlook-e2e-'));
  const [port, servingPort, grpcPort] = [ownPort ?? (await freePort()), await freePort(), await freePort()];
  const flags = isDevelopment ? ['--development'] : [];
  const command = spawn(process.execPath, [join(ROOT, 'bin/start.mjs'), ...flags], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...withoutOurs(process.env),
      FIRSTLOOK_DATA: folder,
      FIRSTLOOK_PORT: String(port),
      FIRSTLOOK_SERVING_PORT: String(servingPort),
      FIRSTLOOK_GRPC_PORT: String(grpcPort),
      FIRSTLOOK_ADMIN_TOKEN: ADMIN_TOKEN,
      FIRSTLOOK_SAMPLES: '0',
      ...env,
    } as unknown as NodeJS.ProcessEnv,
  });
  let stdout = '';
  let stderr = '';
  command.stdout?.on('data', (chunk) => (stdout += chunk));
  command.stderr?.on('data', (chunk) => (stderr += chunk));
  const url = `http://127.0.0.1:${port}`;
  const servingUrl = `http://127.0.0.1:${servingPort}`;
  const isReady = () => answersOk(`${url}/readyz`);
  const product: Product = {
    url,
    servingUrl,
    dataDir: folder,
    command,
    setupLink: null,
    stdout: () => stdout,
    stderr: () => stderr,
    isReady,
    pidOf: (part) => pidOf(command, part),
    // In the sandbox the parents of a worker carry its command line too; the worker itself has no child.
    workers: () =>
      childrenOf(pidOf(command, 'serving')).filter(
        (pid) => commandLine(pid).includes('worker/main.ts') && childrenOf(pid).length === 0,
      ),
    call: (method, path, body) => call(`${url}/api/v1${path}`, method, body),
    ask: (method, path, body) => call(`${servingUrl}${path}`, method, body),
    stop: async () => {
      if (isRunning(command)) command.kill('SIGTERM');
      await eventually(() => !isRunning(command), 'the product ended');
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
      return command.exitCode;
    },
  };
  const isUp = async () =>
    (!isRunning(command) || stdout.includes('is ready: ')) && (await isReady().catch(() => false));
  try {
    await eventually(async () => !isRunning(command) || (await isUp()), 'the product is ready', START_TIMEOUT_MS);
    if (!isRunning(command)) throw new Error('the product ended');
  } catch (error) {
    command.kill('SIGKILL');
    throw new Error(`${(error as Error).message}; it printed:\n${stdout}${stderr}`);
  }
  product.setupLink = /works once: (\S+)/.exec(stdout)?.[1] ?? null;
  return product;
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Waits until something holds, and says so when it never does. */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = 30_000,
): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`never happened: ${what}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

function withoutOurs(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(FIRSTLOOK_|NODE_ENV$|VITEST)/.test(name)));
}

async function answersOk(url: string): Promise<boolean> {
  return fetch(url).then(
    (reply) => reply.ok,
    () => false,
  );
}

async function call(url: string, method: string, body?: unknown): Promise<Reply> {
  const isForm = body instanceof FormData;
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${ADMIN_TOKEN}`,
      ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

const ENTRIES: Record<Part, string> = {
  supervisor: 'app/server/supervisor.ts',
  portal: 'app/server/start.ts',
  serving: 'app/serving/main.ts',
};

function pidOf(command: ChildProcess, part: Part): number {
  const supervisor = childrenOf(command.pid ?? -1).find((pid) => commandLine(pid).includes(ENTRIES.supervisor));
  if (supervisor === undefined) throw new Error('no supervisor runs');
  if (part === 'supervisor') return supervisor;
  const found = childrenOf(supervisor).find((pid) => commandLine(pid).includes(ENTRIES[part]));
  if (found === undefined) throw new Error(`no ${part} runs at this moment`);
  return found;
}

/** Process ids of the children of a process, and of theirs (the sandbox is a process of its own). */
function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const direct = pids.map(Number).filter((pid) => parentOf(pid) === parent);
  return direct.flatMap((pid) => [pid, ...childrenOf(pid)]);
}

function parentOf(pid: number): number {
  return Number(readProc(pid, 'stat').split(') ').at(-1)?.split(' ')[1] ?? -1);
}

function commandLine(pid: number): string {
  return readProc(pid, 'cmdline').replaceAll('\0', ' ');
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
