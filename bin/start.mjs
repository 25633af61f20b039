#!/usr/bin/env node
/**
 * `npm start`, with nothing but Node 20 and npm on the machine: installs what the lockfile says when that is not there,
 * builds the pages when they are stale, and runs the supervisor on Node 24.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './bootstrap/build-pages.mjs';
import { findNode, ROOT } from './bootstrap/folders.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';
import { exitCodeOf, STOP_SIGNALS } from './bootstrap/run.mjs';

const isDevelopment = process.argv.includes('--development');

await ensureInstalled({ withTools: isDevelopment });
if (!isDevelopment) await ensureBuilt();

const supervisor = spawn(findNode(), [join(ROOT, 'app/server/supervisor.ts')], {
  // By the fourth, a channel, the supervisor learns when this process is killed.
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: {
    ...process.env,
    NODE_ENV: isDevelopment ? 'development' : 'production',
    // What Node compiled is kept between starts: without types to strip the next one takes a third less time.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(ROOT, 'node_modules/.cache/compiled'),
  },
});
for (const signal of STOP_SIGNALS) process.on(signal, () => supervisor.kill(signal));
stopWithNpm(() => supervisor.kill('SIGTERM'));
supervisor.on('exit', (code, signal) => process.exit(signal ? exitCodeOf(signal) : (code ?? 1)));

/**
 * Under npm this process is of no use without it: whoever started npm and killed it wants the product to end too.
 * @param {() => void} stop
 */
function stopWithNpm(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500);
}
