import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually, type Product, startProduct } from '../product.ts';
import {
  beginUpload,
  expectClean,
  expectLedgerWhole,
  expectWhole,
  modelBytes,
  publish,
  temporaryFiles,
  versionsOf,
} from './harness.ts';

const folders: string[] = [];
const running: Product[] = [];

async function start(dataDir: string): Promise<Product> {
  const product = await startProduct({ dataDir });
  running.push(product);
  return product;
}
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-e2e-'));
  folders.push(folder);
  return folder;
}
afterEach(async () => {
  for (const product of running.splice(0)) await product.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('SIGTERM during a publish', () => {
  test('a publish that can be finished is finished first', async () => {
    const product = await start(newFolder());
    const answer = publish(product, 'finished', modelBytes('finished', 5_000_000));
    await eventually(() => temporaryFiles(product).length > 0, 'the upload has begun');
    product.command.kill('SIGTERM');
    const reply = await answer;
    const [code] = await once(product.command, 'close');
    expect(reply?.status).toBe(201);
    expect(code).toBe(0);
    const again = await start(product.dataDir);
    expect(await expectWhole(again, 'finished')).toBe(1);
    await expectClean(again, 'finished');
  });

  test('one that never ends is cut, and leaves nothing', async () => {
    const product = await start(newFolder());
    const upload = await beginUpload(product, 'never-ends');
    product.command.kill('SIGTERM');
    const [code] = await once(product.command, 'close');
    upload.destroy();
    expect(code).toBe(0);
    const again = await start(product.dataDir);
    await expectClean(again, 'never-ends');
    expect(await versionsOf(again, 'never-ends')).toEqual([]);
    await expectLedgerWhole(again);
  });
});

test('a connection that is cut leaves nothing, at once', async () => {
  const product = await start(newFolder());
  const upload = await beginUpload(product, 'cut');
  upload.destroy();
  await eventually(() => temporaryFiles(product).length === 0, 'nothing of the upload is left');
  expect(await versionsOf(product, 'cut')).toEqual([]);
});

const canMount = process.getuid?.() === 0 && process.platform === 'linux' && tryMount();

function tryMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-e2e-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.skipIf(!canMount)(
  'a full disk refuses with 507, keeps nothing, and the next smaller file goes through',
  async () => {
    const folder = newFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder]);
    try {
      const product = await start(folder);
      expect((await publish(product, 'small', modelBytes('before')))?.status).toBe(201);
      const freeBefore = freeBytes(folder);
      const full = await publish(product, 'large', modelBytes('large', 40_000_000));
      expect(full).toMatchObject({ status: 507, body: { error: { code: 'FL_STORAGE_FULL' } } });
      await eventually(() => temporaryFiles(product).length === 0, 'nothing of the upload is left');
      expect(freeBytes(folder)).toBeGreaterThan(freeBefore - 4_000_000);
      expect(await versionsOf(product, 'large')).toEqual([]);
      expect((await publish(product, 'small', modelBytes('after')))?.status).toBe(201);
      expect(await expectWhole(product, 'small')).toBe(2);
      await expectLedgerWhole(product);
      expect(await product.stop()).toBe(0);
    } finally {
      for (const product of running.splice(0)) await product.stop();
      execFileSync('umount', ['-l', folder]);
    }
  },
);

const freeBytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};
