import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { type Clock, systemClock } from '#app/core/clock.ts';
import { makeDataFolder } from '#app/core/data-folder.ts';
import type { Log } from '#app/core/log.ts';
import type { Engine } from './engines/engine.ts';
import { isLoopbackHost } from './http/access.ts';
import { createHttpServer } from './http/server.ts';
import { Checker, type CheckLimits } from './pool/checking/checker.ts';
import { type Spawn, startChild, systemSpawn } from './pool/child.ts';
import { freshStarter } from './pool/fresh/start-fresh.ts';
import { commandFor } from './pool/launch.ts';
import { type PoolLimits, WorkerPool } from './pool/pool.ts';
import { type PrepareLimits, Preparer } from './pool/preparing/preparer.ts';
import { probeSandbox } from './pool/sandbox.ts';
import { createRepository } from './repository/repository.ts';

export interface ServingOptions {
  dataDir: string;
  host: string;
  port: number;
  /** Tokens that open /admin/v1, and /v2 off loopback. */
  tokens: readonly string[];
  workerCount?: number | undefined;
  sandbox: 'auto' | 'bwrap' | 'off';
  log: Log;
  clock?: Clock;
  spawn?: Spawn;
  poolLimits?: Partial<PoolLimits>;
  checkLimits?: Partial<CheckLimits>;
  prepareLimits?: Partial<PrepareLimits>;
}

export interface Serving {
  /** Address it listens on, with the port it got. */
  url: string;
  /** Whether a worker is there to answer. */
  isReady(): boolean;
  /** Stops listening, refuses new questions, waits for those under way, ends every child. */
  stop(deadlineMs?: number): Promise<void>;
}

/** Two fit every machine; more gain nothing on fewer cores (reference facts ORT-14). */
const DEFAULT_WORKERS = 2;
/** How often versions whose files were removed are let go of. */
const PRUNE_MS = 2000;
const DRAIN_MS = 30_000;

const WORKER_ENTRY = resolve(import.meta.dirname, 'worker/main.ts');
const CHECKING_ENTRY = resolve(import.meta.dirname, 'worker/checking/main.ts');
const PREPARING_ENTRY = resolve(import.meta.dirname, 'worker/preparing/main.ts');

/** Builds everything of the serving process once, in order: folder, sandbox, pool, repository, fresh children, listen. */
export async function startServing(options: ServingOptions): Promise<Serving> {
  const { log, clock = systemClock, spawn = systemSpawn } = options;
  const folder = makeDataFolder(options.dataDir);
  const sandbox = await probeSandbox(options.sandbox);
  if (sandbox.reason) log.warn({ reason: sandbox.reason }, 'children run without a sandbox');

  const pool = new WorkerPool({
    workerCount: options.workerCount ?? Math.min(DEFAULT_WORKERS, availableParallelism()),
    start: (addressSpaceBytes) => {
      const view = { readable: [folder.models], writable: [] };
      const workingDir = join(folder.cache, 'empty');
      const plan = { entry: WORKER_ENTRY, view, workingDir, addressSpaceBytes };
      return startChild(commandFor(plan, sandbox), { spawn, log });
    },
    clock,
    log,
    ...(options.poolLimits && { limits: options.poolLimits }),
  });
  const repository = createRepository({ modelsDir: folder.models, engine: pool, log });
  await repository.open();
  const checker = new Checker({
    folder,
    start: freshStarter(CHECKING_ENTRY, { sandbox, spawn, log }),
    log,
    ...(options.checkLimits && { limits: options.checkLimits }),
  });
  const preparer = new Preparer({
    folder,
    start: freshStarter(PREPARING_ENTRY, { sandbox, spawn, log }),
    log,
    ...(options.prepareLimits && { limits: options.prepareLimits }),
  });
  await checker.open();
  await preparer.open();

  const access = { tokens: options.tokens, isLoopback: isLoopbackHost(options.host) };
  const http = createHttpServer({ engine: pool, repository, checker, preparer, sandbox, log, access });
  const url = await http.listen({ host: options.host, port: options.port });
  const pruning = setInterval(() => {
    repository.prune().catch((error) => log.warn({ err: error }, 'the model folder could not be read'));
  }, PRUNE_MS).unref();

  return {
    url,
    isReady: () => pool.isReady(),
    stop: (deadlineMs = DRAIN_MS) => {
      clearInterval(pruning);
      return stopInOrder({ pool, checker, preparer, http, deadlineMs });
    },
  };
}

interface Stopping {
  pool: Engine;
  checker: Checker;
  preparer: Preparer;
  http: ReturnType<typeof createHttpServer>;
  deadlineMs: number;
}

/** Refuse, stop listening, let what is under way finish, end the children, close what is left. */
async function stopInOrder({ pool, checker, preparer, http, deadlineMs }: Stopping): Promise<void> {
  pool.drain();
  checker.drain();
  preparer.drain();
  const closed = http.close();
  await pool.stop(deadlineMs);
  await Promise.all([checker.stop(), preparer.stop()]);
  // Answers may still be on their way out; a client that never reads them must not hold the process.
  setTimeout(() => http.server.closeAllConnections(), 1000).unref();
  await closed;
}
