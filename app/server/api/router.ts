import { type NextFunction, type Request, type Response, Router } from 'express';
import type { Viewer } from '#app/accounts/contract.ts';
import { type AppError, appError, asAppError, errorBody } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import type { Container } from '../container.ts';
import type { ApiAnswer, ApiEndpoint } from './endpoint.ts';
import { API_ENDPOINTS } from './table.ts';

/**
 * `/api/v1`: finds the endpoint in the table, asks whose token it is, runs the handler, answers JSON. Cookies mean
 * nothing here, so no other site can ride on one.
 */
export function apiRouter(container: Container): Router {
  const router = Router({ caseSensitive: true });
  router.use((_req, res, next) => {
    res.set('cache-control', 'no-store');
    next();
  });
  for (const [path, endpoints] of byPath(API_ENDPOINTS)) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1');
    const allow = endpoints.map((endpoint) => endpoint.method).join(', ');
    router.all(pattern, (req, res, next) => {
      const endpoint = endpoints.find(({ method }) => method === (req.method === 'HEAD' ? 'GET' : req.method));
      if (!endpoint) {
        res.set('allow', allow);
        return next(appError('FL_METHOD_NOT_ALLOWED', { message: `This address takes ${allow}.` }));
      }
      runEndpoint(endpoint, { req, res, container }).catch(next);
    });
  }
  router.use((_req, _res, next) => next(appError('FL_NOT_FOUND')));
  router.use(answerApiError);
  return router;
}

function byPath(endpoints: readonly ApiEndpoint[]): Map<string, ApiEndpoint[]> {
  const grouped = new Map<string, ApiEndpoint[]>();
  for (const endpoint of endpoints) grouped.set(endpoint.path, [...(grouped.get(endpoint.path) ?? []), endpoint]);
  return grouped;
}

async function runEndpoint(
  endpoint: ApiEndpoint,
  { req, res, container }: { req: Request; res: Response; container: Container },
): Promise<void> {
  const viewer = viewerOf(endpoint, req, container);
  const query = new URL(req.originalUrl, 'http://localhost').searchParams;
  const answer = await endpoint.handle({
    req,
    res,
    container,
    viewer,
    params: req.params,
    query,
  });
  sendAnswer(res, answer);
}

/** An open endpoint never looks at its viewer. */
const NOBODY: Viewer = { actor: { kind: 'guest', id: 'nobody' }, name: '', isAdmin: false, roles: {} };

function viewerOf(endpoint: ApiEndpoint, req: Request, container: Container): Viewer {
  if (endpoint.action === 'open') return NOBODY;
  const viewer = container.accounts.viewerFromBearer(req.get('authorization'));
  if (!viewer) throw appError('FL_AUTH_REQUIRED');
  if (endpoint.action === 'administer' && !viewer.isAdmin) throw appError('FL_AUTH_FORBIDDEN');
  return viewer;
}

function sendAnswer(res: Response, answer: ApiAnswer): void {
  if (res.destroyed || res.headersSent) return;
  if (answer.headers) res.set(answer.headers);
  res.status(answer.status);
  if (answer.body === undefined) res.end();
  else res.json(answer.body);
}

/** Every failure below /api/v1 as JSON; what is not a coded error is logged and answered as FL_INTERNAL. */
// biome-ignore lint/complexity/useMaxParams: Express knows an error handler by its four parameters.
function answerApiError(thrown: unknown, req: Request, res: Response, _next: NextFunction): void {
  const error = asApiError(thrown);
  logFailure(res.locals.log, error);
  // The rest of the body is read and thrown away: a client that sends everything first still gets to see the answer.
  req.unpipe();
  req.resume();
  if (res.headersSent || res.destroyed) return;
  if (error.code === 'FL_AUTH_REQUIRED') res.set('www-authenticate', 'Bearer');
  if (error.retryAfterS !== undefined) res.set('retry-after', String(Math.ceil(error.retryAfterS)));
  res.status(error.status).json(errorBody(error));
}

function asApiError(thrown: unknown): AppError {
  // Express' own refusal of a path that is not valid percent-encoding.
  if (thrown instanceof URIError) return appError('FL_NOT_FOUND', { cause: thrown });
  return asAppError(thrown);
}

function logFailure(log: Log | undefined, error: AppError): void {
  if (error.status >= 500) log?.error({ err: error, code: error.code }, error.message);
  else log?.debug({ code: error.code }, error.message);
}
