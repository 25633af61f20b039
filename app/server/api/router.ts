import { type NextFunction, type Request, type Response, Router } from 'express';
import type { Viewer } from '#app/accounts/contract.ts';
import { appError, isAppError } from '#app/core/errors.ts';
import type { Container } from '../container.ts';
import { answerJsonError, sendAnswer } from '../json-answer.ts';
import type { ApiEndpoint } from './endpoint.ts';
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
  if (answer) sendAnswer(res, answer);
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

/** Clients learn how to say who they are. */
// biome-ignore lint/complexity/useMaxParams: Express knows an error handler by its four parameters.
function answerApiError(thrown: unknown, req: Request, res: Response, next: NextFunction): void {
  if (isAppError(thrown) && thrown.code === 'FL_AUTH_REQUIRED') res.set('www-authenticate', 'Bearer');
  answerJsonError(thrown, req, res, next);
}
