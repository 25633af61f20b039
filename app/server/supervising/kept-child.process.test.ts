import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeClock, systemClock } from '#app/core/clock.ts';
import { createLog } from '#app/core/log.ts';
import { KeptChild, type KeptChildOptions } from './kept-child.ts';

const CHILD = resolve(import.meta.dirname, 'fixtures/child.ts');

let folder: string;
let kept: KeptChild;
let launched: ChildProcess[];
let logged: { pauseMs?: number; how?: string; msg: string }[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstlook-kept-'));
  launched = [];
  logged = [];
});
afterEach(async () => {
  kept.kill();
  await Promise.all(launched.map((child) => until(() => child.exitCode !== null || child.signalCode !== null)));
  rmSync(folder, { recursive: true, force: true });
});

const notes = () => (existsSync(join(folder, 'notes')) ? readFileSync(join(folder, 'notes'), 'utf8').split('\n') : []);
const starts = () => notes().filter((line) => line.startsWith('start')).length;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setTimeout(done, 5));
}

function keep(manner: string, options: Partial<KeptChildOptions> = {}): KeptChild {
  kept = new KeptChild({
    name: 'portal',
    launch: () => {
      const args = [CHILD, ...manner.split(' ').toSpliced(1, 0, join(folder, 'notes'))];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      launched.push(child);
      return child;
    },
    clock: systemClock,
    log: createLog({ process: 'test', level: 'warn', destination: { write: (line) => logged.push(JSON.parse(line)) } }),
    pauses: { shortestMs: 1, longestMs: 8, stableMs: 60_000, firstTryMs: 1 },
    ...options,
  });
  return kept;
}

describe('the first start', () => {
  test('resolves with what the child says', async () => {
    expect(await keep('ready').start()).toMatchObject({ url: 'http://here' });
  });

  test('is tried again while the port may become free', async () => {
    await keep('taken 3').start();
    expect(starts()).toBe(4);
  });

  test('is given up with the sentence when the port stays taken', async () => {
    await expect(keep('taken 99').start()).rejects.toThrow('The port is taken.');
    expect(starts()).toBe(5);
  });

  test('is given up at once where another try would not help', async () => {
    await expect(keep('refused').start()).rejects.toThrow('The disk is full.');
    await expect(keep('broken').start()).rejects.toThrow('It ended at once (code 1).');
    expect(starts()).toBe(2);
  });

  test('is given up when the program cannot be run', async () => {
    const launch = () => spawn(join(folder, 'nothing'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    await expect(keep('', { launch }).start()).rejects.toThrow(/ENOENT/);
  });
});

describe('a child that ends', () => {
  test('is started again, each time after twice the pause, up to the longest', async () => {
    await keep('brief').start();
    await until(() => logged.length >= 6);
    expect(logged.slice(0, 6).map(({ pauseMs }) => pauseMs)).toEqual([1, 2, 4, 8, 8, 8]);
    expect(logged[0]).toMatchObject({ how: 'code 3', child: 'portal' });
  });

  test('starts with the shortest pause again once one has run for long enough', async () => {
    const clock = createFakeClock();
    let readies = 0;
    await keep('ready', { clock, onReady: () => readies++ }).start();
    for (const [ends, ranMs] of [0, 0, 60_000, 0].entries()) {
      await until(() => readies === ends + 1);
      clock.advance(ranMs);
      launched.at(-1)?.kill('SIGKILL');
      await until(() => logged.length === ends + 1);
    }
    expect(logged.map(({ pauseMs }) => pauseMs)).toEqual([1, 2, 1, 2]);
  });

  test('tells every time that it is ready again', async () => {
    const urls: string[] = [];
    await keep('ready', { onReady: ({ url }) => urls.push(url) }).start();
    launched[0]?.kill('SIGKILL');
    await until(() => urls.length === 2);
    expect(starts()).toBe(2);
  });
});

describe('stopping', () => {
  test('asks the child to end and does not start it again', async () => {
    await keep('ready').start();
    await kept.stop(60_000);
    expect(notes().slice(1)).toEqual(['SIGTERM', '']);
    expect(launched[0]?.exitCode).toBe(0);
    expect(starts()).toBe(1);
  });

  test('kills a child that does not listen', async () => {
    await keep('stubborn').start();
    await kept.stop(50);
    expect(notes()).toContain('SIGTERM');
    expect(launched[0]?.signalCode).toBe('SIGKILL');
    expect(starts()).toBe(1);
  });

  test('while it waits for the next start starts nothing', async () => {
    await keep('brief', { pauses: { shortestMs: 60_000, longestMs: 60_000, stableMs: 1e9 } }).start();
    await until(() => logged.length === 1);
    await kept.stop(1000);
    expect(starts()).toBe(1);
  });

  test('a child that is not ready yet is stopped too', async () => {
    void keep('silent').start();
    await until(() => starts() === 1);
    await kept.stop(60_000);
    expect(starts()).toBe(1);
  });
});
