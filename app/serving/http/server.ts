import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { appError } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import { createGuard } from './access.ts';
import { addAdminRoutes } from './admin-routes.ts';
import { inflateBody } from './compression.ts';
import { HTTP_LIMITS, type HttpDeps } from './deps.ts';
import { addDrainRoutes } from './drain-routes.ts';
import { answerBrokenConnection, answerFailure } from './failure.ts';
import { addHealthRoutes } from './health-routes.ts';
import { createInfer } from './infer.ts';
import { createInferDoor, type InferDoorOptions } from './infer-door.ts';
import { addInferRoutes } from './infer-routes.ts';
import { addLogRoutes } from './log-routes.ts';
import { addModelRoutes } from './model-routes.ts';
import { addReportRoutes } from './report-routes.ts';
import { addRepositoryRoutes } from './repository-routes.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
type Method = (typeof METHODS)[number];

/** Everything that is answered. What is under /v2 is described in `openapi.ts`. */
export const ROUTES = [
  ...[addHealthRoutes, addModelRoutes, addInferRoutes, addRepositoryRoutes],
  ...[addLogRoutes, addReportRoutes, addAdminRoutes, addDrainRoutes],
];

/** The HTTP side of serving: the protocol under /v2, control under /admin/v1, health. Not listening yet. */
export function createHttpServer(deps: HttpDeps): FastifyInstance {
  const limits = { ...HTTP_LIMITS, ...deps.limits };
  const app = Fastify({
    bodyLimit: limits.bodyBytes,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    http: { headersTimeout: limits.headersMs, connectionsCheckingInterval: limits.checkEveryMs },
    routerOptions: { ignoreTrailingSlash: true },
    clientErrorHandler: answerBrokenConnection,
    frameworkErrors: (error, _request, reply) => void answerFailure(reply, error, deps.log),
  });
  app.server.on('connection', (socket) => closeIfSilent(socket, limits.headersMs));
  const guard = createGuard(deps.access);

  // Bodies stay bytes: the codec reads them itself, and no content type is asked for (tritonclient sends none). One
  // that Fastify cannot parse would be refused by it, so all are made the same.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, ({ headers }, body: Buffer, done) => {
    const encoding = headers['content-encoding'];
    if (encoding === undefined) return done(null, body);
    inflateBody(body, encoding, limits.bodyBytes).then((inflated) => done(null, inflated), done);
  });
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
  const routeDeps = { ...deps, infer: createInfer(deps) };
  for (const add of ROUTES) add(app, routeDeps);
  putInferDoor(app, { deps: routeDeps, limits, guard });
  refuseOtherMethods(app, new Map(methodsByPath), deps.log);
  return app;
}

/** Questions are looked at before Fastify; a second address that it may listen on (`localhost`) goes without. */
function putInferDoor(app: FastifyInstance, given: Pick<InferDoorOptions, 'deps' | 'limits' | 'guard'>): void {
  const [others] = app.server.listeners('request') as RequestListener[];
  if (!others) throw new Error('the server answers nothing');
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  const door = createInferDoor({ ...given, others, isClosing: () => isClosing });
  app.server.removeListener('request', others);
  app.server.on('request', door);
}

/** Node's own limit for headers begins with their first byte: who never sends one would stay for ever. */
function closeIfSilent(socket: Socket, afterMs: number): void {
  const timer = setTimeout(() => {
    if (socket.bytesRead > 0) return;
    answerBrokenConnection(Object.assign(new Error('silent'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
  }, afterMs).unref();
  socket.once('close', () => clearTimeout(timer));
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
