import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from './deps.ts';
import type { ModelAddress } from './model-routes.ts';

/** What the check measured of a version. */
export function addReportRoutes(app: FastifyInstance, { repository, reports }: HttpDeps): void {
  app.get<ModelAddress>('/v2/models/:model/versions/:version/report', async ({ params }) => {
    const version = repository.find(params.model, params.version);
    return { name: version.model, version: String(version.version), ...(await reports.of(version)) };
  });
}
