import { expect, test } from 'vitest';
import { createFakeClock } from '#app/core/clock.ts';
import { createStoryClock } from './story-clock.ts';

test('goes as fast as the machine, from moment to moment, and never back', () => {
  const machine = createFakeClock();
  const clock = createStoryClock(1_000, machine);
  machine.advance(90.4);
  expect(clock.now()).toBe(1_090);
  clock.moveTo(5_000);
  machine.advance(10);
  expect(clock.now()).toBe(5_010);
  clock.moveTo(2_000);
  expect(clock.now()).toBe(5_010);
  clock.pass(100);
  expect(clock.now()).toBe(5_110);
  expect(clock.monotonicMs()).toBe(machine.monotonicMs());
});
