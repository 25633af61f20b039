import { createServer, type Server } from 'node:http';
import compression from 'compression';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { type AppError, appError, asAppError, errorBody } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import { MAX_BODY_BYTES } from './api/json-body.ts';
import { apiRouter } from './api/router.ts';
import type { Container } from './container.ts';
import { healthRouter } from './health.ts';
import { originCheck } from './origin-check.ts';
import { pageActionRouter } from './page-actions/router.ts';
import { type Pages, pageHandler, publicFiles } from './pages.ts';
import { requestIds } from './request-ids.ts';
import { securityHeaders } from './security-headers.ts';

/** Sockets that send no header are closed after this long; bodies of uploads watch themselves. */
const HEADERS_TIMEOUT_MS = 60_000;
/** Longer than common proxies keep an idle connection, so that they never reuse one that is just closing. */
const KEEP_ALIVE_MS = 72_000;

/** The portal's HTTP side: health, API, files, pages; in this order. */
export function createApp(container: Container, pages: Pages): Express {
  const { config, log, clock } = container;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', trustProxy(config.portal.trustProxy));

  app.use(requestIds({ log, clock }));
  app.use(refuseOddHost);
  app.use(healthRouter(container));
  app.use(securityHeaders({ isHttps: config.portal.url.startsWith('https:'), isDevelopment: config.isDevelopment }));
  app.use('/api/v1', apiRouter(container));
  app.use(compression());
  app.use(publicFiles());
  app.use(pages.assets);
  app.use(originCheck(config.portal.url));
  app.use(pageActionRouter(container));
  app.use(limitForm);
  app.all('*', pageHandler(container, pages));
  app.use(answerError);
  return app;
}

/** A server for the app whose limits suit uploads of any length. */
export function createHttpServer(app: Express): Server {
  const server = createServer(app);
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // Node would cut a whole request after five minutes: a large model on a slow line takes longer.
  server.requestTimeout = 0;
  return server;
}

/** `FIRSTLOOK_TRUST_PROXY`: `1`, `true`, a number of hops, or addresses and subnets. */
function trustProxy(setting: string | undefined): boolean | number | string {
  if (setting === undefined || setting === 'false' || setting === '0') return false;
  if (setting === 'true') return true;
  return /^\d+$/.test(setting) ? Number(setting) : setting;
}

/** Forms of pages are read into memory whole, so they say their size beforehand, as every browser does. */
function limitForm(req: Request, _res: Response, next: NextFunction): void {
  const isOpenEnded = req.get('transfer-encoding') !== undefined;
  const isTooLarge = Number(req.get('content-length') ?? 0) > MAX_BODY_BYTES;
  next(isOpenEnded || isTooLarge ? appError('FL_REQUEST_TOO_LARGE') : undefined);
}

/** A Host header that makes no address would only fail later, deep inside the page handler. */
function refuseOddHost(req: Request, _res: Response, next: NextFunction): void {
  const isOdd = req.headers.host !== undefined && !URL.canParse(`http://${req.headers.host}`);
  next(isOdd ? appError('FL_REQUEST_INVALID', { message: 'The Host header is not a host name.' }) : undefined);
}

/** What could not be answered by a page: one plain sentence, as text for people and as JSON for everything else. */
// biome-ignore lint/complexity/useMaxParams: Express knows an error handler by its four parameters.
function answerError(thrown: unknown, req: Request, res: Response, next: NextFunction): void {
  const error = asHttpError(thrown);
  const log: Log | undefined = res.locals.log;
  if (error.status >= 500) log?.error({ err: error, code: error.code }, error.message);
  if (res.headersSent) {
    next(thrown);
    return;
  }
  req.unpipe();
  req.resume();
  res.status(error.status).set('cache-control', 'no-store');
  if (req.accepts(['html', 'json']) === 'html') res.type('text/plain').send(`${error.message} (${error.code})\n`);
  else res.json(errorBody(error));
}

/** Express' own refusals (a path that is not valid percent-encoding) carry a status; they are the sender's. */
function asHttpError(thrown: unknown): AppError {
  const status = thrown instanceof Error && 'status' in thrown ? thrown.status : undefined;
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (thrown instanceof URIError || (status === 400 && typeof code !== 'string')) {
    return appError('FL_NOT_FOUND', { cause: thrown });
  }
  return asAppError(thrown);
}
