import { join } from 'node:path';
import {
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  type sendUnaryData,
  setLogger,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Log } from '#app/core/log.ts';
import type { AccessRules } from '../http/access.ts';
import { createGuard } from '../http/access.ts';
import type { Protocol } from '../router/protocol.ts';
import { type Call, createCalls } from './calls.ts';
import { grpcFailure } from './status.ts';

export interface GrpcDeps extends Protocol {
  host: string;
  port: number;
  access: AccessRules;
  log: Log;
}

export interface GrpcServer {
  /** `host:port` it listens on; null while the port is taken. */
  address(): string | null;
  /** Takes no new calls; those under way may finish until the deadline. */
  stop(deadlineMs: number): Promise<void>;
}

const GRPC_SERVICE = 'inference.GRPCInferenceService';
export const PROTO = join(import.meta.dirname, 'open-inference.proto');
/** Names as they are in the file, whole numbers of 64 bits as texts, empty lists and texts where nothing was sent. */
export const PROTO_OPTIONS = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true } as const;

const MESSAGE_BYTES = 64 << 20;
const RETRY_MS = 5_000;

/** The gRPC side of serving, on the same core as HTTP. A taken port is tried again, and HTTP works on meanwhile. */
export async function startGrpcServer(deps: GrpcDeps): Promise<GrpcServer> {
  const { log, port } = deps;
  // What the library has to say goes where everything goes.
  const say = (...words: unknown[]) => log.debug({ from: 'grpc' }, words.join(' '));
  setLogger({ error: say, info: say, debug: say });
  const host = deps.host.includes(':') ? `[${deps.host}]` : deps.host;
  let bound: { server: Server; address: string } | null = null;
  let retry: NodeJS.Timeout | undefined;
  async function bind(): Promise<void> {
    // A new one each time: one that could not listen does not try again.
    const server = createServer(deps);
    try {
      bound = { server, address: `${host}:${await listen(server, `${host}:${port}`)}` };
    } catch (error) {
      server.forceShutdown();
      log.warn({ err: error, port }, 'gRPC waits for its port to be free; FIRSTLOOK_GRPC_PORT sets another');
      retry = setTimeout(bind, RETRY_MS).unref();
    }
  }
  await bind();
  return {
    address: () => bound?.address ?? null,
    stop: async (deadlineMs) => {
      clearTimeout(retry);
      if (bound) await stopServer(bound.server, deadlineMs);
    },
  };
}

function createServer(deps: GrpcDeps): Server {
  const server = new Server({
    'grpc.max_receive_message_length': MESSAGE_BYTES,
    // An answer was capped where it was made.
    'grpc.max_send_message_length': -1,
  });
  const definition = loadSync(PROTO, PROTO_OPTIONS)[GRPC_SERVICE] as ServiceDefinition;
  server.addService(definition, serve(createCalls(deps), deps));
  return server;
}

function serve(calls: Record<string, Call>, { access, log }: GrpcDeps): UntypedServiceImplementation {
  const guard = createGuard(access);
  const answer = (work: Call) => async (call: ServerUnaryCall<unknown, unknown>, done: sendUnaryData<unknown>) => {
    try {
      const [authorization] = call.metadata.get('authorization');
      guard('/v2', authorization === undefined ? {} : { authorization: String(authorization) });
      done(null, await work(call.request, call));
    } catch (error) {
      done(grpcFailure(error, log));
    }
  };
  return Object.fromEntries(Object.entries(calls).map(([name, work]) => [name, answer(work)]));
}

function listen(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}

function stopServer(server: Server, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.forceShutdown(), deadlineMs);
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}
