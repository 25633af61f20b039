import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN_TOKEN } from '#app/server/testing.ts';
import { filesUnder } from './testing.ts';

const MB = 1024 ** 2;
const SIZE_MB = 500;
/** Buffers of the sockets, the form and the file, and what the collector has not looked at yet. */
const MAX_GROWTH_MB = 150;

let child: ChildProcess;
let portal: { api: string; dataDir: string };

beforeAll(async () => {
  child = fork(join(import.meta.dirname, 'fixtures/test-portal.ts'), { execArgv: [] });
  [portal] = await once(child, 'message');
});
afterAll(async () => {
  if (!child.connected) return;
  const gone = once(child, 'exit');
  child.send('stop');
  await gone;
});

/** Memory of the portal's process, MB: now and at its highest. */
function memoryMb(): { now: number; highest: number } {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { now: field('VmRSS'), highest: field('VmHWM') };
}

/** Sends so many bytes as a model, a megabyte at a time; answers status and body. */
async function send(model: string, sizeMb: number): Promise<{ status: number | undefined; body: string }> {
  const head = '--x\r\ncontent-disposition: form-data; name="model"; filename="m"\r\n\r\n';
  const tail = '\r\n--x--\r\n';
  const chunk = Buffer.alloc(MB, 0xa7);
  async function* form() {
    yield head;
    for (let sent = 0; sent < sizeMb; sent += 1) yield chunk;
    yield tail;
  }
  const req = request(`${portal.api}/models/${model}/versions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ADMIN_TOKEN}`,
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': head.length + sizeMb * MB + tail.length,
    },
  });
  const answered = once(req, 'response') as Promise<[IncomingMessage]>;
  await pipeline(Readable.from(form()), req);
  const [response] = await answered;
  return { status: response.statusCode, body: Buffer.concat(await response.toArray()).toString() };
}

const hasRoom = () => {
  const { bavail, bsize } = statfsSync(tmpdir());
  return bavail * bsize > 3 * SIZE_MB * MB;
};

test(`an upload of ${SIZE_MB} MB does not show in memory`, { timeout: 300_000 }, async ({ skip }) => {
  skip(!hasRoom(), 'there is not enough room on the disk for this test');
  // What a first upload costs once (code, pools of buffers) does not count.
  await send('warm-up', 30);
  writeFileSync(`/proc/${child.pid}/clear_refs`, '5');
  const before = memoryMb().now;
  const { status, body } = await send('big', SIZE_MB);
  expect({ status, code: JSON.parse(body).error.code }).toEqual({ status: 422, code: 'FL_CHECK_NOT_ONNX' });
  expect(memoryMb().highest - before).toBeLessThan(MAX_GROWTH_MB);
  expect(filesUnder(join(portal.dataDir, 'blobs'))).toEqual([]);
});
