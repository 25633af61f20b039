import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AppError, appError, asAppError } from '#app/core/errors.ts';
import { readUploadForm } from './upload-form.ts';

/** What arrived, and how reading ended. */
interface Seen {
  files: Record<string, Buffer>;
  fields: [string, string][];
  failure: AppError | null;
}

let server: Server;
let port: number;
let seen: Seen;
let ended: AbortController;
let takeFile: (part: string, stream: Readable, name?: string) => Promise<void>;

beforeEach(async () => {
  seen = { files: {}, fields: [], failure: null };
  ended = new AbortController();
  takeFile = async (part, stream) => {
    seen.files[part] = Buffer.alloc(0);
    const chunks: Buffer[] = [];
    await pipeline(stream, async (source) => {
      for await (const chunk of source) chunks.push(chunk as Buffer);
    });
    seen.files[part] = Buffer.concat(chunks);
  };
  const app = express();
  app.post('/', async (req, res) => {
    try {
      await readUploadForm(req, {
        onFile: (part, stream, name) => takeFile(part, stream, name),
        onField: (name, value) => void seen.fields.push([name, value]),
      });
      res.json({ ok: true });
    } catch (thrown) {
      seen.failure = asAppError(thrown);
      req.unpipe();
      req.resume();
      res.status(seen.failure.status).json({ code: seen.failure.code });
    }
    ended.abort();
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const post = async (form: FormData | string, headers: Record<string, string> = {}) => {
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: form, headers });
  return { status: response.status, body: (await response.json()) as { code?: string } };
};

const file = (text: string | Uint8Array<ArrayBuffer>) => new Blob([text]);

test('parts arrive whole, in any order', async () => {
  const form = new FormData();
  form.append('fixes', '214');
  form.append('model', file(new Uint8Array(300_000).fill(7)), 'my modèl.onnx');
  form.append('labels', file('yes\nno'), 'labels.txt');
  form.append('ask', file('{"ask":1}'), 'preview.json');
  form.append('hotfix', '1');
  expect(await post(form)).toMatchObject({ status: 200 });
  expect(seen.files.model).toEqual(Buffer.alloc(300_000, 7));
  expect(seen.files.labels?.toString()).toBe('yes\nno');
  expect(seen.fields.toSorted()).toEqual([
    ['ask', '{"ask":1}'],
    ['fixes', '214'],
    ['hotfix', '1'],
  ]);
});

test('files may come as often as they like, each under its path', async () => {
  const form = new FormData();
  const names: unknown[] = [];
  takeFile = async (part, stream, name) => {
    names.push([part, name]);
    stream.resume();
  };
  form.append('bundle', file('zip'), 'b.zip');
  for (const path of ['m/1/model.onnx', 'm/labels.txt']) form.append('files', file('x'), path);
  expect(await post(form)).toMatchObject({ status: 200 });
  expect(names).toEqual([
    ['bundle', 'b.zip'],
    ['files', 'm/1/model.onnx'],
    ['files', 'm/labels.txt'],
  ]);
});

test('a side file sent as a text means the same; an empty file input means none', async () => {
  const form = new FormData();
  form.append('labels', 'yes');
  form.append('card', file(''), '');
  expect(await post(form)).toMatchObject({ status: 200 });
  expect(seen.files).toEqual({ labels: Buffer.from('yes') });
});

test.each([
  ['a bundle as text', 'FL_UPLOAD_NO_MODEL', (form: FormData) => form.append('bundle', 'zip')],
  ["a field of the page's form", 'FL_REQUEST_INVALID', (form: FormData) => form.append('private', '1')],
  ['an unknown part', 'FL_REQUEST_INVALID', (form: FormData) => form.append('weights', file('x'), 'w.bin')],
  ['an unknown field', 'FL_REQUEST_INVALID', (form: FormData) => form.append('__proto__', 'x')],
  ['a model as text', 'FL_UPLOAD_NO_MODEL', (form: FormData) => form.append('model', 'x')],
  ['a huge field', 'FL_REQUEST_TOO_LARGE', (form: FormData) => form.append('project', 'x'.repeat(5 * 1024 ** 2))],
  [
    'a huge side file',
    'FL_UPLOAD_TOO_LARGE',
    (form: FormData) => form.append('card', file(new Uint8Array(17 * 1024 ** 2)), 'c'),
  ],
])('%s is refused', async (_name, code, add) => {
  const form = new FormData();
  add(form);
  form.append('model', file(new Uint8Array(3_000_000)), 'model.onnx');
  expect((await post(form)).body.code).toBe(code);
});

test('the same part twice is refused', async () => {
  const form = new FormData();
  form.append('model', file('a'), 'model.onnx');
  form.append('model', file('b'), 'model.onnx');
  expect((await post(form)).body.code).toBe('FL_REQUEST_INVALID');
});

test('thousands of fields are refused', async () => {
  const form = new FormData();
  for (let at = 0; at < 2_000; at += 1) form.append('fixes', '1');
  expect((await post(form)).body.code).toBe('FL_REQUEST_INVALID');
});

test.each([
  ['application/json', '{}'],
  ['multipart/form-data', 'no boundary'],
  ['multipart/mixed; boundary=x', '--x--'],
])('%s is not a multipart form', async (type, body) => {
  expect((await post(body, { 'content-type': type })).body.code).toBe('FL_UPLOAD_NOT_MULTIPART');
});

test.each([
  ['without its end', '--x\r\ncontent-disposition: form-data; name="model"; filename="m"\r\n\r\nabc'],
  ['without anything', ''],
])('a form %s is an upload that was cut', async (_name, body) => {
  expect((await post(body, { 'content-type': 'multipart/form-data; boundary=x' })).body.code).toBe('FL_UPLOAD_CUT');
});

test('a part header that is none is refused', async () => {
  const body = '--x\r\n\0\0\r\n\r\nabc\r\n--x--\r\n';
  const { status } = await post(body, { 'content-type': 'multipart/form-data; boundary=x' });
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
});

test('a connection cut in the middle of a file fails the taker and the upload', async () => {
  let takerFailure: unknown = null;
  const started = new AbortController();
  takeFile = async (_part, stream) => {
    stream.once('data', () => started.abort());
    await once(stream, 'end').catch((error) => {
      takerFailure = error;
      throw error;
    });
  };
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 100000\r\n\r\n' +
      `--x\r\ncontent-disposition: form-data; name="model"; filename="m"\r\n\r\n${'a'.repeat(2_000)}`,
  );
  await once(started.signal, 'abort');
  socket.destroy();
  if (!ended.signal.aborted) await once(ended.signal, 'abort');
  expect(seen.failure?.code).toBe('FL_UPLOAD_CUT');
  expect(takerFailure).toMatchObject({ code: 'FL_UPLOAD_CUT' });
});

test('a refusal waits until the taker of the file has let go', async () => {
  const order: string[] = [];
  takeFile = async (_part, stream) => {
    stream.resume();
    await once(stream, 'close').catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    order.push('let go');
  };
  const form = new FormData();
  form.append('model', file(new Uint8Array(1_000_000)), 'model.onnx');
  form.append('nonsense', 'x');
  await post(form);
  if (!ended.signal.aborted) await once(ended.signal, 'abort');
  order.push('answered');
  expect(order).toEqual(['let go', 'answered']);
});

test('a client that sends everything before it reads gets the refusal', async () => {
  takeFile = () => Promise.reject(appError('FL_STORAGE_FULL'));
  const size = 30 * 1024 ** 2;
  const head = '--x\r\ncontent-disposition: form-data; name="model"; filename="m"\r\n\r\n';
  const socket = connect(port, '127.0.0.1').pause();
  socket.write(
    `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: ${size + head.length}\r\n\r\n${head}`,
  );
  await new Promise((resolve) => socket.write(Buffer.alloc(size), resolve));
  const answered = once(socket, 'data');
  socket.resume();
  const [first] = await answered;
  expect(String(first)).toMatch(/^HTTP\/1.1 507 /);
  socket.destroy();
});
