import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataFolder } from './data-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstlook-data-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const MODULE = resolve(import.meta.dirname, 'data-lock.ts');
const inUse = expect.objectContaining({ code: 'FL_DATA_IN_USE', message: expect.stringContaining('FIRSTLOOK_DATA') });

async function holdElsewhere() {
  const script = `
    const { lockDataFolder } = await import(${JSON.stringify(MODULE)});
    lockDataFolder(${JSON.stringify(folder)});
    process.stdout.write('held');
    setInterval(() => undefined, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

test('a data folder belongs to one at a time, until that one lets go', () => {
  const release = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow(inUse);
  release();
  lockDataFolder(folder)();
});

test('another process cannot take it, and one that is killed leaves no lock behind', async () => {
  const holder = await holdElsewhere();
  expect(() => lockDataFolder(folder)).toThrow(inUse);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  lockDataFolder(folder)();
});

test('a folder that cannot be written is another failure', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => lockDataFolder(join(folder, 'file'))).toThrow(expect.objectContaining({ code: 'SQLITE_CANTOPEN' }));
});
