import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from './deps.ts';

/** Ends serving in order, as SIGTERM does; a supervisor starts it anew. */
export function addDrainRoutes(app: FastifyInstance, { drain }: HttpDeps): void {
  app.post('/admin/v1/drain', () => {
    drain();
    return { draining: true };
  });
}
