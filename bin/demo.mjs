#!/usr/bin/env node
/**
 * `npm run demo`: the product as `npm start` runs it, on a throw-away data folder that holds a story of six weeks. The
 * folder goes when the demo ends. FIRSTLOOK_PORT and the like count here too.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './bootstrap/build-pages.mjs';
import { findNode, ROOT } from './bootstrap/folders.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';
import { run } from './bootstrap/run.mjs';
import { giveUp, say, seconds } from './bootstrap/say.mjs';

await ensureInstalled({ withTools: false });
const dataDir = mkdtempSync(join(tmpdir(), 'firstlook-demo-'));
process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
Object.assign(process.env, {
  FIRSTLOOK_DATA: dataDir,
  FIRSTLOOK_SAMPLES: '0',
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(ROOT, 'node_modules/.cache/compiled'),
});

const [told] = await Promise.all([run(findNode(), [join(ROOT, 'scripts/demo/main.ts')], { cwd: ROOT }), ensureBuilt()]);
if (told.code !== 0) giveUp(told.output.trim());
say(`Six weeks went by in ${seconds(told.ms)}.`);
process.stdout.write(told.output);
// From here on it is a start like any other.
await import('./start.mjs');
