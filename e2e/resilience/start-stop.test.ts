import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually, type Product, ROOT, startProduct } from '../product.ts';
import { beginUpload, isThere } from './harness.ts';

const ACCOUNT = { FIRSTLOOK_ADMIN_EMAIL: 'ada@example.org', FIRSTLOOK_ADMIN_PASSWORD: 'correct horse battery' };

const running: Product[] = [];
async function start(...options: Parameters<typeof startProduct>): Promise<Product> {
  const product = await startProduct(...options);
  running.push(product);
  return product;
}
afterEach(async () => {
  for (const product of running.splice(0)) await product.stop();
});

/** Starts a product that cannot run; answers how it ended. */
async function failToStart(env: Record<string, string>): Promise<{ code: number; stderr: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'firstlook-e2e-'));
  const ports = { FIRSTLOOK_PORT: '0', FIRSTLOOK_SERVING_PORT: '0', FIRSTLOOK_GRPC_PORT: '0', FIRSTLOOK_SAMPLES: '0' };
  const child = spawn(process.execPath, [join(ROOT, 'bin/start.mjs')], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, FIRSTLOOK_DATA: dataDir, ...ports, ...env } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const [code] = await once(child, 'close');
  rmSync(dataDir, { recursive: true, force: true });
  return { code, stderr };
}

describe('what is printed', () => {
  test('the address, and the link for the first account while there is none', async () => {
    const product = await start();
    expect(product.stdout()).toBe(
      `Firstlook is ready: ${product.url}\n` +
        `Make the first account with this link, which works once: ${product.setupLink}\n`,
    );
    expect(product.setupLink).toMatch(new RegExp(`^${product.url}/setup\\?token=\\w+$`));
    expect((await fetch(product.setupLink!)).status).toBe(200);
    expect(product.stderr()).toBe('');
  });

  test('the address alone once there is an account', async () => {
    const product = await start({ env: ACCOUNT });
    expect(product.stdout()).toBe(`Firstlook is ready: ${product.url}\n`);
  });
});

describe('a start that cannot go well ends with a sentence that says which variable to change', () => {
  test('a second one on the same data folder', async () => {
    const product = await start();
    const { code, stderr } = await failToStart({ FIRSTLOOK_DATA: product.dataDir });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Firstlook could not start\. .*already runs on the data folder.*FIRSTLOOK_DATA.*\n$/);
    expect(await product.isReady()).toBe(true);
  });

  test.each([
    ['portal', 'FIRSTLOOK_PORT'],
    ['serving', 'FIRSTLOOK_SERVING_PORT'],
  ])('the port of the %s process is taken', async (name, variable) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = String((server.address() as AddressInfo).port);
    const { code, stderr } = await failToStart({ [variable]: port });
    server.close();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `The ${name} process could not start. ` +
        `Port ${port} is in use by another program. Stop that, or set ${variable} to a free port.\n`,
    );
  });

  test('the data folder is a file', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'firstlook-e2e-')), 'file');
    writeFileSync(path, '');
    const { code, stderr } = await failToStart({ FIRSTLOOK_DATA: path });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Firstlook could not start\. The data folder .*file cannot be written.*FIRSTLOOK_DATA/);
  });

  test('a variable that does not fit', async () => {
    const { code, stderr } = await failToStart({ FIRSTLOOK_PORT: 'three thousand' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/could not start\. Not valid in the environment: FIRSTLOOK_PORT: /);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('stopping', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends everything well, the portal first', async (signal) => {
    const product = await start({ env: { FIRSTLOOK_LOG_LEVEL: 'info' } });
    const pids = [product.pidOf('portal'), product.pidOf('serving'), ...product.workers()];
    product.command.kill(signal);
    const [code] = await once(product.command, 'close');
    expect(code).toBe(0);
    expect(pids.filter(isThere)).toEqual([]);
    const ends = [...product.stderr().matchAll(/"(the portal|serving) has ended"/g)].map(([, name]) => name);
    expect(ends).toEqual(['the portal', 'serving']);
  });

  test('a signal that arrives twice at once, as a Ctrl-C under npm does, is one', async () => {
    const product = await start();
    product.command.kill('SIGINT');
    product.command.kill('SIGINT');
    const [code] = await once(product.command, 'close');
    expect(code).toBe(0);
  });

  test('a second Ctrl-C does not wait for what is under way', async () => {
    const product = await start();
    const pids = [product.pidOf('portal'), product.pidOf('serving')];
    const upload = await beginUpload(product, 'never-ends');
    product.command.kill('SIGINT');
    await new Promise((done) => setTimeout(done, 900));
    expect(pids.filter(isThere)).toEqual(pids);
    product.command.kill('SIGINT');
    const [code] = await once(product.command, 'close');
    expect(code).toBe(1);
    await eventually(() => !pids.some(isThere), 'both processes are gone');
    upload.destroy();
  });

  test.each(['supervisor', 'start command'])('after kill -9 of the %s nothing lives on', async (victim) => {
    const product = await start();
    const pids = [product.pidOf('portal'), product.pidOf('serving'), ...product.workers()];
    process.kill(victim === 'supervisor' ? product.pidOf('supervisor') : product.command.pid!, 'SIGKILL');
    await eventually(() => !pids.some(isThere), 'every process is gone');
    const again = await start({ dataDir: product.dataDir });
    expect(await again.isReady()).toBe(true);
  });
});
