import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { appError } from '#app/core/errors.ts';
import type { Address } from '../router/router.ts';
import type { Guard } from './access.ts';
import { inflateBody } from './compression.ts';
import type { HttpLimits, RouteDeps } from './deps.ts';
import { describeFailure } from './failure.ts';
import type { InferReply } from './infer.ts';

/** Names and numbers without anything that would need decoding. */
const PLAIN = /^\/v2\/models\/([\w.@-]+)(?:\/versions\/([\w.-]+))?\/infer\/?$/;

export interface InferDoorOptions {
  deps: Pick<RouteDeps, 'infer' | 'log'>;
  limits: HttpLimits;
  guard: Guard;
  /** Takes everything that is not a question. */
  others: RequestListener;
  /** The server stops listening: connections are not kept any more. */
  isClosing(): boolean;
}

/**
 * Questions to models go past the router, its hooks and its body parsers, which would cost as much as everything that
 * is done for a small question. What is answered is the same either way (`infer.ts`, `failure.ts`).
 */
export function createInferDoor({ deps, limits, guard, others, isClosing }: InferDoorOptions): RequestListener {
  const { infer, log } = deps;
  return (request, response) => {
    const address = request.method === 'POST' ? addressOf(request.url ?? '') : null;
    if (!address) return others(request, response);
    const send = (reply: InferReply) => end(response, { status: 200, ...reply }, isClosing());
    const fail = (thrown: unknown) =>
      end(response, describeFailure(request.url ?? '/', thrown, log), isClosing() || !request.complete);
    try {
      guard(request.url ?? '/', request.headers);
    } catch (thrown) {
      return fail(thrown);
    }
    const { headers, socket } = request;
    const isWanted = () => !socket.destroyed;
    readBody(request, limits.bodyBytes, (error, body) => {
      if (error) return fail(error);
      const encoding = headers['content-encoding'];
      const answered =
        encoding === undefined
          ? infer({ address, headers, body, isWanted })
          : inflateBody(body, encoding, limits.bodyBytes).then((inflated) =>
              infer({ address, headers, body: inflated, isWanted }),
            );
      answered.then(send, fail);
    });
  };
}

function addressOf(url: string): Address | null {
  const found = PLAIN.exec(url);
  return found && { model: found[1] as string, version: found[2] };
}

const EMPTY = Buffer.alloc(0);

/** Whoever leaves in the middle gets no answer, and `done` is not called. */
function readBody(request: IncomingMessage, mostBytes: number, done: (error: Error | null, body: Buffer) => void) {
  let first: Buffer | null = null;
  let chunks: Buffer[] | null = null;
  let size = 0;
  let isOver = false;
  const refuse = () => {
    isOver = true;
    done(appError('FL_REQUEST_TOO_LARGE'), EMPTY);
  };
  if (Number(request.headers['content-length']) > mostBytes) return refuse();
  request.on('data', (chunk: Buffer) => {
    if (isOver) return;
    size += chunk.byteLength;
    if (size > mostBytes) return refuse();
    if (first === null) first = chunk;
    else {
      chunks ??= [first];
      chunks.push(chunk);
    }
  });
  request.on('end', () => {
    if (!isOver) done(null, chunks === null ? (first ?? EMPTY) : Buffer.concat(chunks, size));
  });
  // Without a listener an error of a connection that broke would end the process.
  request.on('error', () => undefined);
}

interface Reply extends InferReply {
  status: number;
}

/** @param isLast the connection is closed after it: the rest of the request is not waited for, or the server stops */
function end(response: ServerResponse, { status, headers, body }: Reply, isLast: boolean): void {
  if (response.destroyed) return;
  headers['content-length'] = String(typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength);
  if (isLast) headers.connection = 'close';
  response.writeHead(status, headers);
  response.end(body);
}
