import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { type Clock, systemClock } from '#app/core/clock.ts';
import { makeDataFolder } from '#app/core/data-folder.ts';
import type { Log } from '#app/core/log.ts';
import { type GrpcServer, startGrpcServer } from './grpc/server.ts';
import { isLoopbackHost } from './http/access.ts';
import type { HttpLimits } from './http/deps.ts';
import { createHttpServer } from './http/server.ts';
import { type Spawn, startChild, systemSpawn } from './pool/child.ts';
import { type FreshLimitOptions, type FreshParts, openFresh } from './pool/fresh/open-fresh.ts';
import { commandFor } from './pool/launch.ts';
import { type PoolLimits, WorkerPool } from './pool/pool.ts';
import { probeSandbox } from './pool/sandbox.ts';
import { sweepIncoming } from './repository/put-version.ts';
import { createReports } from './repository/reports.ts';
import { FolderRepository } from './repository/repository.ts';
import { openProtocol } from './router/protocol.ts';

export interface ServingOptions extends FreshLimitOptions {
  dataDir: string;
  host: string;
  port: number;
  /** Port of gRPC; undefined: it is not served. */
  grpcPort?: number;
  /** Tokens that open /admin/v1, and /v2 off loopback. */
  tokens: readonly string[];
  workerCount?: number | undefined;
  sandbox: 'auto' | 'bwrap' | 'off';
  log: Log;
  clock?: Clock;
  spawn?: Spawn;
  poolLimits?: Partial<PoolLimits>;
  /** After `POST /admin/v1/drain`: nothing is under way any more, or the deadline is over. */
  onDrained?: () => void;
  httpLimits?: Partial<HttpLimits>;
}

export interface Serving {
  /** Address it listens on, with the port it got. */
  url: string;
  /** `host:port` of gRPC; null while it is not served or its port is taken. */
  grpcAddress(): string | null;
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
  const statePath = join(folder.serving, 'repository.json');
  const repository = new FolderRepository({ modelsDir: folder.models, statePath, engine: pool, log });
  await sweepIncoming(folder.models);
  await repository.open();
  const protocol = await openProtocol({ engine: pool, repository, folder, clock, log });
  const reports = createReports({ dir: join(folder.serving, 'reports'), clock });
  const fresh = await openFresh(options, { folder, sandbox, spawn, log, clock, reports });

  const access = { tokens: options.tokens, isLoopback: isLoopbackHost(options.host) };
  const parts = { pool, ...fresh };
  let isDraining = false;
  const drain = () => {
    if (!isDraining) void drainAll(parts, DRAIN_MS).then(options.onDrained);
    isDraining = true;
  };
  const limits = options.httpLimits ?? {};
  const http = createHttpServer({ ...protocol, ...fresh, reports, sandbox, log, access, limits, drain });
  const url = await http.listen({ host: options.host, port: options.port });
  const { host, grpcPort: port } = options;
  const grpc = port === undefined ? null : await startGrpcServer({ ...protocol, host, port, access, log });
  const pruning = keepPruned(repository, log);
  repository.restore().catch((error) => log.warn({ err: error }, 'what was loaded before could not be restored'));

  return {
    url,
    grpcAddress: () => grpc?.address() ?? null,
    isReady: () => pool.isReady(),
    stop: async (deadlineMs = DRAIN_MS) => {
      await drainAll(parts, deadlineMs);
      clearInterval(pruning);
      await repository.prune().catch((error) => log.warn({ err: error }, 'the model folder could not be read'));
      await stopAll(parts, { http, grpc });
    },
  };
}

function keepPruned(repository: FolderRepository, log: Log): NodeJS.Timeout {
  let isPruning = false;
  return setInterval(() => {
    if (isPruning) return;
    isPruning = true;
    repository
      .prune()
      .catch((error) => log.warn({ err: error }, 'the model folder could not be read'))
      .finally(() => {
        isPruning = false;
      });
  }, PRUNE_MS).unref();
}

interface Parts extends FreshParts {
  pool: WorkerPool;
}

/** Takes nothing new, which is answered with 503, and waits for what is under way. */
async function drainAll(parts: Parts, deadlineMs: number): Promise<void> {
  const all = Object.values(parts) as Parts[keyof Parts][];
  for (const part of all) part.drain();
  await Promise.all(all.map((part) => part.whenIdle(deadlineMs)));
}

interface Doors {
  http: ReturnType<typeof createHttpServer>;
  grpc: GrpcServer | null;
}

/** For answers that are on their way out. */
const CLOSING_MS = 1000;

/** Ends the children, stops listening, lets the answers out. */
async function stopAll({ pool, ...fresh }: Parts, { http, grpc }: Doors): Promise<void> {
  await Promise.all([pool.stop(0), ...Object.values(fresh).map((part) => part.stop())]);
  const closed = Promise.all([http.close(), grpc?.stop(CLOSING_MS)]);
  // Answers may still be on their way out; a client that never reads them must not hold the process.
  setTimeout(() => http.server.closeAllConnections(), CLOSING_MS).unref();
  await closed;
}
