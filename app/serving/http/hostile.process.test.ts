import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { encodeBinaryQuestion } from '#app/oip/binary-codec.ts';
import { encodeInferRequest, tensorFromValues } from '#app/oip/json-codec.ts';
import { mutate, pick, type Sent, seededRandom } from '#app/oip/testing-mutations.ts';
import { goodModel, textModel } from '#app/onnx/testing-models.ts';
import { makeTestFolder, putVersion, startTestServing, type TestServing } from '../testing.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const folder = makeTestFolder();
let serving: TestServing;

beforeAll(async () => {
  putVersion(folder, { model: 'good', version: 1 }, goodModel());
  putVersion(folder, { model: 'texts', version: 1 }, textModel());
  const httpLimits = { headersMs: 700, requestMs: 1500, idleMs: 700, checkEveryMs: 100 };
  serving = await startTestServing(folder, { workerCount: 1, httpLimits });
});
afterAll(async () => {
  await serving.stop(0);
  folder.remove();
});

const row = { inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] }] };
const works = async () => (await serving.call('POST', '/v2/models/good/infer', row)).status === 200;

function open(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(serving.url).port), '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** All that comes back until the server closes the connection. */
async function untilClosed(socket: Socket): Promise<string> {
  let got = '';
  socket.on('error', () => undefined);
  for await (const chunk of socket) got += chunk;
  return got;
}

/** Status and sentence of an answer written onto a connection. */
function answerOf(text: string): [status: number, error: string] {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  expect(head).toContain('content-type: application/json');
  return [Number(head.split(' ')[1]), JSON.parse(body).error];
}

describe('connections', () => {
  test('P22 headers that trickle in are cut off with 408, while others are answered', async () => {
    const socket = await open();
    socket.write('POST /v2/models/good/infer HTTP/1.1\r\nhost: x\r\n');
    const trickle = setInterval(() => socket.write('x-a: b\r\n'), 50);
    const closed = untilClosed(socket);
    expect(await works()).toBe(true);
    const [status, sentence] = answerOf(await closed);
    clearInterval(trickle);
    expect([status, sentence]).toEqual([408, 'The request took too long to arrive.']);
  });

  test('P22 a body that trickles in is cut off with 408', async () => {
    const socket = await open();
    socket.write('POST /v2/models/good/infer HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n');
    const trickle = setInterval(() => socket.write(' '), 50);
    const got = await untilClosed(socket);
    clearInterval(trickle);
    expect(answerOf(got)[0]).toBe(408);
    expect(await works()).toBe(true);
  });

  test('P22 two thousand connections that send nothing or half a request keep nobody out, and go', async () => {
    const closed: Promise<unknown>[] = [];
    for (let i = 0; i < 2000; i++) {
      const socket = await open();
      closed.push(new Promise((resolve) => socket.once('close', resolve)));
      socket.on('error', () => undefined).resume();
      if (i % 2 === 0) socket.write('POST /v2 HTTP/1.1\r\nhos');
      if (i % 500 === 499) expect(await works()).toBe(true);
    }
    await Promise.all(closed);
    expect(await works()).toBe(true);
  });

  test('P22 a connection is kept between requests, and closed when it idles', async () => {
    const socket = await open();
    const ask = 'GET /v2/health/live HTTP/1.1\r\nhost: x\r\n\r\n';
    socket.write(ask);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.write(ask);
    const got = await untilClosed(socket);
    expect(got).toMatch(/^HTTP\/1.1 200 /);
  });

  test.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['a request line without end', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n`, 431],
    ['headers without end', `GET /v2 HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n`, 431],
    ['two lengths', 'POST /v2 HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 400],
    ['a negative length', 'POST /v2 HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n', 400],
    [
      'a length and chunks',
      'POST /v2 HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
      400,
    ],
  ])('P1 %s: a sentence as JSON, and the connection is closed', async (_what, text, status) => {
    const socket = await open();
    socket.write(text);
    const [got, sentence] = answerOf(await untilClosed(socket));
    expect([got, sentence]).toEqual([status, expect.stringMatching(/\.$/)]);
  });
});

describe('P23 deep and huge JSON', () => {
  const at = '/v2/models/good/infer';
  const nested = (depth: number) => `{"inputs":[],"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;

  test.each([
    ['101 levels', nested(100)],
    ['a million levels', nested(1_000_000)],
    ['30 MB of brackets', '['.repeat(30 << 20)],
    ['objects', `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`],
  ])('%s: 400', async (_what, body) => {
    expect(await serving.call('POST', at, body)).toMatchObject({
      status: 400,
      body: { error: 'The body is nested too deep.' },
    });
    const index = await serving.call('POST', '/v2/repository/index', body);
    expect(index).toMatchObject({ status: 400, body: { error: 'The body is nested too deep.' } });
  });

  test('100 levels are read', async () => {
    expect((await serving.call('POST', at, nested(99))).body.error).toMatch(/"x" is missing/);
  });

  test('20 MB of numbers for another shape, and of names', async () => {
    const numbers = `{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[${'0,'.repeat(10 << 20)}0]}]}`;
    expect((await serving.call('POST', at, numbers)).body.error).toMatch(/values, and its shape \[1,2\] takes 2/);
    const names = JSON.stringify({ inputs: [{ ...row.inputs[0], name: 'y'.repeat(20 << 20) }] });
    expect((await serving.call('POST', at, names)).body.error.length).toBeLessThan(300);
    expect(await works()).toBe(true);
  });

  test('20,000 inputs', async () => {
    const inputs = Array.from({ length: 20_000 }, (_, i) => ({ ...row.inputs[0], name: `x${i}` }));
    expect(await serving.call('POST', at, { inputs })).toMatchObject({ status: 400 });
  });
});

const STATUSES = new Set([200, 400, 404, 413, 501]);
const BODIES = 3000;

test('P34 thousands of mutated bodies and headers over HTTP: a status of the rules, and the server lives on', async () => {
  const x = tensorFromValues({ name: 'x', datatype: 'FP32', shape: [2, 2], values: [1, -2, Number.NaN, 3e7] });
  const t = tensorFromValues({ name: 't', datatype: 'BYTES', shape: [2, 1], values: ['héllo', ''] });
  const good: Sent[] = [[x], [t]].flatMap((inputs) => {
    const { body, headerLength } = encodeBinaryQuestion({ inputs, id: 'q' });
    const json = {
      body: Buffer.from(encodeInferRequest({ inputs, id: 'q', parameters: {} })),
      headerLength: undefined,
    };
    return [json, { body: Buffer.from(body), headerLength: String(headerLength) }];
  });
  const random = seededRandom(5);
  const seen = new Map<number, number>();
  for (let i = 0; i < BODIES; i += 10) {
    const batch = Array.from({ length: 10 }, () => send(mutate(pick(good, random), random), random));
    for (const status of await Promise.all(batch)) seen.set(status, (seen.get(status) ?? 0) + 1);
  }
  expect([...seen.keys()].filter((status) => !STATUSES.has(status))).toEqual([]);
  expect(seen.get(400)).toBeGreaterThan(BODIES / 2);
  expect(seen.get(200)).toBeGreaterThan(0);
  expect(await works()).toBe(true);
});

const PATHS = ['good', 'texts', 'good/versions/1', 'good@live', 'nope', 'good%00'];
const ENCODINGS = ['identity', 'gzip', 'deflate', 'br', ''];

/** One mutated question; answers its status once the answer is read and is a sentence where it is a refusal. */
async function send({ body, headerLength }: Sent, random: () => number): Promise<number> {
  const headers: Record<string, string> = {
    'content-type': 'x',
    'accept-encoding': pick(['gzip', 'identity'], random),
  };
  // What no client may send at all is another test's.
  if (headerLength !== undefined && /^[\x20-\x7e]*$/.test(headerLength)) {
    headers['inference-header-content-length'] = headerLength;
  }
  if (random() < 0.1) headers['content-encoding'] = pick(ENCODINGS, random);
  const path = random() < 0.8 ? pick(['good', 'texts'], random) : pick(PATHS, random);
  const response = await fetch(`${serving.url}/v2/models/${path}/infer`, {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
  });
  const text = await response.text();
  if (response.status !== 200) expect(JSON.parse(text)).toEqual({ error: expect.stringMatching(/\.$/) });
  return response.status;
}
