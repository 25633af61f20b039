import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLog } from '#app/core/log.ts';
import { eventually } from '../testing.ts';
import { M1, makeTestPool, outcomes, type TestPool, type TestPoolOptions } from './testing-pool.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let made: TestPool;
const make = (behaviour: string, options?: TestPoolOptions) => {
  made = makeTestPool(behaviour, options);
  return made;
};
afterEach(() => made.remove());

const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe('a good worker', () => {
  test('W1 answers, many at once, each with its own answer', async () => {
    const { ask } = make('good');
    const values = Array.from({ length: 200 }, (_, i) => i);
    expect(await Promise.all(values.map((value) => ask(value)))).toEqual(values);
  });

  test('W12 questions that wait together travel together once the model is known to be fast', async () => {
    const { ask, ready } = make('fast', { workerCount: 1 });
    await ready();
    for (let round = 0; round < 5; round++) {
      const values = Array.from({ length: 100 }, (_, i) => (i + round) % 256);
      expect(await Promise.all(values.map((value) => ask(value)))).toEqual(values);
    }
  });

  test('D1 a queue that is full refuses with Retry-After instead of growing', async () => {
    const { ask } = make('good', { limits: { queueLength: 3 } });
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map((value) => ask(value)));
    expect(outcomes(results)).toEqual([1, 2, 3, 'FL_SERVING_BUSY', 'FL_SERVING_BUSY']);
    expect(results[4]).toMatchObject({ reason: { retryAfterS: 1 } });
  });

  test('D3 a question whose asker has gone is not run', async () => {
    const { ask } = make('crash-on-seven');
    await expect(ask(7, { isWanted: () => false })).rejects.toMatchObject({ code: 'FL_SERVING_UNAVAILABLE' });
    expect(await ask(5)).toBe(5);
    expect(made.children).toHaveLength(3);
  });

  test('W2 a model that needs more address space gets workers that have it', async () => {
    const { pool, ready, children } = make('good');
    await ready();
    await pool.load({ ...M1, key: 'big', sizeBytes: 2 * 2 ** 30 });
    const limits = readFileSync(`/proc/${children.at(-1)?.pid}/limits`, 'utf8');
    expect(Number(/Max address space +(\d+)/.exec(limits)?.[1])).toBe(10 * 2 ** 30);
  });

  test('D10 an answer says how long it waited and how long the model took', async () => {
    const { answerOf, ready } = make('slow', { workerCount: 1 });
    await ready();
    const [first, second] = await Promise.all([answerOf(1), answerOf(2)]);
    expect(first.ms).toBe(1);
    expect(first.queueMs).toBeGreaterThanOrEqual(0);
    expect(second.queueMs).toBeGreaterThanOrEqual(first.queueMs + 250);
  });
});

describe('workers that misbehave', () => {
  test.each(['wrong-id', 'wrong-order', 'wrong-bytes', 'wrong-form', 'wrong-reason', 'too-many', 'not-a-frame'])(
    'W3 a worker that lies (%s) is killed',
    async (behaviour) => {
      const { ask, children } = make(behaviour);
      await expect(ask(1)).rejects.toMatchObject({ code: 'FL_RUN_CRASHED' });
      await Promise.race(children.map((child) => child.gone));
    },
  );

  test('W3 a worker that speaks when not asked is replaced, and questions are answered all the same', async () => {
    const { ask } = make('speaks-twice');
    for (const value of [1, 2, 3]) expect(await ask(value)).toBe(value);
  });

  test('W4 W16 noise does no harm and reaches the log and the log of its model, cut and without paths', async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => lines.push(line) };
    const { ask, pool } = make('noise', { log: createLog({ process: 't', level: 'debug', destination }) });
    expect(await ask(5)).toBe(5);
    await eventually(() => pool.logOf(M1).some(({ stream }) => stream === 'stderr'), 'the log holds both streams');
    const said = lines.filter((line) => line.includes('"said"'));
    expect(said.length).toBeGreaterThan(0);
    expect(said.join('').length).toBeLessThan(64 << 10);
    expect(lines.join('')).not.toContain('secret');
    const log = pool.logOf(M1);
    expect(log[0]).toMatchObject({ stream: 'stdout', text: expect.stringContaining('noise noise') });
    expect(log.map(({ text }) => text).join('')).not.toContain('secret');
    expect(log.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(64 << 10);
    expect(pool.logOf({ ...M1, key: 'other' })).toEqual([]);
  });

  test('W5 a worker that fails to start once is started again', async () => {
    expect(await make('fail-once').ask(6)).toBe(6);
  });

  test.each(['never-starts', 'dies-after-hello'])(
    'W5 workers that do not last (%s) are tried less and less often',
    async (behaviour) => {
      const { children } = make(behaviour);
      await new Promise((done) => setTimeout(done, 1200));
      const early = children.length;
      expect(early).toBeGreaterThan(3);
      expect(early).toBeLessThan(16);
      await new Promise((done) => setTimeout(done, 1200));
      expect(children.length - early).toBeLessThan(early);
    },
  );

  test('W5 D2 nobody waits for ever where no worker starts', async () => {
    const { ask, pool } = make('never-starts', { limits: { queueMs: 300 } });
    expect(pool.isReady()).toBe(false);
    await expect(ask(1)).rejects.toMatchObject({ code: 'FL_SERVING_BUSY', retryAfterS: 5 });
  });

  test('W6 a worker of another protocol version is not used', async () => {
    const { ask, pool } = make('wrong-version', { limits: { queueMs: 500 } });
    await expect(ask(1)).rejects.toMatchObject({ code: 'FL_SERVING_BUSY' });
    expect(pool.isReady()).toBe(false);
  });
});

describe('how many there are', () => {
  test('W13 one waits as a spare; those stuck are replaced, up to twice as many and one, and the surplus ends', async () => {
    const { ask, children, ready } = make('hang-on-seven', { limits: { runMs: 3_000, surplusMs: 500 } });
    await ready();
    await eventually(() => children.length === 3, 'two and a spare are there');
    const stuck = Array.from({ length: 6 }, (_, i) => ask(7, { version: { ...M1, key: `stuck-${i}` } }));
    const ended = Promise.allSettled(stuck);
    await eventually(() => children.length === 5, 'those that are stuck have been replaced');
    await ended;
    const alive = () => children.filter((child) => !isGone(child.pid)).length;
    expect(alive()).toBeLessThanOrEqual(5);
    await eventually(() => alive() === 3, 'the surplus has ended');
    expect(await ask(1)).toBe(1);
  });

  test('W14 an idle worker that does not answer pings is replaced, without a question being asked', async () => {
    const { children, ready, ask } = make('good');
    await ready();
    await eventually(() => children.length === 3, 'all are there');
    await Promise.all(children.map((child) => child.ready));
    const [frozen] = children;
    process.kill(frozen!.pid, 'SIGSTOP');
    await eventually(() => isGone(frozen!.pid), 'the frozen one is gone');
    await eventually(() => children.length === 4, 'another is in its place');
    expect(await ask(3)).toBe(3);
  });

  test('W14 a worker that is busy for long is not pinged', async () => {
    const { ask, children } = make('slow', { workerCount: 1 });
    expect(await Promise.all(Array.from({ length: 14 }, (_, i) => ask(i)))).toHaveLength(14);
    expect(children.filter((child) => isGone(child.pid))).toEqual([]);
  });

  test.each([
    ['loads', 'good', { recycleLoads: 3 }],
    ['age', 'good', { recycleAgeMs: 500 }],
    ['memory', 'leak', {}],
  ])('W15 a worker is replaced for its %s while questions go on, and none fails', async (_why, behaviour, limits) => {
    const { ask, children, ready } = make(behaviour, { limits, workerCount: 1 });
    await ready();
    await eventually(() => children.length === 2, 'one and a spare are there');
    for (let i = 0; children.length < 4; i++) {
      expect(await ask(i % 250, { version: { ...M1, key: `v${i % 8}` } })).toBe(i % 250);
      await new Promise((done) => setTimeout(done, 20));
    }
    // Whichever of the two was given more to do.
    await eventually(() => children.some(({ pid }) => isGone(pid)), 'the worn one is gone');
  });
});

test('W15 a worn worker goes also when more than enough others are there already', async () => {
  const { ask, children, ready } = make('slow', { limits: { recycleAgeMs: 2_500 }, workerCount: 1 });
  await ready();
  await Promise.all([ask(1), ask(2, { version: { ...M1, key: 'other' } })]);
  await eventually(() => children.length === 3, 'the slow one was stood in for');
  await eventually(() => isGone(children[0]!.pid), 'the oldest is gone');
  expect(await ask(3)).toBe(3);
});

describe('stopping', () => {
  test('W7 what is under way is finished, what is new refused, and no worker is left', async () => {
    const { ask, pool, children } = make('good');
    const asked = [ask(1), ask(2), ask(3)];
    const stopped = pool.stop(10_000);
    await expect(ask(4)).rejects.toMatchObject({ code: 'FL_SERVING_DRAINING', retryAfterS: 5 });
    expect(await Promise.all(asked)).toEqual([1, 2, 3]);
    await stopped;
    expect(children.every((child) => isGone(child.pid))).toBe(true);
  });

  test('W7 the deadline ends what never ends', async () => {
    const { ask, pool, ready } = make('hang', { limits: { runMs: 60_000 } });
    const asked = ask(1);
    asked.catch(() => undefined);
    await ready();
    await pool.stop(100);
    await expect(asked).rejects.toMatchObject({ code: 'FL_SERVING_DRAINING' });
  });
});
