import Fastify, { type FastifyInstance } from 'fastify';
import { appError } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import { createGuard } from './access.ts';
import { addAdminRoutes } from './admin-routes.ts';
import type { HttpDeps } from './deps.ts';
import { answerFailure } from './failure.ts';
import { addHealthRoutes } from './health-routes.ts';
import { addInferRoutes } from './infer-routes.ts';
import { addModelRoutes } from './model-routes.ts';
import { addRepositoryRoutes } from './repository-routes.ts';

/** Largest body taken; the one other servers of the protocol use. */
const BODY_LIMIT_BYTES = 64 << 20;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
type Method = (typeof METHODS)[number];

/** The HTTP side of serving: the protocol under /v2, control under /admin/v1, health. Not listening yet. */
export function createHttpServer(deps: HttpDeps): FastifyInstance {
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestTimeout: 120_000,
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (error, _request, reply) => void answerFailure(reply, error, deps.log),
  });
  const guard = createGuard(deps.access);

  // Bodies stay bytes: the codec reads them itself, and no content type is asked for (tritonclient sends none). One
  // that Fastify cannot parse would be refused by it, so all are made the same.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', (request, _reply, done) => {
    guard(request.raw.url ?? '/', request.headers);
    if (request.headers['content-type'] !== undefined) request.headers['content-type'] = 'application/octet-stream';
    done();
  });
  app.setErrorHandler((error, _request, reply) => answerFailure(reply, error, deps.log));
  app.setNotFoundHandler((_request, reply) => answerFailure(reply, appError('FL_NOT_FOUND'), deps.log));

  const methodsByPath = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByPath.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    methodsByPath.set(url, methods);
  });
  addHealthRoutes(app, deps);
  addModelRoutes(app, deps);
  addInferRoutes(app, deps);
  addRepositoryRoutes(app, deps);
  addAdminRoutes(app, deps);
  refuseOtherMethods(app, new Map(methodsByPath), deps.log);
  return app;
}

/** An address that exists answers 405 to the methods it does not take, instead of looking as if it did not exist. */
function refuseOtherMethods(app: FastifyInstance, methodsByPath: Map<string, Set<string>>, log: Log): void {
  for (const [url, taken] of methodsByPath) {
    const method: Method[] = METHODS.filter((one) => !taken.has(one));
    app.route({
      method,
      url,
      handler: (_request, reply) => {
        reply.header('allow', [...taken].join(', '));
        return answerFailure(reply, appError('FL_METHOD_NOT_ALLOWED'), log);
      },
    });
  }
}
