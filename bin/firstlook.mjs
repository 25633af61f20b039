#!/usr/bin/env node
/** `npx firstlook`: hands the command line to Node 24. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findNode, ROOT } from './bootstrap/folders.mjs';
import { exitCodeOf, STOP_SIGNALS } from './bootstrap/run.mjs';

const command = spawn(installedNode(), [join(ROOT, 'app/cli/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of STOP_SIGNALS) process.on(signal, () => command.kill(signal));
command.on('exit', (code, signal) => process.exit(signal ? exitCodeOf(signal) : (code ?? 1)));

function installedNode() {
  try {
    return findNode();
  } catch {
    process.stderr.write(
      'Firstlook is not installed yet. Run npm install in its folder, or npm start, then try again.\n',
    );
    process.exit(1);
  }
}
