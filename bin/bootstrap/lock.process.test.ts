import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const HOLD = resolve(import.meta.dirname, 'fixtures/hold.mjs');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstlook-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lock = () => join(folder, 'deep/lock');
const notes = () =>
  existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8').trim().split('\n') : [];
const hold = (ms: number) =>
  spawn(process.execPath, [HOLD, lock(), join(folder, 'log'), String(ms)], { stdio: 'ignore' });

/** Whether each that entered left before the next one entered. */
function wereAlone(): boolean {
  const lines = notes();
  return lines.every((line, place) => place % 2 === 0 || line === lines[place - 1]?.replace('in', 'out'));
}

test('of many that start at once each is alone in it, and nothing is left', async () => {
  await Promise.all([30, 5, 0, 20, 5, 0].map((ms) => once(hold(ms), 'exit')));
  expect(notes()).toHaveLength(12);
  expect(wereAlone()).toBe(true);
  expect(readdirSync(join(folder, 'deep'))).toEqual([]);
});

test('a holder that was killed does not hold it any more, and only one of those who wait follows at once', async () => {
  const killed = hold(60_000);
  while (notes().length < 1) await new Promise((done) => setTimeout(done, 10));
  const waiting = [hold(20), hold(20), hold(20)];
  killed.kill('SIGKILL');
  await Promise.all(waiting.map((child) => once(child, 'exit')));
  const [, ...after] = notes();
  writeFileSync(join(folder, 'log'), `${after.join('\n')}\n`);
  expect(after).toHaveLength(6);
  expect(wereAlone()).toBe(true);
});

test('a lock left before the machine started again holds nobody up, whoever has that process id now', async () => {
  const child = hold(0);
  await once(child, 'exit');
  writeFileSync(lock(), `${process.pid} 1`);
  await once(hold(0), 'exit');
  expect(notes()).toHaveLength(4);
});
