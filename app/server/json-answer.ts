import type { NextFunction, Request, Response } from 'express';
import { type AppError, appError, asAppError, errorBody } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';

/** What a handler answers. */
export interface JsonAnswer {
  status: number;
  /** Sent as JSON; absent with 204. */
  body?: unknown;
  headers?: Record<string, string>;
}

export function sendAnswer(res: Response, answer: JsonAnswer): void {
  if (res.destroyed || res.headersSent) return;
  if (answer.headers) res.set(answer.headers);
  res.status(answer.status);
  if (answer.body === undefined) res.end();
  else res.json(answer.body);
}

/** Every failure as JSON; what is not a coded error is logged and answered as FL_INTERNAL. */
// biome-ignore lint/complexity/useMaxParams: Express knows an error handler by its four parameters.
export function answerJsonError(thrown: unknown, req: Request, res: Response, _next: NextFunction): void {
  const error = asJsonError(thrown);
  logFailure(res.locals.log, error);
  // The rest of the body is read and thrown away: a client that sends everything first still gets to see the answer.
  req.unpipe();
  req.resume();
  if (res.headersSent || res.destroyed) return;
  if (error.retryAfterS !== undefined) res.set('retry-after', String(Math.ceil(error.retryAfterS)));
  res.status(error.status).json(errorBody(error));
}

function asJsonError(thrown: unknown): AppError {
  // Express' own refusal of a path that is not valid percent-encoding.
  if (thrown instanceof URIError) return appError('FL_NOT_FOUND', { cause: thrown });
  return asAppError(thrown);
}

function logFailure(log: Log | undefined, error: AppError): void {
  if (error.status >= 500) log?.error({ err: error, code: error.code }, error.message);
  else log?.debug({ code: error.code }, error.message);
}

/** Ends when the person who asked is gone: what was asked for them need not be finished. */
export function goneSignal(res: Response): AbortSignal {
  const gone = new AbortController();
  // Nobody listens any more once the answer is out, and an abort makes an error with its stack.
  res.once('close', () => {
    if (!res.writableFinished) gone.abort();
  });
  return gone.signal;
}
