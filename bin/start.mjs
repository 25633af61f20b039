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
  env: { ...process.env, NODE_ENV: isDevelopment ? 'development' : 'production' },
});
for (const signal of STOP_SIGNALS) process.on(signal, () => supervisor.kill(signal));
supervisor.on('exit', (code, signal) => process.exit(signal ? exitCodeOf(signal) : (code ?? 1)));
