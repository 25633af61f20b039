import { expect, test } from 'vitest';
import { createFakeClock } from '#app/core/clock.ts';
import type { Question } from '../engines/engine.ts';
import { Quarantine } from './quarantine.ts';
import { M1 } from './testing-pool.ts';

const question = (value: number, name = 'x'): Question => ({
  inputs: [{ name, datatype: 'UINT8', shape: [2], bytes: Uint8Array.of(value & 255, value >> 8) }],
  outputs: null,
});

test('K1 a question is held from its second kill on, for ten minutes, and no other is', () => {
  const clock = createFakeClock();
  const quarantine = new Quarantine(clock);
  quarantine.count(M1, question(7));
  expect(quarantine.holds(M1, question(7))).toBe(false);
  quarantine.count(M1, question(7));
  expect(quarantine.holds(M1, question(7))).toBe(true);
  // Neither its outputs nor who asks make it another question.
  expect(quarantine.holds(M1, { ...question(7), outputs: ['y'] })).toBe(true);
  expect(quarantine.holds(M1, question(8))).toBe(false);
  expect(quarantine.holds(M1, question(7, 'z'))).toBe(false);
  expect(quarantine.holds({ ...M1, key: 'm/2' }, question(7))).toBe(false);
  clock.advance(10 * 60_000 - 1);
  expect(quarantine.holds(M1, question(7))).toBe(true);
  clock.advance(1);
  expect(quarantine.holds(M1, question(7))).toBe(false);
});

test('K1 a kill long ago does not count any more', () => {
  const clock = createFakeClock();
  const quarantine = new Quarantine(clock);
  quarantine.count(M1, question(7));
  clock.advance(10 * 60_000);
  quarantine.count(M1, question(7));
  expect(quarantine.holds(M1, question(7))).toBe(false);
});

test('K1 at most a thousand are remembered: the oldest go first', () => {
  const quarantine = new Quarantine(createFakeClock());
  for (let value = 0; value <= 1000; value++) quarantine.count(M1, question(value), 2);
  expect(quarantine.holds(M1, question(0))).toBe(false);
  expect(quarantine.holds(M1, question(1))).toBe(true);
  expect(quarantine.holds(M1, question(1000))).toBe(true);
});
