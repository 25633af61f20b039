import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Clock, systemClock } from '#app/core/clock.ts';
import { createSilentLog, type Log } from '#app/core/log.ts';
import type { EngineAnswer, Question, ServedVersion } from '../engines/engine.ts';
import { type Child, startChild, systemSpawn } from './child.ts';
import { commandFor } from './launch.ts';
import { type PoolLimits, WorkerPool } from './pool.ts';

const ENTRY = resolve(import.meta.dirname, 'fixtures/bad-worker.ts');
const OFF = { kind: 'off', reason: null, canTieToParent: false } as const;

export const M1: ServedVersion = { model: 'm', version: 1, path: '/nowhere', sizeBytes: 1, key: 'm/1' };

export interface TestPoolOptions {
  limits?: Partial<PoolLimits>;
  workerCount?: number;
  log?: Log;
  clock?: Clock;
}

/** A pool whose workers behave as they are told (`fixtures/bad-worker.ts`). */
export interface TestPool {
  pool: WorkerPool;
  /** Every worker ever started, in order. */
  children: Child[];
  /** Asks for one number; a good worker answers it back. */
  ask(value: number, more?: Partial<Question> & { version?: ServedVersion }): Promise<number>;
  answerOf(value: number, more?: Partial<Question> & { version?: ServedVersion }): Promise<EngineAnswer>;
  /** Resolves when the first worker is there. */
  ready(): Promise<void>;
  remove(): Promise<void>;
}

export function makeTestPool(behaviour: string, options: TestPoolOptions = {}): TestPool {
  const { limits = {}, workerCount = 2, log = createSilentLog(), clock = systemClock } = options;
  const dir = mkdtempSync(join(tmpdir(), 'firstlook-pool-'));
  const children: Child[] = [];
  const pool = new WorkerPool({
    workerCount,
    start: (addressSpaceBytes) => {
      const view = { readable: [], writable: [] };
      const plan = { entry: ENTRY, args: [behaviour, join(dir, 'marker')], view, workingDir: dir, addressSpaceBytes };
      const child = startChild(commandFor(plan, OFF), { spawn: systemSpawn, log });
      children.push(child);
      return child;
    },
    clock,
    log,
    limits,
  });
  const answerOf: TestPool['answerOf'] = async (value, { version = M1, ...more } = {}) => {
    const inputs = [{ name: 'x', datatype: 'UINT8' as const, shape: [1], bytes: new Uint8Array([value]) }];
    return pool.infer(version, { inputs, outputs: null, ...more });
  };
  return {
    pool,
    children,
    answerOf,
    ask: async (value, more) => (await answerOf(value, more)).outputs[0]?.bytes[0] ?? Number.NaN,
    ready: async () => {
      while (!pool.isReady()) await new Promise((done) => setTimeout(done, 10));
    },
    remove: async () => {
      await pool.stop(0);
      rmSync(dir, { recursive: true });
    },
  };
}

/** The values of what was answered, the codes of what was not. */
export function outcomes(results: PromiseSettledResult<number>[]): (number | string)[] {
  return results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason.code)));
}
