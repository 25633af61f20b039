import { resolve } from 'node:path';
import { z } from 'zod';
import { appError } from './errors.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.enum(['0', '1']).transform((text) => text === '1');

/** The environment Firstlook reads, and nothing else does (design §6). Every variable is optional. */
const environment = z.object({
  FIRSTLOOK_DATA: z.string().min(1).default('./data'),
  FIRSTLOOK_HOST: z.string().min(1).default('127.0.0.1'),
  FIRSTLOOK_PORT: port.default(3000),
  FIRSTLOOK_URL: z.url().optional(),
  FIRSTLOOK_TRUST_PROXY: z.string().optional(),
  FIRSTLOOK_SERVING_HOST: z.string().min(1).default('127.0.0.1'),
  FIRSTLOOK_SERVING_PORT: port.default(8080),
  FIRSTLOOK_GRPC_PORT: port.default(8081),
  FIRSTLOOK_SERVING_TOKEN: z.string().min(1).optional(),
  FIRSTLOOK_ADMIN_EMAIL: z.email().optional(),
  FIRSTLOOK_ADMIN_PASSWORD: z.string().min(1).optional(),
  FIRSTLOOK_ADMIN_TOKEN: z.string().min(1).optional(),
  FIRSTLOOK_SAMPLES: flag.default(true),
  FIRSTLOOK_WORKERS: z.coerce.number().int().min(1).max(256).optional(),
  FIRSTLOOK_SANDBOX: z.enum(['auto', 'bwrap', 'off']).default('auto'),
  FIRSTLOOK_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('warn'),
  NODE_ENV: z.string().optional(),
});

export interface Config {
  /** Absolute path of the data folder. */
  dataDir: string;
  portal: { host: string; port: number; url: string; trustProxy: string | undefined };
  serving: { host: string; port: number; grpcPort: number; url: string; token: string | undefined };
  admin: { email: string | undefined; password: string | undefined; token: string | undefined };
  importSamples: boolean;
  workerCount: number | undefined;
  sandbox: 'auto' | 'bwrap' | 'off';
  logLevel: string;
  isDevelopment: boolean;
}

/**
 * Parses the environment once, at boot.
 * @throws FL_CONFIG_INVALID naming every variable that does not fit.
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  // An empty variable means 'not set': that is what `FIRSTLOOK_URL= npm start` is meant to say.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw appError('FL_CONFIG_INVALID', { message: `Not valid in the environment: ${problems.join('; ')}` });
  }
  const e = parsed.data;
  return {
    dataDir: resolve(e.FIRSTLOOK_DATA),
    portal: {
      host: e.FIRSTLOOK_HOST,
      port: e.FIRSTLOOK_PORT,
      url: e.FIRSTLOOK_URL?.replace(/\/+$/, '') ?? `http://${reachable(e.FIRSTLOOK_HOST)}:${e.FIRSTLOOK_PORT}`,
      trustProxy: e.FIRSTLOOK_TRUST_PROXY,
    },
    serving: {
      host: e.FIRSTLOOK_SERVING_HOST,
      port: e.FIRSTLOOK_SERVING_PORT,
      grpcPort: e.FIRSTLOOK_GRPC_PORT,
      url: `http://${reachable(e.FIRSTLOOK_SERVING_HOST)}:${e.FIRSTLOOK_SERVING_PORT}`,
      token: e.FIRSTLOOK_SERVING_TOKEN,
    },
    admin: { email: e.FIRSTLOOK_ADMIN_EMAIL, password: e.FIRSTLOOK_ADMIN_PASSWORD, token: e.FIRSTLOOK_ADMIN_TOKEN },
    importSamples: e.FIRSTLOOK_SAMPLES,
    workerCount: e.FIRSTLOOK_WORKERS,
    sandbox: e.FIRSTLOOK_SANDBOX,
    logLevel: e.FIRSTLOOK_LOG_LEVEL,
    isDevelopment: e.NODE_ENV === 'development',
  };
}

/** An address one can connect to, for a host one can listen on. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
