import { sql } from 'drizzle-orm';
import { type Response, Router } from 'express';
import type { Container } from './container.ts';

const ENGINE_TIMEOUT_MS = 2_000;

/** What /readyz says. */
interface Readiness {
  status: 'ready' | 'not-ready';
  database: 'ok' | 'failing';
  engine: 'ok' | 'unavailable';
  /** How uploaded models are fenced in, as serving says it. */
  sandbox: string;
}

/** `/healthz` (the process answers) and `/readyz` (database, engine and sandbox): open to everyone, never cached. */
export function healthRouter(container: Container): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => send(res, 200, { status: 'ok' }));
  router.get('/readyz', async (_req, res) => {
    const readiness = await readReadiness(container);
    send(res, readiness.status === 'ready' ? 200 : 503, readiness);
  });
  return router;
}

function send(res: Response, status: number, body: object): void {
  res.status(status).set('cache-control', 'no-store').json(body);
}

async function readReadiness(container: Container): Promise<Readiness> {
  const database = isDatabaseWell(container) ? 'ok' : 'failing';
  const engine = await askServing(container.config.serving.url);
  const isReady = database === 'ok' && engine.isReady;
  return {
    status: isReady ? 'ready' : 'not-ready',
    database,
    engine: engine.isReady ? 'ok' : 'unavailable',
    sandbox: engine.sandbox,
  };
}

function isDatabaseWell({ db, log }: Container): boolean {
  try {
    db.get(sql`select 1`);
    return true;
  } catch (error) {
    log.error({ err: error }, 'the database does not answer');
    return false;
  }
}

async function askServing(url: string): Promise<{ isReady: boolean; sandbox: string }> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ENGINE_TIMEOUT_MS) });
    const body: unknown = await response.json();
    return { isReady: response.ok, sandbox: sandboxOf(body) };
  } catch {
    return { isReady: false, sandbox: 'unknown' };
  }
}

function sandboxOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('sandbox' in body)) return 'unknown';
  return typeof body.sandbox === 'string' ? body.sandbox : JSON.stringify(body.sandbox);
}
