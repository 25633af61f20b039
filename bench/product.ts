import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Token of the admin while figures are taken. */
export const TOKEN = 'token-of-the-bench';

export interface Product {
  portalUrl: string;
  servingUrl: string;
  dataDir: string;
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, '..');

/** Both processes as they run in production, on free ports and with a data folder of their own. */
export async function startProduct(env: Record<string, string> = {}): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'firstlook-bench-'));
  const [portalPort, servingPort] = [await freePort(), await freePort()];
  const settings = {
    ...process.env,
    FIRSTLOOK_DATA: dataDir,
    FIRSTLOOK_PORT: String(portalPort),
    FIRSTLOOK_SERVING_PORT: String(servingPort),
    FIRSTLOOK_GRPC_PORT: '0',
    FIRSTLOOK_ADMIN_TOKEN: TOKEN,
    FIRSTLOOK_SERVING_TOKEN: TOKEN,
    FIRSTLOOK_SAMPLES: '0',
    ...env,
  };
  const start = (entry: string) =>
    spawn(process.execPath, [join(root, entry)], { cwd: root, env: settings, stdio: ['ignore', 'ignore', 'inherit'] });
  const children = [start('app/serving/main.ts'), start('app/server/start.ts')];
  const portalUrl = `http://127.0.0.1:${portalPort}`;
  await untilReady(`${portalUrl}/readyz`, children);
  return {
    portalUrl,
    servingUrl: `http://127.0.0.1:${servingPort}`,
    dataDir,
    stop: async () => {
      await Promise.all(children.map(endOf));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function untilReady(url: string, children: ChildProcess[]): Promise<void> {
  for (;;) {
    if (children.some((child) => child.exitCode !== null)) throw new Error('the product did not start');
    const isReady = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((done) => setTimeout(done, 50));
  }
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null) return done();
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });
}
