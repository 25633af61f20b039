import { expect, test } from 'vitest';
import { createFakeClock } from '#app/core/clock.ts';
import { ModelLogs } from './model-logs.ts';

const CAP = 64 << 10;

test('W16 the latest 64 KB of a version are kept, whatever the pieces', () => {
  const logs = new ModelLogs(createFakeClock(7));
  for (let i = 0; i < 5000; i++) logs.add('a', { stream: 'stdout', text: `line ${i}\n` });
  const lines = logs.of('a');
  expect(lines.at(-1)).toEqual({ at: 7, stream: 'stdout', text: 'line 4999\n' });
  expect(lines.length).toBeGreaterThan(500);
  expect(lines.length).toBeLessThan(1024);
  logs.add('a', { stream: 'stderr', text: `${'x'.repeat(10 * CAP)}end` });
  const [only] = logs.of('a');
  expect(logs.of('a')).toHaveLength(1);
  expect(only?.text).toMatch(/xend$/);
  expect(only?.text.length).toBeLessThan(CAP);
});

test('W16 logs are of each version alone, and those of the quietest of more than 200 go', () => {
  const logs = new ModelLogs(createFakeClock());
  for (let i = 0; i <= 200; i++) logs.add(`v${i}`, { stream: 'stdout', text: String(i) });
  expect(logs.of('v0')).toEqual([]);
  expect(logs.of('v1').map(({ text }) => text)).toEqual(['1']);
});
