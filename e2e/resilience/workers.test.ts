import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { goodModel } from '#app/onnx/testing-models.ts';
import { type BenchServing, residentMb, startServing } from '../../bench/serving/process.ts';
import { weightyModel } from '../../bench/serving/weighty-model.ts';
import { eventually } from '../product.ts';

const BODY = JSON.stringify({ inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] }] });
const CYCLES = 14;
const EARLY = 4;

let serving: BenchServing;
beforeEach(async () => {
  const leaks = Array.from(
    { length: CYCLES },
    (_, place) => [`leak-${place}`, weightyModel(12 << 20, place + 2)] as const,
  );
  const models = { tiny: goodModel(), big: weightyModel(60 << 20), ...Object.fromEntries(leaks) };
  serving = await startServing(models, { env: { FIRSTLOOK_WORKERS: '1', FIRSTLOOK_LOG_LEVEL: 'silent' } });
  await eventually(async () => (await serving.ask('tiny', BODY)) === 200, 'the model answers');
});
afterEach(async () => {
  await serving.stop();
});

test.each(['SIGKILL', 'SIGSTOP'] as const)(
  'no question fails while a random worker gets %s, again and again',
  async (signal) => {
    const statuses: number[] = [];
    let isOver = false;
    const asking = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!isOver) statuses.push(await serving.ask('tiny', BODY));
      }),
    );
    for (let times = 0; times < 6; times++) {
      await eventually(() => serving.workers().length > 0, 'a worker is there');
      const workers = serving.workers();
      process.kill(workers[Math.floor(Math.random() * workers.length)]!, signal);
      const answered = statuses.length;
      await eventually(() => statuses.length > answered + 40, 'questions are answered');
      await new Promise((done) => setTimeout(done, 700));
    }
    isOver = true;
    await asking;
    expect(new Set(statuses)).toEqual(new Set([200]));
  },
);

describe('memory of loads and unloads', () => {
  const memory = () => serving.workers().reduce((sum, pid) => sum + residentMb(pid), 0);

  /** Memory late, of that early, over so many cycles. */
  async function growth(cycle: (place: number) => Promise<void>): Promise<number> {
    const seen: number[] = [];
    for (let place = 0; place < CYCLES; place++) {
      await cycle(place);
      await new Promise((done) => setTimeout(done, 100));
      seen.push(memory());
    }
    return (seen.at(-1) ?? 0) / (seen[EARLY - 1] ?? 1);
  }

  test('a model that is loaded, asked and unloaded again and again leaves nothing behind', async () => {
    const ratio = await growth(async () => {
      await serving.load('big');
      expect(await serving.ask('big', BODY)).toBe(200);
      await serving.unload('big');
    });
    expect(ratio).toBeLessThanOrEqual(1.15);
  });

  test('the control that keeps every model fails that check', async () => {
    const ratio = await growth(async (place) => expect(await serving.ask(`leak-${place}`, BODY)).toBe(200));
    expect(ratio).toBeGreaterThan(1.15);
  });
});
