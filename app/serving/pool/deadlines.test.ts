import { describe, expect, test } from 'vitest';
import { Deadlines } from './deadlines.ts';
import { M1 } from './testing-pool.ts';

const LIMITS = { runMs: 10_000, leastRunMs: 250, mostRunMs: 300_000 };

function measured(times: number[], inputBytes = 8): Deadlines {
  const deadlines = new Deadlines(LIMITS);
  for (const ms of times) deadlines.record(M1, inputBytes, ms);
  return deadlines;
}
const times = (count: number, ms: number): number[] => Array(count).fill(ms);

describe('how long an answer may take', () => {
  test('D8 is generous before enough was measured', () => {
    expect(measured([]).runMs(M1, 8)).toBe(10_000);
    expect(measured(times(31, 1)).runMs(M1, 8)).toBe(10_000);
    expect(measured(times(32, 1)).runMs(M1, 8)).toBe(250);
  });

  test('D8 is ten times the p99, never less than 250 ms and never more than 300 s', () => {
    expect(measured(times(64, 90)).runMs(M1, 8)).toBe(900);
    expect(measured([...times(127, 1), 70]).runMs(M1, 8)).toBe(250);
    expect(measured([...times(124, 1), ...times(4, 70)]).runMs(M1, 8)).toBe(700);
    expect(measured(times(64, 60_000)).runMs(M1, 8)).toBe(300_000);
  });

  test('D8 follows a model that has become slower', () => {
    expect(measured([...times(128, 1), ...times(128, 100)]).runMs(M1, 8)).toBe(1000);
  });

  test('D8 compares only questions of a similar size: a thousand rows may take longer than one', () => {
    const deadlines = measured(times(64, 1), 100);
    expect(deadlines.runMs(M1, 60)).toBe(10_000);
    expect(deadlines.runMs(M1, 200)).toBe(250);
    expect(deadlines.runMs(M1, 100_000)).toBe(10_000);
  });

  test('D8 may be raised by the author, never lowered, and ends at 300 s all the same', () => {
    const deadlines = measured(times(64, 1));
    expect(deadlines.runMs({ ...M1, runDeadlineMs: 120_000 }, 8)).toBe(120_000);
    expect(deadlines.runMs({ ...M1, runDeadlineMs: 1 }, 8)).toBe(250);
    expect(deadlines.runMs({ ...M1, runDeadlineMs: 10 ** 9 }, 8)).toBe(300_000);
  });

  test('D8 is of each version alone, and forgotten with it', () => {
    const deadlines = measured(times(64, 1));
    expect(deadlines.runMs({ ...M1, key: 'other' }, 8)).toBe(10_000);
    deadlines.forget(M1.key);
    expect(deadlines.runMs(M1, 8)).toBe(10_000);
  });
});
