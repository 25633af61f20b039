import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from './deps.ts';
import { OPENAPI } from './openapi.ts';

/** How a request names a model. */
export interface ModelAddress {
  Params: { model: string; version?: string };
}

/** What the server and its models are. */
export function addModelRoutes(app: FastifyInstance, { models }: HttpDeps): void {
  app.get('/v2', () => models.server());
  app.get('/v2/openapi.json', () => OPENAPI);
  app.get('/v2/models/stats', () => models.statistics(null));
  for (const path of ['/v2/models/:model', '/v2/models/:model/versions/:version']) {
    app.get<ModelAddress>(path, ({ params }) => models.metadata(params));
    app.get<ModelAddress>(`${path}/ready`, ({ params }) => models.ready(params));
    app.get<ModelAddress>(`${path}/config`, ({ params }) => models.config(params));
    app.get<ModelAddress>(`${path}/stats`, ({ params }) => models.statistics(params));
  }
}
