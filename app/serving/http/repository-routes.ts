import type { FastifyInstance } from 'fastify';
import { oipError } from '#app/oip/oip-error.ts';
import type { HttpDeps } from './deps.ts';
import { readJsonObject } from './json-body.ts';

interface NamedModel {
  Params: { model: string };
}

/** The protocol's repository extension: what is in the model folder, load, unload. */
export function addRepositoryRoutes(app: FastifyInstance, { repository }: HttpDeps): void {
  app.post('/v2/repository/index', async (request) => {
    const wantsReady = readJsonObject(request.body).ready === true;
    const entries = await repository.index();
    return wantsReady ? entries.filter((entry) => entry.state === 'READY') : entries;
  });
  app.post<NamedModel>('/v2/repository/models/:model/load', async ({ params, body }) => {
    refuseOverrides(readJsonObject(body).parameters);
    await repository.load(params.model);
    return {};
  });
  app.post<NamedModel>('/v2/repository/models/:model/unload', ({ params, body }, reply) => {
    readJsonObject(body);
    repository.unload(params.model);
    return reply.send({});
  });
}

/** `config` and `file:…` would replace what is in the folder; the folder alone decides here. */
function refuseOverrides(parameters: unknown): void {
  if (typeof parameters !== 'object' || parameters === null) return;
  const names = Object.keys(parameters);
  if (names.some((name) => name === 'config' || name.startsWith('file:'))) {
    throw oipError(501, 'Files cannot be sent with a load. Put them into the model folder.');
  }
}
