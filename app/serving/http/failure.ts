import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { type AppError, appError, errorBody } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import { understandFailure } from '../router/failure.ts';
import { isAdmin } from './access.ts';
import { ENCODINGS } from './compression.ts';

/** A failure as it is answered. */
export interface FailureReply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Answers a failure in the form of its address. */
export function answerFailure(reply: FastifyReply, thrown: unknown, log: Log): FastifyReply {
  const { status, headers, body } = describeFailure(reply.request.raw.url ?? '/', thrown, log);
  return reply.code(status).headers(headers).send(body);
}

/** A failure in the form of its address: `{"error": "text"}` of the protocol, or a code and a sentence. */
export function describeFailure(path: string, thrown: unknown, log: Log): FailureReply {
  const error = understand(thrown);
  // A server that is busy says so to each of many; only what nobody expected needs a person.
  const level = error.code === 'FL_INTERNAL' ? 'error' : 'debug';
  log[level]({ code: error.code, path: cut(path), err: error.cause }, error.message);
  const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' };
  if (error.retryAfterS !== undefined) headers['retry-after'] = String(error.retryAfterS);
  if (error.status === 401) headers['www-authenticate'] = 'Bearer';
  if (error.status === 501) headers['accept-encoding'] = ENCODINGS;
  const body = JSON.stringify(isAdmin(path) ? errorBody(error) : { error: error.message });
  return { status: error.status, headers, body };
}

/** Before there is a request there is no reply either: the answer is written onto the connection, which is closed. */
export function answerBrokenConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, message] = BROKEN.get(error.code ?? '') ?? [400, 'This is not a request of HTTP.'];
  const body = JSON.stringify({ error: message });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  // One that does not read its answer does not keep the connection either.
  setTimeout(() => socket.destroy(), 1000).unref();
}

const BROKEN = new Map<string, [status: number, message: string]>([
  ['ERR_HTTP_REQUEST_TIMEOUT', [408, 'The request took too long to arrive.']],
  ['HPE_HEADER_OVERFLOW', [431, 'The headers of the request are too large.']],
]);

function understand(thrown: unknown): AppError {
  const { code, statusCode } = (thrown ?? {}) as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return appError('FL_REQUEST_TOO_LARGE');
  // Fastify's own refusals (a malformed address, a body cut short) are the client's doing; their texts are its own.
  if (code?.startsWith('FST_') && statusCode !== undefined && statusCode < 500) {
    return Object.assign(appError('FL_REQUEST_BAD_JSON', { message: 'The request could not be read.' }), {
      status: statusCode,
    });
  }
  return understandFailure(thrown);
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
