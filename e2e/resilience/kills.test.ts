import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually, type Product, type Reply, startProduct } from '../product.ts';
import { askNewest, expectClean, expectLedgerWhole, expectWhole, modelBytes, publish } from './harness.ts';

// Each test has a product of its own: one that was killed often is started again after ever longer pauses.
let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

type Victim = 'a worker' | 'serving' | 'the portal' | 'both';
const VICTIMS: Victim[] = ['a worker', 'serving', 'the portal', 'both'];

/** Kills with SIGKILL; what is on its way up this moment is waited for. */
async function kill(victim: Victim): Promise<void> {
  if (victim === 'a worker') {
    await eventually(() => product.workers().length > 0, 'a worker is there');
    process.kill(product.workers()[0]!, 'SIGKILL');
    return;
  }
  const pids = [
    ...(victim !== 'the portal' ? [product.pidOf('serving')] : []),
    ...(victim !== 'serving' ? [product.pidOf('portal')] : []),
  ];
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** From before the first byte is taken to after the answer: a publish of the small model takes some 150 ms. */
const MOMENTS_MS = [0, 30, 80, 160];

const isReadyAgain = () => eventually(() => product.isReady(), 'the product is ready again', 60_000);

/** A failure is a coded one, or the connection was cut with the process. */
function expectCoded(reply: Reply | null): void {
  if (reply !== null) expect(reply).toMatchObject({ body: { error: { code: expect.stringMatching(/^FL_/) } } });
}

/** Kills the supervisor too and starts anew: the chain holds, and nothing of what was cut is left. */
async function expectWholeAfterStart(model: string, count: number): Promise<void> {
  await expectLedgerWhole(product);
  const { dataDir, command } = product;
  process.kill(product.pidOf('supervisor'), 'SIGKILL');
  await eventually(() => command.exitCode !== null, 'the start command ended');
  const again = await startProduct({ dataDir });
  await expectClean(again, model);
  expect(await expectWhole(again, model)).toBe(count);
  await expectLedgerWhole(again);
  await again.stop();
}

describe.each(VICTIMS)('%s is killed', (victim) => {
  test('during a publish, at any moment: it recovers by itself, no half version is visible, the same publish goes through', async () => {
    for (const [place, moment] of MOMENTS_MS.entries()) {
      const bytes = modelBytes(`${victim} ${place}`, 200_000);
      const answer = publish(product, 'published', bytes);
      await sleep(moment);
      await kill(victim);
      const first = await answer;
      await isReadyAgain();
      const count = await expectWhole(product, 'published');
      if (first?.status === 201) expect(count).toBe(place + 1);
      else expectCoded(first);
      // The same bytes again: the version that had come through (200), else a new one (201).
      const again = await publish(product, 'published', bytes);
      expect(again?.status).toBe(count === place + 1 ? 200 : 201);
    }
    await expectWholeAfterStart('published', MOMENTS_MS.length);
  });

  test('during runs: those after it are answered, and every run that was answered is stored', async () => {
    expect((await publish(product, 'asked', modelBytes('asked')))?.status).toBe(201);
    const replies: (Reply | null)[] = [];
    const answered = () => replies.filter((reply) => reply?.status === 201);
    let isOver = false;
    const asking = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!isOver) {
          const reply = await askNewest(product, 'asked');
          replies.push(reply);
          if (reply?.status !== 201) await sleep(20);
        }
      }),
    );
    for (let times = 0; times < 2; times++) {
      const before = answered().length;
      await eventually(() => answered().length > before + 4, 'questions are answered');
      await kill(victim);
      const after = answered().length;
      await eventually(() => answered().length > after + 8, 'questions are answered again', 60_000);
      await isReadyAgain();
    }
    isOver = true;
    await asking;
    const others = replies.filter((reply) => reply?.status !== 201);
    if (victim === 'a worker') expect(others).toEqual([]);
    for (const reply of others) expectCoded(reply);
    for (const { body: run } of answered().map((reply) => reply!)) {
      const kept = await product.call('GET', `/runs/${run.id}`);
      expect(kept).toMatchObject({ status: 200, body: { id: run.id, answer: run.answer } });
    }
    await expectWholeAfterStart('asked', 1);
  });
});
