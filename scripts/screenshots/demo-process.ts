import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const READY = /^Firstlook is ready: (\S+)$/m;

export interface Demo {
  url: string;
  stop(): Promise<void>;
}

/** Starts `npm run demo` on free ports. @throws with what it said when it ends before it is ready */
export async function startDemo(): Promise<Demo> {
  const [port, servingPort, grpcPort] = [await freePort(), await freePort(), await freePort()];
  const demo = spawn(process.execPath, [join(ROOT, 'bin/demo.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      FIRSTLOOK_PORT: String(port),
      FIRSTLOOK_SERVING_PORT: String(servingPort),
      FIRSTLOOK_GRPC_PORT: String(grpcPort),
    },
  });
  const ended = once(demo, 'exit');
  let said = '';
  const url = await new Promise<string>((done, fail) => {
    demo.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const ready = READY.exec(said)?.[1];
      if (ready) done(ready);
    });
    demo.once('exit', () => fail(new Error(`The demo ended before it was ready. ${said}`)));
  });
  return {
    url,
    stop: async () => {
      demo.kill('SIGTERM');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}
