import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from './deps.ts';
import { readJsonObject } from './json-body.ts';

interface NamedModel {
  Params: { model: string };
}

/** The protocol's repository extension: what is in the model folder, load, unload. */
export function addRepositoryRoutes(app: FastifyInstance, { models }: HttpDeps): void {
  app.post('/v2/repository/index', ({ body }) => models.index(readJsonObject(body)));
  app.post<NamedModel>('/v2/repository/models/:model/load', async ({ params, body }) => {
    await models.load(params.model, readJsonObject(body));
    return {};
  });
  app.post<NamedModel>('/v2/repository/models/:model/unload', ({ params, body }, reply) => {
    models.unload(params.model, readJsonObject(body));
    return reply.send({});
  });
}
