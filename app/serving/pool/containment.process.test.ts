import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Clock, systemClock } from '#app/core/clock.ts';
import { eventually } from '../testing.ts';
import { M1, makeTestPool, outcomes, type TestPool, type TestPoolOptions } from './testing-pool.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let made: TestPool;
const make = (behaviour: string, options?: TestPoolOptions) => {
  made = makeTestPool(behaviour, options);
  return made;
};
afterEach(() => made.remove());

/** The machine's clock, which can be put forward. */
function createMovableClock(): Clock & { advance(ms: number): void } {
  let ahead = 0;
  return {
    now: () => systemClock.now() + ahead,
    monotonicMs: () => systemClock.monotonicMs() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
}

describe('deadlines', () => {
  test('D6 K1 a question that never ends is stopped by killing its worker; asked again, it is not tried a third time', async () => {
    const { ask } = make('hang-on-seven', { limits: { runMs: 300 } });
    expect(await ask(1)).toBe(1);
    expect(outcomes(await Promise.allSettled([ask(7), ask(2), ask(3)]))).toEqual(['FL_RUN_TIMEOUT', 2, 3]);
    await expect(ask(7)).rejects.toMatchObject({ code: 'FL_RUN_TIMEOUT', status: 504 });
    await expect(ask(7)).rejects.toMatchObject({ code: 'FL_RUN_QUARANTINED', status: 422 });
    expect(await ask(1)).toBe(1);
  });

  test('D7 a question that met a frozen worker is answered by another, and is not blamed', async () => {
    const { ask, children } = make('freeze-once', { limits: { runMs: 300 }, workerCount: 1 });
    expect(await ask(5)).toBe(5);
    await eventually(() => children.length >= 3, 'the frozen one was replaced');
    for (let i = 0; i < 3; i++) expect(await ask(5)).toBe(5);
  });

  test('D7 also when every worker was stopped', async () => {
    const { ask, children } = make('good', { limits: { runMs: 300 } });
    await ask(1);
    for (const child of children) process.kill(child.pid, 'SIGSTOP');
    expect(await ask(2)).toBe(2);
  });

  test('D9 the timeout of an asker ends its wait, and the worker goes on', async () => {
    const { ask, children, ready } = make('slow', { workerCount: 1 });
    await ready();
    await expect(ask(1, { timeoutMs: 100 })).rejects.toMatchObject({ code: 'FL_RUN_TIMEOUT', status: 504 });
    const waiting = ask(2);
    await expect(ask(3, { timeoutMs: 60 })).rejects.toMatchObject({ code: 'FL_RUN_TIMEOUT' });
    expect(await waiting).toBe(2);
    expect(children.every((child) => !child.isOver())).toBe(true);
  });

  test('D9 a long timeout does not lengthen the deadline', async () => {
    const { ask } = make('hang', { limits: { runMs: 200 } });
    await expect(ask(1, { timeoutMs: 600_000 })).rejects.toMatchObject({ code: 'FL_RUN_TIMEOUT' });
  });
});

describe('questions that kill', () => {
  test('D4 a question whose worker dies once is answered by another', async () => {
    expect(await make('crash-once').ask(9)).toBe(9);
  });

  test('D5 K1 a question that kills two workers is given up, not run again, and its neighbours still answer', async () => {
    const clock = createMovableClock();
    const { ask, children } = make('crash-on-seven', { clock });
    expect(outcomes(await Promise.allSettled([ask(1), ask(7), ask(2), ask(3)]))).toEqual([1, 'FL_RUN_CRASHED', 2, 3]);
    await eventually(() => children.length === 5, 'both were replaced');
    await expect(ask(7)).rejects.toMatchObject({ code: 'FL_RUN_QUARANTINED', status: 422 });
    // The same input to another version is another question.
    await expect(ask(7, { version: { ...M1, key: 'm/2' } })).rejects.toMatchObject({ code: 'FL_RUN_CRASHED' });
    expect(await ask(4)).toBe(4);
    clock.advance(10 * 60_000);
    await expect(ask(7)).rejects.toMatchObject({ code: 'FL_RUN_CRASHED' });
  });

  test('K2 of the questions in one frame only the killer is given up', async () => {
    const { ask, ready } = make('fast-then-crash-on-seven', { workerCount: 1 });
    await ready();
    await Promise.all(Array.from({ length: 100 }, (_, i) => ask(100 + i)));
    const values = Array.from({ length: 40 }, (_, i) => (i === 20 ? 7 : 100 + i));
    const results = outcomes(await Promise.allSettled(values.map((value) => ask(value))));
    expect(results).toEqual(values.map((value) => (value === 7 ? 'FL_RUN_CRASHED' : value)));
  });
});

describe('versions that kill', () => {
  test('K3 K5 a version that keeps crashing is paused with reason and time; others are answered meanwhile', async () => {
    const clock = createMovableClock();
    const other = { ...M1, key: 'other', model: 'other' };
    const { ask, pool } = make('crash', { clock });
    for (let i = 0; i < 5; i++) await expect(ask(i)).rejects.toMatchObject({ code: 'FL_RUN_CRASHED' });
    const refused = await ask(99).catch((error) => error);
    expect(refused).toMatchObject({
      code: 'FL_MODEL_PAUSED',
      status: 503,
      message: expect.stringMatching(/5 times.*Z/),
    });
    expect(refused.retryAfterS).toBeGreaterThan(25);
    expect(refused.retryAfterS).toBeLessThanOrEqual(30);
    expect(pool.stateOf(M1)).toMatchObject({ state: 'failed', reason: expect.stringContaining('paused') });
    await expect(ask(1, { version: other })).rejects.toMatchObject({ code: 'FL_RUN_CRASHED' });

    clock.advance(30_000);
    const trials = await Promise.allSettled([ask(100), ask(101), ask(102)]);
    expect(outcomes(trials)).toEqual(['FL_RUN_CRASHED', 'FL_MODEL_PAUSED', 'FL_MODEL_PAUSED']);
    const again = await ask(103).catch((error) => error);
    expect(again.retryAfterS).toBeGreaterThan(55);
  });

  test('K3 a trial that is answered ends the pause', async () => {
    const clock = createMovableClock();
    const { ask, pool } = make('crash-on-seven', { clock });
    const seven = (place: number) => ({
      name: 'x',
      datatype: 'UINT8' as const,
      shape: [2],
      bytes: Uint8Array.of(7, place),
    });
    for (let i = 0; i < 5; i++) {
      await expect(ask(7, { inputs: [seven(i)] })).rejects.toMatchObject({ code: 'FL_RUN_CRASHED' });
    }
    await expect(ask(1)).rejects.toMatchObject({ code: 'FL_MODEL_PAUSED' });
    clock.advance(30_000);
    expect(await ask(1)).toBe(1);
    expect(await ask(2)).toBe(2);
    expect(pool.stateOf(M1)).toEqual({ state: 'ready', reason: '' });
  });

  test('K3 workers that are killed from outside pause nobody', async () => {
    const { ask, children, ready } = make('good', { workerCount: 1 });
    await ready();
    for (let i = 0; i < 8; i++) {
      const asked = Promise.all([ask(1), ask(2)]);
      process.kill(children.findLast((child) => !child.isOver())!.pid, 'SIGKILL');
      process.kill(children.find((child) => !child.isOver())!.pid, 'SIGKILL');
      expect(await asked).toEqual([1, 2]);
    }
  });
});

describe('loads', () => {
  test('K4 a version that could not be loaded three times is not tried again; another file is', async () => {
    const clock = createMovableClock();
    const { ask, pool } = make('load-fails', { clock });
    for (let i = 0; i < 3; i++) {
      await expect(ask(1)).rejects.toMatchObject({ code: 'FL_MODEL_CANNOT_LOAD', message: /^((?!times).)*$/ });
    }
    const remembered = { code: 'FL_MODEL_CANNOT_LOAD', status: 422, message: expect.stringMatching(/3 times.*Z/) };
    await expect(ask(1)).rejects.toMatchObject(remembered);
    await expect(pool.load(M1)).rejects.toMatchObject(remembered);
    expect(pool.stateOf(M1)).toMatchObject({ state: 'failed', reason: expect.stringContaining('could not be loaded') });
    await expect(pool.load({ ...M1, key: 'other file' })).rejects.toMatchObject({ message: /^((?!times).)*$/ });
    clock.advance(15 * 60_000);
    await expect(ask(1)).rejects.toMatchObject({ message: /^((?!times).)*$/ });
  });

  test('D4 a load whose worker dies once is done by another; twice is a failure in plain words', async () => {
    const once = make('load-crashes-once');
    expect(await once.ask(3)).toBe(3);
    await once.remove();
    await expect(make('load-crashes').ask(3)).rejects.toMatchObject({
      code: 'FL_MODEL_CANNOT_LOAD',
      message: expect.stringMatching(/crashed, three times/),
    });
  });

  test('L8 L7 loads and questions at once make one load, and the state says so', async () => {
    const { ask, pool, ready } = make('slow-load');
    await ready();
    expect(pool.stateOf(M1)).toEqual({ state: 'unloaded', reason: '' });
    const all = Promise.all([pool.load(M1), pool.load(M1), ask(1), ask(2), pool.signature(M1)]);
    await eventually(() => pool.stateOf(M1).state === 'loading', 'it is loading');
    await all;
    expect(pool.stateOf(M1)).toEqual({ state: 'ready', reason: '' });
    expect(pool.loadCount()).toBe(1);
  });

  test('L9 L7 a version that is forgotten is unloaded after the questions to it', async () => {
    const { ask, pool, ready } = make('slow', { workerCount: 1 });
    await ready();
    await pool.load(M1);
    const asked = Promise.all([ask(1), ask(2)]);
    await new Promise((done) => setTimeout(done, 50));
    pool.forget(M1);
    expect(pool.stateOf(M1).state).toBe('unloading');
    expect(await asked).toEqual([1, 2]);
    await eventually(() => pool.stateOf(M1).state === 'unloaded', 'it is unloaded');
    expect(pool.loadCount()).toBe(1);
  });
});
