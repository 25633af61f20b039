import { type NextFunction, type Request, type Response, Router } from 'express';
import type { Viewer } from '#app/accounts/contract.ts';
import { appError } from '#app/core/errors.ts';
import type { Container } from '../container.ts';
import { answerJsonError, goneSignal, sendAnswer } from '../json-answer.ts';
import type { PageAction } from './page-action.ts';
import { PAGE_ACTIONS } from './table.ts';

/**
 * What pages do without leaving them. Stands after the check of the origin and before the pages: the same addresses with
 * other methods are pages.
 */
export function pageActionRouter(container: Container): Router {
  const router = Router({ caseSensitive: true });
  for (const action of PAGE_ACTIONS) {
    const pattern = action.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const method = action.method === 'GET' ? 'get' : 'post';
    router[method](pattern, (req: Request, res: Response, next: NextFunction) => {
      res.set('cache-control', 'no-store');
      runAction(action, { req, res, container }).catch((thrown: unknown) => answerJsonError(thrown, req, res, next));
    });
  }
  return router;
}

async function runAction(
  action: PageAction,
  { req, res, container }: { req: Request; res: Response; container: Container },
): Promise<void> {
  const session = container.accounts.viewerFromCookie(req.headers.cookie);
  if (!session) throw appError('FL_AUTH_REQUIRED', { message: 'You are signed out. Sign in and go on.' });
  refuseOthers(req, session.viewer);
  if (session.refreshedCookie) res.append('set-cookie', session.refreshedCookie);
  const answer = await action.handle({
    req,
    res,
    container,
    viewer: session.viewer,
    params: req.params,
    query: new URL(req.originalUrl, 'http://localhost').searchParams,
    signal: goneSignal(res),
  });
  if (answer) sendAnswer(res, answer);
}

/** What a page says on behalf of the person it was made for is not taken for someone who signed in since. */
function refuseOthers(req: Request, { actor }: Viewer): void {
  const person = req.get('firstlook-person');
  if (person === undefined || person === actor.id) return;
  throw appError('FL_AUTH_REQUIRED', {
    message: 'Someone else is signed in here by now. Sign in as yourself and go on.',
  });
}
