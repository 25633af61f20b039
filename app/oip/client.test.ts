import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeInferBody } from './binary-codec.ts';
import { createOipClient } from './client.ts';
import { createControlClient } from './control-client.ts';
import { tensorFromValues, tensorValues } from './json-codec.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Seen {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  body: string;
}

type Answer = (response: ServerResponse, seen: Seen) => void;

/** A real server on a port of its own that answers as told and remembers what it was asked. */
async function serve(answer: Answer): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const entry = { method: request.method, url: request.url, authorization: request.headers.authorization, body };
    seen.push(entry);
    answer(response, entry);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, seen };
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** An address where nobody listens. */
async function deadUrl(): Promise<string> {
  const { url } = await serve(() => undefined);
  const server = servers.pop();
  await new Promise((resolve) => server?.close(resolve));
  return url;
}

const x = tensorFromValues({ name: 'x', datatype: 'FP32', shape: [1, 2], values: [1, 2] });

describe('the client of /v2', () => {
  it('asks a named version and reads the answer', async () => {
    const y = { name: 'y', datatype: 'INT64', shape: [1], data: [3] };
    const { url, seen } = await serve(json(200, { model_name: 'm', outputs: [y] }));
    const client = createOipClient({ url, token: 'secret' });
    const { outputs, ms } = await client.infer({ model: 'a b/c', version: 2, inputs: [x], outputs: ['y'], id: 'q' });
    expect(outputs.map(tensorValues)).toEqual([[3n]]);
    expect(ms).toBeGreaterThan(0);
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/v2/models/a%20b%2Fc/versions/2/infer' });
    expect(seen[0]?.authorization).toBe('Bearer secret');
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ id: 'q', outputs: [{ name: 'y' }] });
  });

  it('sends a large question and half floats as bytes, and reads an answer of either form', async () => {
    const half = tensorFromValues({ name: 'h', datatype: 'FP16', shape: [2], values: [1.5, Number.NaN] });
    const large = tensorFromValues({ name: 'x', datatype: 'FP32', shape: [4096], values: Array(4096).fill(0.5) });
    const { body, headerLength } = encodeInferBody({ modelName: 'm', outputs: [half] }, () => true);
    const headers = { 'inference-header-content-length': String(headerLength) };
    const { url, seen } = await serve((response) => response.writeHead(200, headers).end(body));
    const client = createOipClient({ url });
    for (const input of [half, large, x]) {
      const { outputs } = await client.infer({ model: 'm', inputs: [input] });
      expect(outputs.map(tensorValues)).toEqual([[1.5, Number.NaN]]);
    }
    expect(seen.map((one) => one.body.includes('"data":'))).toEqual([false, false, true]);
    expect(seen.every((one) => one.body.includes('"binary_data_output":true'))).toBe(true);
  });

  it('sends no authorization without a token', async () => {
    const { url, seen } = await serve(json(200, { inputs: [], outputs: [] }));
    await createOipClient({ url }).metadata('m');
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/v2/models/m', authorization: undefined });
  });

  it("throws the server's status, sentence and Retry-After", async () => {
    const { url } = await serve(json(503, { error: 'Too many questions at once.' }, { 'retry-after': '2' }));
    const asked = createOipClient({ url }).infer({ model: 'm', inputs: [x] });
    await expect(asked).rejects.toMatchObject({ status: 503, message: 'Too many questions at once.', retryAfterS: 2 });
  });

  it('understands a failure that some proxy made', async () => {
    const { url } = await serve(json(502, '<html>Bad gateway</html>'));
    await expect(createOipClient({ url }).load('m')).rejects.toMatchObject({ name: 'OipError', status: 502 });
  });

  it('throws 502 for an answer that is none', async () => {
    const { url } = await serve(json(200, '{"outputs":5}'));
    const client = createOipClient({ url });
    await expect(client.infer({ model: 'm', inputs: [x] })).rejects.toMatchObject({ status: 502 });
    await expect(client.metadata('m')).rejects.toMatchObject({ status: 502 });
    await expect(client.index()).rejects.toMatchObject({ status: 502 });
  });

  it('throws 503 when nobody listens or the connection breaks in the middle', async () => {
    await expect(createOipClient({ url: await deadUrl() }).index()).rejects.toMatchObject({ status: 503 });
    const { url } = await serve((response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{');
      setImmediate(() => response.destroy());
    });
    await expect(createOipClient({ url }).index()).rejects.toMatchObject({ status: 503 });
  });

  it('throws 504 when no answer comes in time, and what it was aborted with when it is aborted', async () => {
    const { url } = await serve(() => undefined);
    const client = createOipClient({ url });
    await expect(client.load('m', { timeoutMs: 20 })).rejects.toMatchObject({ status: 504 });
    const reason = new Error('the asker has gone');
    await expect(client.load('m', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('says whether a server or a model is ready', async () => {
    const { url } = await serve((response, { url }) =>
      json(url?.includes('bad') ? 404 : 200, {})(response, {} as Seen),
    );
    const client = createOipClient({ url });
    await expect(client.serverReady()).resolves.toBe(true);
    await expect(client.modelReady('good', 1)).resolves.toBe(true);
    await expect(client.modelReady('bad')).resolves.toBe(false);
    await expect(createOipClient({ url: await deadUrl() }).serverReady()).resolves.toBe(false);
  });
});

describe('the client of /admin/v1', () => {
  const request = { files: [{ path: 'model.onnx', sha256: 'a'.repeat(64) }], main: 'model.onnx' };
  const result = {
    facts: {
      irVersion: 8,
      producer: 'test',
      opsets: [],
      operators: [],
      inputs: [],
      outputs: [],
      categories: [],
      classes: null,
      labelOutput: null,
      scoresOutput: null,
      metadata: {},
    },
    report: { loadMs: 1, memoryBytes: 1, answers: [], batches: false, deterministic: null },
    notices: [],
    repaired: null,
    timings: { checkedMs: 1, measuredMs: 1 },
  };

  it('sends the candidate with the token and reads the result', async () => {
    const { url, seen } = await serve(json(200, result));
    await expect(createControlClient({ url, token: 't' }).check(request)).resolves.toEqual(result);
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/admin/v1/check', authorization: 'Bearer t' });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(request);
  });

  it('throws a refusal with its code, sentence and status', async () => {
    const { url } = await serve(json(422, { error: { code: 'FL_CHECK_NOT_ONNX', message: 'This is a PNG.' } }));
    const checked = createControlClient({ url, token: 't' }).check(request);
    await expect(checked).rejects.toMatchObject({ code: 'FL_CHECK_NOT_ONNX', message: 'This is a PNG.', status: 422 });
  });

  it('throws FL_SERVING_UNAVAILABLE for no answer, nonsense and a result that does not fit', async () => {
    const unavailable = { code: 'FL_SERVING_UNAVAILABLE', status: 503 };
    const dead = createControlClient({ url: await deadUrl(), token: 't' });
    await expect(dead.check(request)).rejects.toMatchObject(unavailable);
    for (const answer of [json(500, 'oops'), json(200, 'oops'), json(200, { ...result, timings: null })]) {
      const { url } = await serve(answer);
      await expect(createControlClient({ url, token: 't' }).check(request)).rejects.toMatchObject(unavailable);
    }
  });

  const files = [{ path: 'model.onnx', sha256: 'a'.repeat(64), sizeBytes: 1 }];

  it('has an archive unpacked', async () => {
    const { url, seen } = await serve(json(200, { files, notices: [] }));
    const archive = { sha256: 'b'.repeat(64), name: 'credit.zip' };
    await expect(createControlClient({ url, token: 't' }).unpack(archive)).resolves.toEqual({ files, notices: [] });
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/admin/v1/prepare', authorization: 'Bearer t' });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ task: 'unpack', ...archive });
  });

  it('throws the refusal of an archive, and FL_SERVING_UNAVAILABLE for files that do not fit', async () => {
    const refused = { error: { code: 'FL_ARCHIVE_BOMB', message: 'It is too much.' } };
    const archive = { sha256: 'b'.repeat(64), name: 'credit.zip' };
    for (const [answer, code] of [
      [json(422, refused), 'FL_ARCHIVE_BOMB'],
      [json(200, { files: [], notices: [] }), 'FL_SERVING_UNAVAILABLE'],
      [json(200, { files: [{ ...files[0], path: '../x' }], notices: [] }), 'FL_SERVING_UNAVAILABLE'],
    ] as const) {
      const { url } = await serve(answer);
      await expect(createControlClient({ url, token: 't' }).unpack(archive)).rejects.toMatchObject({ code });
    }
  });
});
