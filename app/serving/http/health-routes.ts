import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from './deps.ts';

/** Health, in the protocol's form (a superset its clients agree on) and for whoever watches the process. */
export function addHealthRoutes(app: FastifyInstance, { engine, sandbox }: HttpDeps): void {
  app.get('/v2/health/live', () => ({ live: true }));
  app.get('/v2/health/ready', (_request, reply) => {
    if (engine.isReady()) return { live: true, ready: true };
    return reply.code(503).send({ live: true, ready: false, error: 'The server is starting or shutting down.' });
  });
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', (_request, reply) => {
    const isReady = engine.isReady();
    reply.code(isReady ? 200 : 503);
    return { ready: isReady, sandbox: sandbox.kind, reason: sandbox.reason };
  });
}
