#!/usr/bin/env node
/** `npm run screenshots [address]`: installs what is missing and takes pictures of the demo on Node 24. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findNode, ROOT } from './bootstrap/folders.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';
import { exitCodeOf } from './bootstrap/run.mjs';

await ensureInstalled({ withTools: true });
const args = [join(ROOT, 'scripts/screenshots/main.ts'), ...process.argv.slice(2)];
const pictures = spawn(findNode(), args, { stdio: 'inherit' });
pictures.on('exit', (code, signal) => process.exit(signal ? exitCodeOf(signal) : (code ?? 1)));
