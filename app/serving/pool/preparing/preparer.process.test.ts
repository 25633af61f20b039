import { randomFillSync } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { blobPath } from '#app/core/data-folder.ts';
import { createControlClient } from '#app/oip/control-client.ts';
import {
  eventually,
  makeTestFolder,
  putBlob,
  SAMPLES,
  startTestServing,
  type TestServing,
  TOKEN,
} from '../../testing.ts';
import { badTar, badZip, goodTarGz, goodZip } from './testing-archives.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = makeTestFolder();
const preparing = join(folder.cache, 'preparing');
let serving: TestServing;

beforeAll(async () => {
  serving = await startTestServing(folder, { workerCount: 1, prepareLimits: { queueLength: 3 } });
});
afterAll(async () => {
  await serving.stop(0);
  expect(readdirSync(preparing)).toEqual([]);
  folder.remove();
});

/** The files of a folder, as an archive of it would name them. */
function filesUnder(dir: string, top: string): Record<string, Buffer> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [`${top}${path.slice(dir.length)}`, readFileSync(path)];
    }),
  );
}

function blob(sha256: string): Buffer {
  return readFileSync(blobPath(folder, sha256));
}

/** Preparation children of this test, by their process ids. */
function children(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return line.includes('worker/preparing/main.ts') && line.includes(folder.root);
      } catch {
        return false;
      }
    });
}

const model = { name: 'model.onnx', bytes: 'm' };

describe('archives that are taken', () => {
  test.each([
    ['zip', goodZip],
    ['tar.gz', goodTarGz],
  ])('A2 A10 the folder of a sample as %s becomes blobs, and its model is checked', async (_kind, make) => {
    const files = filesUnder(join(SAMPLES, 'digits'), 'digits');
    for (const path of Object.keys(files)) if (path.startsWith('digits/2/')) delete files[path];
    const { status, body } = await serving.unpack(await make(files));
    expect(status).toBe(200);
    expect(body.notices).toEqual([]);
    expect(body.files[0]?.path).toBe('model.onnx');
    expect(body.files.map((file) => file.path).slice(1)).toEqual(
      Object.keys(files)
        .map((path) => path.replace(/^digits\/(1\/)?/, ''))
        .filter((path) => path !== 'model.onnx')
        .sort(),
    );
    for (const { path, sha256, sizeBytes } of body.files) {
      const original = files[`digits/${path}`] ?? files[`digits/1/${path}`];
      expect(blob(sha256).equals(original!)).toBe(true);
      expect(sizeBytes).toBe(original!.length);
      expect(statSync(blobPath(folder, sha256)).mode & 0o777).toBe(0o444);
    }
    const candidate = body.files.map(({ path, sha256 }) => ({ path, sha256 }));
    expect((await serving.call('POST', '/admin/v1/check', { files: candidate })).status).toBe(200);
  });

  test('A2 the client of the portal gets the same', async () => {
    const sha256 = putBlob(folder, await goodZip({ 'm/credit.onnx': 'm', 'm/.hidden': 'h' }));
    const client = createControlClient({ url: serving.url, token: TOKEN });
    expect(await client.unpack({ sha256, name: 'credit.zip' })).toEqual({
      files: [{ path: 'model.onnx', sha256: putBlob(folder, Buffer.from('m')), sizeBytes: 1 }],
      notices: [{ code: 'archive.left-out', message: 'Left out, as a model does not need it: "m/.hidden".' }],
    });
    await expect(client.unpack({ sha256: 'a'.repeat(64), name: 'x' })).rejects.toMatchObject({ status: 422 });
    const text = putBlob(folder, Buffer.from('a text'));
    await expect(client.unpack({ sha256: text, name: 'credit.rar' })).rejects.toMatchObject({
      code: 'FL_ARCHIVE_FORMAT',
      message: '"credit.rar" is not an archive that can be unpacked. Pack the folder as .zip or .tar.gz.',
      status: 422,
    });
  });

  test('A5 1,000 files are taken', async () => {
    const parts = Array.from({ length: 999 }, (_, i) => ({ name: `w${i}`, bytes: String(i) }));
    const { status, body } = await serving.unpack(badZip([model, ...parts]));
    expect(status).toBe(200);
    expect(body.files).toHaveLength(1000);
  });
});

const many = Array.from({ length: 1001 }, (_, i) => ({ name: `w${i}`, bytes: '' }));

describe('archives that are not', () => {
  test.each<[rule: string, code: string, bytes: Buffer]>([
    ['A3', 'PATH', badTar([{ name: '../../../../model.onnx', bytes: 'm' }])],
    ['A3', 'NAME', badZip([{ name: Buffer.from('\xff', 'latin1') }])],
    ['A3', 'DUPLICATE', badZip([model, model])],
    ['A4', 'LINK', badTar([{ name: 'model.onnx', type: '2', linkname: '/etc/passwd' }])],
    ['A4', 'SPECIAL', badTar([{ name: 'model.onnx', type: '3' }])],
    ['A4', 'ENCRYPTED', badZip([{ ...model, flags: 1 }])],
    ['A5', 'TOO_MANY', badZip(many)],
    ['A5', 'TOO_LARGE', badTar([{ ...model, statedBytes: 4 * 2 ** 30 + 1 }])],
    ['A5', 'BOMB', gzipSync(badTar([{ ...model, bytes: Buffer.alloc(20 << 20) }]))],
    ['A6', 'DAMAGED', gzipSync(badTar([model])).subarray(0, -4)],
    ['A6', 'FORMAT', Buffer.from('a text')],
    ['A6', 'EMPTY', badZip([])],
    ['A7', 'SEVERAL', badZip([{ name: '1/model.onnx' }, { name: '2/model.onnx' }])],
    ['A7', 'NO_MODEL', badZip([{ name: 'labels.txt' }])],
  ])('%s %s', async (_rule, code, bytes) => {
    const { status, body } = await serving.unpack(bytes);
    const { error } = body as unknown as { error: { code: string; message: string } };
    expect({ status, code: error.code }).toEqual({ status: 422, code: `FL_ARCHIVE_${code}` });
    expect(error.message).toMatch(/^["A-Z][^\n]{15,300}\.$/);
    expect(error.message).not.toContain(folder.root);
  });

  test('A5 the ratio is 200, beyond the first MB', async () => {
    const half = Buffer.concat([Buffer.alloc(900 << 10), randomFillSync(Buffer.alloc(2 << 10))]);
    expect((await serving.unpack(gzipSync(badTar([{ ...model, bytes: half }])))).status).toBe(200);
    // 4 MB in some 25 KB: more than 100 times, and fewer than 200, with what is free.
    const loose = Buffer.concat([Buffer.alloc(4 << 20), randomFillSync(Buffer.alloc(20 << 10))]);
    expect((await serving.unpack(gzipSync(badTar([{ ...model, bytes: loose }])))).status).toBe(200);
    const tight = Buffer.concat([Buffer.alloc(6 << 20), randomFillSync(Buffer.alloc(10 << 10))]);
    expect((await serving.unpack(gzipSync(badTar([{ ...model, bytes: tight }])))).body).toMatchObject({
      error: { code: 'FL_ARCHIVE_BOMB' },
    });
  });

  test('A6 a request that does not fit is refused before anything is started', async () => {
    const sha256 = putBlob(folder, await goodZip({ 'model.onnx': 'm' }));
    const good = { task: 'unpack', sha256, name: 'a.zip' };
    for (const wrong of [{ ...good, task: 'shrink' }, { ...good, sha256: '../x' }, { ...good, name: '' }, {}]) {
      const { status, body } = await serving.call('POST', '/admin/v1/prepare', wrong);
      expect({ status, code: body.error.code }).toEqual({ status: 422, code: 'FL_REQUEST_INVALID' });
    }
    expect((await serving.call('GET', '/admin/v1/prepare')).status).toBe(405);
    const stranger = { authorization: 'Bearer another' };
    expect((await serving.call('POST', '/admin/v1/prepare', good, stranger)).status).toBe(401);
  });
});

/** Bytes that take a while. */
const slow = badTar([{ name: 'model.onnx', bytes: randomFillSync(Buffer.alloc(96 << 20)) }]);

describe('the preparing itself', () => {
  test('A1 an archive sees a fresh, empty folder, and nothing is left of it', async () => {
    const [one, two] = await Promise.all([serving.unpack(slow), serving.unpack(badZip([model]))]);
    expect([one.status, two.status]).toEqual([200, 200]);
    await eventually(() => readdirSync(preparing).length === 0, 'the folders are gone');
    await eventually(() => children().length === 0, 'the children are gone');
  });

  test('A1 a refused archive leaves nothing either, and adds nothing to the store', async () => {
    const before = readdirSync(folder.blobs, { recursive: true }).length;
    const bytes = badTar([
      { name: 'never-kept.onnx', bytes: 'never kept' },
      { name: 'x', type: '2' },
    ]);
    putBlob(folder, bytes);
    const withArchive = readdirSync(folder.blobs, { recursive: true }).length;
    expect((await serving.unpack(bytes)).status).toBe(422);
    await eventually(() => readdirSync(preparing).length === 0, 'the folders are gone');
    expect(readdirSync(folder.blobs, { recursive: true })).toHaveLength(withArchive);
    expect(withArchive).toBeGreaterThan(before);
  });

  test('A9 a child that is killed is a refusal, and the archive beside it is unpacked', async () => {
    const killed = serving.unpack(slow);
    await eventually(() => outboxes().some((path) => readdirSync(path).length > 0), 'it is being unpacked');
    const [victim] = children();
    const neighbour = serving.unpack(badZip([model]));
    process.kill(victim!, 'SIGKILL');
    expect((await killed).body).toMatchObject({ error: { code: 'FL_ARCHIVE_CRASHED' } });
    expect((await neighbour).status).toBe(200);
    expect((await serving.unpack(slow)).status).toBe(200);
    await eventually(() => readdirSync(preparing).length === 0, 'the folders are gone');
  });

  test('A11 two at once get their own files, more wait, too many are refused', async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => serving.unpack(await goodZip({ 'model.onnx': `model ${i}` }))),
    );
    const taken = replies.flatMap(({ status, body }, i) => (status === 200 ? [{ i, file: body.files[0]! }] : []));
    expect(taken.length).toBeGreaterThanOrEqual(5);
    for (const { i, file } of taken) expect(blob(file.sha256).toString()).toBe(`model ${i}`);
    const refused = replies.filter((reply) => reply.status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const reply of refused) {
      expect({ status: reply.status, wait: reply.headers.get('retry-after') }).toEqual({ status: 503, wait: '5' });
    }
  });
});

/** Where children write now. */
function outboxes(): string[] {
  return readdirSync(preparing).map((name) => join(preparing, name, 'out'));
}
