import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { SAMPLES, startTestPortal, type TestPortal } from '#app/server/testing.ts';
import { upload } from '#db/schema/index.ts';
import { filesUnder } from './testing.ts';

/** A small disk of our own: only root may make one. */

const MB = 1024 ** 2;
const DISK_MB = 24;

const disk = mkdtempSync(join(tmpdir(), 'firstlook-disk-'));
const isMounted = mount();
let portal: TestPortal;

function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

beforeAll(async () => {
  if (!isMounted) return;
  vi.stubEnv('TMPDIR', disk);
  portal = await startTestPortal();
  vi.unstubAllEnvs();
});
afterAll(async () => {
  if (isMounted) {
    await portal.remove();
    execFileSync('umount', [disk]);
  }
  rmSync(disk, { recursive: true });
});

const MODEL = readFileSync(join(SAMPLES, 'mortgage-approval/1/model.onnx'));
const publish = (name: string, files: Record<string, Uint8Array<ArrayBuffer>>) => {
  const form = new FormData();
  for (const [part, bytes] of Object.entries(files)) form.append(part, new Blob([bytes]), part);
  return portal.call('POST', `/models/${name}/versions`, { body: form });
};
const full = { status: 507, body: { error: { code: 'FL_STORAGE_FULL', message: expect.stringMatching(/\.$/) } } };
const blobs = () => filesUnder(join(portal.dataDir, 'blobs'));
const freeMb = () => (statfsSync(disk).bavail * statfsSync(disk).bsize) / MB;

test('a full disk is said so, nothing is kept, and there is room again for the next', async ({ skip }) => {
  skip(!isMounted, 'a small disk cannot be mounted here');
  const before = freeMb();
  for (let time = 0; time < 3; time += 1) {
    expect(await publish('big', { model: new Uint8Array(2 * DISK_MB * MB) })).toMatchObject(full);
  }
  expect(
    await publish('sides', {
      model: new Uint8Array(MODEL),
      card: new Uint8Array(15 * MB),
      labels: new Uint8Array(15 * MB),
    }),
  ).toMatchObject(full);
  expect(blobs()).toEqual([]);
  expect(before - freeMb()).toBeLessThan(1);
  expect(await publish('small', { model: new Uint8Array(MODEL) })).toMatchObject({ status: 201 });
  const states = portal.container.db.select({ state: upload.state, code: upload.code }).from(upload).all();
  expect(states).toEqual([
    ...Array(4).fill({ state: 'abandoned', code: 'FL_STORAGE_FULL' }),
    { state: 'ready', code: null },
  ]);
});

test('not even the database has room: still said so, and nothing is half there', async ({ skip }) => {
  skip(!isMounted, 'a small disk cannot be mounted here');
  const before = { blobs: blobs(), models: filesUnder(join(portal.dataDir, 'models')) };
  mkdirSync(join(disk, 'others'));
  fill();
  const replies = [
    await publish('none', { model: new Uint8Array(MODEL) }),
    await publish('small', { model: new Uint8Array([...MODEL, 0]) }),
  ];
  for (const reply of replies) expect(reply).toMatchObject(full);
  expect((await portal.call('GET', '/models/small')).body.versions).toHaveLength(1);
  rmSync(join(disk, 'others'), { recursive: true });
  expect({ blobs: blobs(), models: filesUnder(join(portal.dataDir, 'models')) }).toEqual(before);
  expect(portal.container.ledger.verify()).toMatchObject({ ok: true });
  expect(await publish('none', { model: new Uint8Array(MODEL) })).toMatchObject({ status: 201 });
});

/** Takes all the room there is, to the last page. */
function fill(): void {
  for (let size = MB; size >= 4096; size /= 2) {
    for (let count = 0; ; count += 1) {
      const path = join(disk, 'others', `${size}-${count}`);
      try {
        writeFileSync(path, new Uint8Array(size));
      } catch {
        rmSync(path, { force: true });
        break;
      }
    }
  }
}
