import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('work of one key never overlaps and keeps its order, other keys do not wait', async () => {
  const { take } = createTurns();
  const order: string[] = [];
  let release = (): void => undefined;
  const first = new Promise<void>((resolve) => {
    release = resolve;
  });
  const both = [
    take('a', async () => {
      order.push('a1 begins');
      await first;
      order.push('a1 ends');
    }),
    take('a', async () => void order.push('a2')),
  ];
  await take('b', async () => void order.push('b'));
  expect(order).toEqual(['a1 begins', 'b']);
  release();
  await Promise.all(both);
  expect(order).toEqual(['a1 begins', 'b', 'a1 ends', 'a2']);
});

test('a failure reaches its own asker and nobody else', async () => {
  const { take } = createTurns();
  const failed = take('a', () => Promise.reject(new Error('no')));
  const next = take('a', async () => 'done');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('done');
});
