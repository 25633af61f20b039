#!/usr/bin/env node
/** `npm run bench [name …]`: installs what is missing and takes the figures on Node 24. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findNode, ROOT } from './bootstrap/folders.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';
import { exitCodeOf } from './bootstrap/run.mjs';

await ensureInstalled({ withTools: true });
const bench = spawn(findNode(), [join(ROOT, 'bench/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
bench.on('exit', (code, signal) => process.exit(signal ? exitCodeOf(signal) : (code ?? 1)));
