import type { FastifyReply } from 'fastify';
import { type AppError, appError, asAppError, errorBody } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import { isOipError } from '#app/oip/oip-error.ts';
import { isAdmin } from './access.ts';

/** Answers a failure in the form of its address: `{"error": "text"}` of the protocol, or a code and a sentence. */
export function answerFailure(reply: FastifyReply, thrown: unknown, log: Log): FastifyReply {
  const path = reply.request.raw.url ?? '/';
  const error = understand(thrown);
  // A server that is busy says so to each of many; only what nobody expected needs a person.
  const level = error.code === 'FL_INTERNAL' ? 'error' : 'debug';
  log[level]({ code: error.code, path: cut(path), err: error.cause }, error.message);
  if (error.retryAfterS !== undefined) reply.header('retry-after', String(error.retryAfterS));
  if (error.status === 401) reply.header('www-authenticate', 'Bearer');
  reply.code(error.status).header('content-type', 'application/json; charset=utf-8');
  return reply.send(JSON.stringify(isAdmin(path) ? errorBody(error) : { error: error.message }));
}

function understand(thrown: unknown): AppError {
  if (isOipError(thrown)) {
    return Object.assign(appError('FL_TENSOR_INVALID', { message: thrown.message }), { status: thrown.status });
  }
  const { code, statusCode } = (thrown ?? {}) as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return appError('FL_REQUEST_TOO_LARGE');
  // Fastify's own refusals (a malformed address, a body cut short) are the client's doing; their texts are its own.
  if (code?.startsWith('FST_') && statusCode !== undefined && statusCode < 500) {
    return Object.assign(appError('FL_REQUEST_BAD_JSON', { message: 'The request could not be read.' }), {
      status: statusCode,
    });
  }
  return asAppError(thrown);
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
