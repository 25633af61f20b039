/**
 * A load on an HTTP server, run in a process of its own: connections that stay open, each asking the next question when
 * the last is answered. Raw sockets, because a client that costs more than the server would be what is measured.
 * Argument: a JSON of `Load`. Prints a JSON of `LoadResult`.
 */
import { connect } from 'node:net';

export interface Load {
  port: number;
  path: string;
  /** Base64 of the body. */
  body: string;
  headers?: Record<string, string>;
  connections: number;
  durationMs: number;
  /** Questions a second over all connections; as many as it can when absent. */
  rate?: number;
}

export interface LoadResult {
  perSecond: number;
  answered: number;
  /** Statuses other than 200, with how often; 0 for a connection that broke. */
  failures: Record<string, number>;
  /** Milliseconds of every answer, at most a million of them, in order. */
  ms: number[];
}

const HEAD_END = Buffer.from('\r\n\r\n');
const KEPT = 1_000_000;

async function run(load: Load): Promise<LoadResult> {
  const body = Buffer.from(load.body, 'base64');
  const headers = { host: 'bench', 'content-type': 'application/json', ...load.headers };
  const lines = Object.entries({ ...headers, 'content-length': body.length }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const request = Buffer.concat([Buffer.from(`POST ${load.path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`), body]);
  const result: LoadResult = { perSecond: 0, answered: 0, failures: {}, ms: [] };
  const startedAt = performance.now();
  const until = startedAt + load.durationMs;
  const gapMs = load.rate === undefined ? 0 : (1000 * load.connections) / load.rate;
  const asking = Array.from({ length: load.connections }, (_, place) =>
    askOn({ port: load.port, request, until, gapMs, offsetMs: (gapMs * place) / load.connections }, result),
  );
  await Promise.all(asking);
  result.perSecond = (result.answered * 1000) / (performance.now() - startedAt);
  return result;
}

interface Asking {
  port: number;
  request: Buffer;
  until: number;
  gapMs: number;
  offsetMs: number;
}

/** One connection's questions, one after the other. */
function askOn({ port, request, until, gapMs, offsetMs }: Asking, result: LoadResult): Promise<void> {
  return new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let held: Buffer = Buffer.alloc(0);
    let sentAt = 0;
    let due = performance.now() + offsetMs;
    const send = () => {
      sentAt = performance.now();
      due += gapMs;
      socket.write(request);
    };
    const next = () => {
      const now = performance.now();
      if (now >= until) {
        socket.end();
        done();
      } else if (gapMs > 0 && due > now) setTimeout(send, due - now);
      else send();
    };
    socket.on('connect', next);
    socket.on('data', (chunk: Buffer) => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const status = wholeAnswer(held);
      if (status === null) return;
      held = Buffer.alloc(0);
      note(result, status, performance.now() - sentAt);
      next();
    });
    socket.on('error', () => note(result, 0, performance.now() - sentAt));
    socket.on('close', done);
  });
}

function note(result: LoadResult, status: number, ms: number): void {
  if (status === 200) result.answered += 1;
  else result.failures[status] = (result.failures[status] ?? 0) + 1;
  if (result.ms.length < KEPT) result.ms.push(Math.round(ms * 1000) / 1000);
}

/** The status once the whole answer is there; every answer measured here says its length. */
function wholeAnswer(bytes: Buffer): number | null {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  return bytes.length >= headEnd + 4 + length ? Number(head.slice(9, 12)) : null;
}

process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}'))));
