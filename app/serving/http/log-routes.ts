import type { FastifyInstance } from 'fastify';
import { isoTime } from '#app/core/clock.ts';
import { createGuard } from './access.ts';
import type { HttpDeps } from './deps.ts';
import type { ModelAddress } from './model-routes.ts';

/** What a version's workers printed. It may hold people's inputs, so a token is asked for on loopback too. */
export function addLogRoutes(app: FastifyInstance, { engine, repository, access }: HttpDeps): void {
  const guard = createGuard({ ...access, isLoopback: false });
  app.get<ModelAddress>('/v2/models/:model/versions/:version/log', ({ raw, headers, params }) => {
    guard(raw.url ?? '/', headers);
    const version = repository.find(params.model, params.version);
    const entries = engine.logOf(version).map((entry) => ({ ...entry, at: isoTime(entry.at) }));
    return { name: version.model, version: String(version.version), entries };
  });
}
