import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '#app/core/clock.ts';
import { createLog, createSilentLog } from '#app/core/log.ts';
import type { ServedVersion } from '../engines/engine.ts';
import { type Child, startChild, systemSpawn } from './child.ts';
import { commandFor } from './launch.ts';
import { type PoolLimits, WorkerPool } from './pool.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ENTRY = resolve(import.meta.dirname, 'fixtures/bad-worker.ts');
const OFF = { kind: 'off', reason: null, canTieToParent: false } as const;

let dir: string;
let pool: WorkerPool;
let children: Child[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstlook-pool-'));
  children = [];
});
afterEach(async () => {
  await pool.stop(0);
  rmSync(dir, { recursive: true });
});

function makePool(behaviour: string, limits: Partial<PoolLimits> = {}, log = createSilentLog()): void {
  pool = new WorkerPool({
    workerCount: 2,
    start: (addressSpaceBytes) => {
      const view = { readable: [], writable: [] };
      const plan = { entry: ENTRY, args: [behaviour, join(dir, 'marker')], view, workingDir: dir, addressSpaceBytes };
      const child = startChild(commandFor(plan, OFF), { spawn: systemSpawn, log });
      children.push(child);
      return child;
    },
    clock: systemClock,
    log,
    limits,
  });
}

const version: ServedVersion = { model: 'm', version: 1, path: '/nowhere', sizeBytes: 1, key: 'm/1' };

async function ask(value: number): Promise<number> {
  const inputs = [{ name: 'x', datatype: 'UINT8' as const, shape: [1], bytes: new Uint8Array([value]) }];
  const { outputs } = await pool.infer(version, { inputs, outputs: null });
  return outputs[0]!.bytes[0]!;
}

/** Resolves when the pool takes questions. */
async function ready(): Promise<void> {
  await Promise.any(children.map((child) => child.ready));
}

describe('a good worker', () => {
  test('W1 answers, many at once, each with its own answer', async () => {
    makePool('good');
    const values = Array.from({ length: 100 }, (_, i) => i);
    expect(await Promise.all(values.map(ask))).toEqual(values);
  });

  test('D1 a queue that is full refuses with Retry-After instead of growing', async () => {
    makePool('good', { queueLength: 3 });
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map(ask));
    expect(results.map((result) => result.status)).toEqual([...Array(3).fill('fulfilled'), 'rejected', 'rejected']);
    expect(results[4]).toMatchObject({ reason: { code: 'FL_SERVING_BUSY', retryAfterS: 1 } });
  });

  test('D2 a question that waited too long for a worker is refused', async () => {
    makePool('hang', { runMs: 60_000, queueMs: 50 });
    const stuck = [ask(1), ask(2)];
    for (const promise of stuck) promise.catch(() => undefined);
    await expect(ask(3)).rejects.toMatchObject({ code: 'FL_SERVING_BUSY' });
  });

  test('D3 a question whose asker has gone is not run', async () => {
    makePool('good');
    const inputs = [{ name: 'x', datatype: 'UINT8' as const, shape: [1], bytes: new Uint8Array([1]) }];
    await expect(pool.infer(version, { inputs, outputs: null, isWanted: () => false })).rejects.toThrow();
    expect(await ask(5)).toBe(5);
  });

  test('W2 a model that needs more address space gets workers that have it', async () => {
    makePool('good');
    await ready();
    const big = { ...version, key: 'big', sizeBytes: 2 * 2 ** 30 };
    await pool.load(big);
    const limits = readFileSync(`/proc/${children.at(-1)?.pid}/limits`, 'utf8');
    expect(Number(/Max address space +(\d+)/.exec(limits)?.[1])).toBe(10 * 2 ** 30);
  });
});

describe('workers that misbehave', () => {
  test('D4 a question whose worker dies once is answered by another', async () => {
    makePool('crash-once');
    expect(await ask(9)).toBe(9);
  });

  test('D5 a question that kills two workers is given up in plain words, and its neighbours still answer', async () => {
    makePool('crash-on-seven');
    const results = await Promise.allSettled([ask(1), ask(7), ask(2), ask(3)]);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.code))).toEqual([
      1,
      'FL_RUN_CRASHED',
      2,
      3,
    ]);
    expect(await ask(4)).toBe(4);
  });

  test('D6 a question that never ends is stopped by killing its worker, and the place is filled again', async () => {
    makePool('hang-on-seven', { runMs: 200 });
    const results = await Promise.allSettled([ask(7), ask(7), ask(7), ask(7)]);
    expect(results.every((result) => result.status === 'rejected' && result.reason.code === 'FL_RUN_TIMEOUT')).toBe(
      true,
    );
    expect(await ask(1)).toBe(1);
  });

  test('D7 a frozen worker counts as one that never ends', async () => {
    makePool('good', { runMs: 300 });
    await ask(1);
    for (const child of children) process.kill(child.pid, 'SIGSTOP');
    await expect(ask(2)).rejects.toMatchObject({ code: 'FL_RUN_TIMEOUT' });
  });

  test.each(['wrong-id', 'wrong-bytes', 'not-a-frame'])('W3 a worker that lies (%s) is killed', async (behaviour) => {
    makePool(behaviour);
    await expect(ask(1)).rejects.toMatchObject({ code: 'FL_RUN_CRASHED' });
    await Promise.race(children.map((child) => child.gone));
  });

  test('W3 a worker that speaks when not asked is replaced, and questions are answered all the same', async () => {
    makePool('speaks-twice');
    for (const value of [1, 2, 3]) expect(await ask(value)).toBe(value);
  });

  test('W4 noise on its outputs does no harm and reaches the log cut and without paths', async () => {
    const lines: string[] = [];
    makePool(
      'noise',
      {},
      createLog({ process: 't', level: 'debug', destination: { write: (line) => lines.push(line) } }),
    );
    expect(await ask(5)).toBe(5);
    const said = lines.filter((line) => line.includes('"said"'));
    expect(said.length).toBeGreaterThan(0);
    expect(said.join('').length).toBeLessThan(64 << 10);
    expect(lines.join('')).not.toContain('secret');
  });

  test('W5 a worker that fails to start once is started again', async () => {
    makePool('fail-once');
    expect(await ask(6)).toBe(6);
  });

  test('W5 workers that never start are tried less and less often', async () => {
    makePool('never-starts', { queueMs: 1200 });
    expect(pool.isReady()).toBe(false);
    await expect(ask(1)).rejects.toMatchObject({ code: 'FL_SERVING_BUSY' });
    expect(children.length).toBeLessThan(12);
  });

  test('W6 a worker of another protocol version is not used', async () => {
    makePool('wrong-version', { queueMs: 500 });
    await expect(ask(1)).rejects.toMatchObject({ code: 'FL_SERVING_BUSY' });
    expect(pool.isReady()).toBe(false);
  });
});

describe('stopping', () => {
  test('W7 what is under way is finished, what is new refused, and no worker is left', async () => {
    makePool('good');
    const asked = [ask(1), ask(2), ask(3)];
    const stopped = pool.stop(10_000);
    await expect(ask(4)).rejects.toMatchObject({ code: 'FL_SERVING_DRAINING' });
    expect(await Promise.all(asked)).toEqual([1, 2, 3]);
    await stopped;
    for (const child of children) expect(() => process.kill(child.pid, 0)).toThrow();
  });

  test('W7 the deadline ends what never ends', async () => {
    makePool('hang', { runMs: 60_000 });
    const asked = ask(1);
    asked.catch(() => undefined);
    await ready();
    await pool.stop(100);
    await expect(asked).rejects.toMatchObject({ code: 'FL_SERVING_DRAINING' });
  });
});
