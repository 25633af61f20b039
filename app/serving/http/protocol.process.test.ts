import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { eventually, makeTestFolder, putVersion, SAMPLES, startTestServing, type TestServing } from '../testing.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = makeTestFolder();
let serving: TestServing;

beforeAll(async () => {
  for (const version of [1, 2]) {
    putVersion(folder, { model: 'co2', version }, join(SAMPLES, `co2-forecast/${version}/model.onnx`));
  }
  putVersion(folder, { model: 'mortgage', version: 1 }, join(SAMPLES, 'mortgage-approval/1/model.onnx'));
  serving = await startTestServing(folder);
  await eventually(async () => (await serving.call('GET', '/readyz')).status === 200, 'the workers are there');
});
afterAll(async () => {
  await serving.stop(0);
  folder.remove();
});

const history = { name: 'history', shape: [1, 36], datatype: 'FP32', data: Array(36).fill(350) };

describe('server and models', () => {
  test('P2 health has the body every client understands', async () => {
    expect((await serving.call('GET', '/v2/health/live')).body).toEqual({ live: true });
    expect(await serving.call('GET', '/v2/health/ready')).toMatchObject({
      status: 200,
      body: { live: true, ready: true },
    });
    expect((await serving.call('GET', '/healthz')).status).toBe(200);
  });

  test('S3 /readyz says whether the sandbox is on', async () => {
    expect((await serving.call('GET', '/readyz')).body).toEqual({ ready: true, sandbox: 'off', reason: null });
  });

  test.each(['/v2', '/v2/'])('P3 %s names the server and what works', async (path) => {
    const { body } = await serving.call('GET', path);
    expect(body).toEqual({
      name: 'firstlook',
      version: expect.any(String),
      extensions: expect.arrayContaining(['binary_tensor_data', 'statistics']),
    });
  });

  test('P4 metadata of a model, with and without a version', async () => {
    const { body } = await serving.call('GET', '/v2/models/co2/versions/1');
    expect(body).toMatchObject({ name: 'co2', versions: ['1', '2'], platform: 'onnx_onnxv1' });
    expect(body.inputs).toEqual([{ name: 'history', datatype: 'FP32', shape: [-1, 36] }]);
    expect(body.outputs).toHaveLength(3);
    expect((await serving.call('GET', '/v2/models/co2')).body.versions).toEqual(['1', '2']);
    expect((await serving.call('GET', '/v2/models/co2/versions/2/ready')).body).toEqual({ name: 'co2', ready: true });
  });
});

describe('questions', () => {
  test('P5 the answer names model, version and question', async () => {
    const { status, headers, body } = await serving.call('POST', '/v2/models/co2/versions/1/infer', {
      id: 'q-1',
      inputs: [history],
    });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(body).toMatchObject({ id: 'q-1', model_name: 'co2', model_version: '1' });
    expect(body.outputs.map((output: { name: string }) => output.name)).toEqual(['forecast', 'lower', 'upper']);
  });

  test('P5 only the outputs asked for, in that order; none asked for means all', async () => {
    const ask = (outputs: unknown) =>
      serving.call('POST', '/v2/models/co2/versions/1/infer', { inputs: [history], outputs });
    const { body } = await ask([{ name: 'upper' }, { name: 'forecast' }]);
    expect(body.outputs.map((output: { name: string }) => output.name)).toEqual(['upper', 'forecast']);
    expect((await ask([])).body.outputs).toHaveLength(3);
    expect((await ask([{ name: 'nope' }])).status).toBe(400);
  });

  test('P6 without a version the highest answers', async () => {
    const { body } = await serving.call('POST', '/v2/models/co2/infer', { inputs: [history] });
    expect(body.model_version).toBe('2');
  });

  test.each(['/v2/models/co2/infer?a=1', '/v2/models/c%6f2/infer', '/v2/models/co2/versions/2/infer/'])(
    'P35 %s is answered as the plain address is, and refused in the same words',
    async (path) => {
      const plain = '/v2/models/co2/infer';
      const body = { inputs: [history] };
      expect((await serving.call('POST', path, body)).body).toEqual((await serving.call('POST', plain, body)).body);
      const [odd, usual] = [await serving.call('POST', path, {}), await serving.call('POST', plain, {})];
      expect([odd.status, odd.body]).toEqual([usual.status, usual.body]);
    },
  );

  test.each(['application/json', 'application/octet-stream', 'text/plain; charset=x', 'nonsense'])(
    'P12 the content type %s does not matter',
    async (type) => {
      const reply = await serving.call('POST', '/v2/models/co2/infer', { inputs: [history] }, { 'content-type': type });
      expect(reply.status).toBe(200);
    },
  );

  test('P12 a body without a content type is taken', async () => {
    const body = JSON.stringify({ inputs: [history] });
    const head = `POST /v2/models/co2/infer HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n`;
    expect(await raw(head + body)).toMatch(/^HTTP\/1.1 200 /);
  });
});

/** Sends bytes as they are and reads all that comes back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(serving.url).port), '127.0.0.1', () => socket.write(text));
    let got = '';
    socket.on('data', (chunk) => {
      got += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(got));
  });
}

describe('refusals', () => {
  const infer = '/v2/models/co2/versions/1/infer';
  test.each<[string, string, unknown, number]>([
    ['GET', '/v2/nope', undefined, 404],
    ['GET', '/', undefined, 404],
    ['GET', '/v2/models/nope', undefined, 404],
    ['GET', '/v2/models/co2/versions/3', undefined, 404],
    ['GET', '/v2/models/co2/versions/01/ready', undefined, 404],
    ['GET', '/v2/models/..%2f..%2fsecrets', undefined, 404],
    ['GET', '/v2/models/%2e%2e/versions/1', undefined, 404],
    ['GET', '/v2/models/%ff', undefined, 400],
    ['GET', `/v2/models/${'x'.repeat(90)}`, undefined, 404],
    ['GET', `/v2/models/${'x'.repeat(500)}`, undefined, 414],
    ['POST', '/v2/models/%F0%9F%98%80/infer', { inputs: [history] }, 404],
    ['GET', infer, undefined, 405],
    ['DELETE', '/v2', undefined, 405],
    ['PUT', '/v2/models/co2', '{}', 405],
    ['POST', infer, undefined, 400],
    ['POST', infer, '', 400],
    ['POST', infer, '{', 400],
    ['POST', infer, '[]', 400],
    ['POST', infer, 'null', 400],
    ['POST', infer, '{"inputs": 7}', 400],
    ['POST', infer, { inputs: [] }, 400],
    ['POST', infer, { inputs: [{ ...history, name: 'nope' }] }, 400],
    ['POST', infer, { inputs: [history, history] }, 400],
    ['POST', infer, { inputs: [{ ...history, datatype: 'FP64' }] }, 400],
    ['POST', infer, { inputs: [{ ...history, datatype: 'toString' }] }, 400],
    ['POST', infer, { inputs: [{ ...history, shape: [36, 1] }] }, 400],
    ['POST', infer, { inputs: [{ ...history, shape: [2, 36] }] }, 400],
    ['POST', infer, { inputs: [{ ...history, shape: [2 ** 40, 2 ** 40] }] }, 400],
    ['POST', infer, { inputs: [{ ...history, shape: [-1, 36] }] }, 400],
    ['POST', infer, '{"inputs":[{"name":"history","shape":[1,36],"datatype":"FP32","data":[NaN]}]}', 400],
    ['POST', infer, '['.repeat(100_000), 400],
    ['POST', '/v2/repository/index', '[]', 400],
    ['POST', '/v2/repository/models/co2/load', '{', 400],
    ['POST', '/v2/repository/models/nope/load', undefined, 404],
    ['POST', '/v2/repository/models/..%2f..%2fx/load', undefined, 404],
    ['POST', '/v2/repository/models/nope/unload', undefined, 404],
  ])('P1 %s %s: one sentence as JSON', async (...row) => {
    const [method, path, body, status] = row;
    const reply = await serving.call(method, path, body);
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(reply.body).toEqual({ error: expect.any(String) });
    expect(reply.body.error.length).toBeGreaterThan(10);
    expect(reply.body.error).not.toMatch(/\/tmp|node_modules|\bat \S+:\d|FST_/);
    if (status === 405) expect(reply.headers.get('allow')).toBeTruthy();
  });

  test('P1 a body over the limit is refused with 413 before it is all there', async () => {
    const head = `POST /v2/models/co2/infer HTTP/1.1\r\nhost: x\r\ncontent-length: ${65 << 20}\r\n\r\n`;
    const answer = await raw(head);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toMatch(/\{"error":"[^"]+"\}$/);
  });

  test('P1 what is not HTTP is refused and the connection closed', async () => {
    expect(await raw('hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
  });

  test('P1 a client that hangs up in the middle of its question harms nobody', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(serving.url).port), '127.0.0.1', () => {
        socket.write('POST /v2/models/co2/infer HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n{"inp');
        socket.destroy();
        resolve();
      });
    });
    expect((await serving.call('POST', '/v2/models/co2/infer', { inputs: [history] })).status).toBe(200);
  });

  test('P1 under /admin/v1 a failure has a code', async () => {
    const reply = await serving.call('POST', '/admin/v1/check', { files: [] });
    expect(reply).toMatchObject({ status: 422, body: { error: { code: 'FL_REQUEST_INVALID' } } });
    expect(await serving.call('GET', '/admin/v1/nope')).toMatchObject({
      status: 404,
      body: { error: { code: 'FL_NOT_FOUND' } },
    });
  });

  test('P8 a wrong input is named', async () => {
    const { body } = await serving.call('POST', infer, { inputs: [{ ...history, name: 'histroy' }] });
    expect(body.error).toMatch(/"history"/);
  });

  test('P9 a model that cannot answer says so in our words', async () => {
    const inputs = [{ name: 'nope', shape: [1], datatype: 'BYTES', data: ['/etc/passwd'] }];
    const { body } = await serving.call('POST', infer, { inputs });
    expect(JSON.stringify(body)).not.toContain(folder.root);
  });

  test('P10 P11 without the token /admin/v1 is closed, and pages of other sites are refused', async () => {
    expect((await serving.call('POST', '/admin/v1/drain', {}, { authorization: 'Bearer nope' })).status).toBe(401);
    expect((await serving.call('POST', infer, { inputs: [history] }, { origin: 'https://evil.example' })).status).toBe(
      403,
    );
    expect((await serving.call('OPTIONS', infer, undefined, { origin: 'https://evil.example' })).status).toBe(403);
  });
});

test('P10 where others can reach it, /v2 asks for a token', async () => {
  const other = makeTestFolder();
  const open = await startTestServing(other, { host: '0.0.0.0', workerCount: 1 });
  try {
    const url = `http://127.0.0.1:${new URL(open.url).port}`;
    expect((await fetch(`${url}/v2`)).status).toBe(401);
    expect((await fetch(`${url}/v2`, { headers: { authorization: 'Bearer token-of-the-test' } })).status).toBe(200);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  } finally {
    await open.stop(0);
    other.remove();
  }
});

test('W7 after a drain new questions, checks and archives are refused, and readiness says so', async () => {
  const other = makeTestFolder();
  putVersion(other, { model: 'co2', version: 1 }, join(SAMPLES, 'co2-forecast/1/model.onnx'));
  const draining = await startTestServing(other, { workerCount: 1 });
  try {
    expect((await draining.call('POST', '/v2/models/co2/infer', { inputs: [history] })).status).toBe(200);
    expect((await draining.call('POST', '/admin/v1/drain')).body).toEqual({ draining: true });
    const refused = await draining.call('POST', '/v2/models/co2/infer', { inputs: [history] });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await draining.call('GET', '/v2/health/ready')).status).toBe(503);
    expect((await draining.check(new Uint8Array(1))).status).toBe(503);
    expect((await draining.unpack(new Uint8Array(1))).status).toBe(503);
    expect((await draining.call('GET', '/healthz')).status).toBe(200);
  } finally {
    await draining.stop(0);
    other.remove();
  }
});
