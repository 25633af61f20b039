import { expect, test } from 'vitest';
import { createFakeClock } from '#app/core/clock.ts';
import { Breaker } from './breaker.ts';
import { M1 } from './testing-pool.ts';

function setUp() {
  const clock = createFakeClock();
  const breaker = new Breaker(clock);
  const fail = (times: number, isTrial = false) => {
    for (let i = 0; i < times; i++) breaker.fail(M1, isTrial);
  };
  const succeed = (times: number, isTrial = false) => {
    for (let i = 0; i < times; i++) breaker.succeed(M1, isTrial);
  };
  const isPaused = () => {
    try {
      breaker.admit(M1);
      return false;
    } catch (error) {
      expect(error).toMatchObject({ code: 'FL_MODEL_PAUSED', status: 503 });
      return true;
    }
  };
  return { clock, breaker, fail, succeed, isPaused };
}

test('K3 five failures in a minute pause, four do not, nor five in two minutes', () => {
  const { clock, fail, isPaused } = setUp();
  fail(4);
  expect(isPaused()).toBe(false);
  clock.advance(61_000);
  fail(4);
  expect(isPaused()).toBe(false);
  fail(1);
  expect(isPaused()).toBe(true);
});

test('K3 a version that answers ten times as often as it fails goes on', () => {
  const { fail, succeed, isPaused } = setUp();
  fail(4);
  succeed(50);
  fail(1);
  expect(isPaused()).toBe(false);
  fail(1);
  expect(isPaused()).toBe(true);
});

test('K3 after the pause one trial is let through; its failure doubles the pause, up to five minutes', () => {
  const { clock, breaker, fail, isPaused } = setUp();
  fail(5);
  for (const pauseS of [30, 60, 120, 240, 300, 300]) {
    clock.advance(pauseS * 1000 - 1);
    expect(isPaused()).toBe(true);
    clock.advance(1);
    expect(breaker.admit(M1)).toBe(true);
    expect(isPaused()).toBe(true);
    fail(1, true);
  }
});

test('K3 a trial that is answered ends it, and one that was never heard of makes room for another', () => {
  const { clock, breaker, fail, succeed, isPaused } = setUp();
  fail(5);
  clock.advance(30_000);
  expect(breaker.admit(M1)).toBe(true);
  clock.advance(30_000);
  expect(breaker.admit(M1)).toBe(true);
  // An answer to a question from before the pause says nothing.
  succeed(1, false);
  expect(isPaused()).toBe(true);
  succeed(1, true);
  expect(isPaused()).toBe(false);
  expect(breaker.reason(M1)).toBeNull();
});
