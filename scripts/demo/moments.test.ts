import { describe, expect, test } from 'vitest';
import { minutesAgo, workday } from './moments.ts';
import { FIRST_DAY, STORY } from './story/index.ts';

const local = (text: string): number => new Date(text).getTime();

describe('working days', () => {
  test('count back over weekends', () => {
    const monday = local('2026-03-09T10:00:00');
    expect(workday(1, '9:12')(monday)).toBe(local('2026-03-06T09:12:00'));
    expect(workday(5, '17:05')(monday)).toBe(local('2026-03-02T17:05:00'));
    expect(workday(6, '9:00')(monday)).toBe(local('2026-02-27T09:00:00'));
  });

  test('on a weekend the last one is Friday', () => {
    for (const day of ['2026-03-07T00:10:00', '2026-03-08T23:50:00']) {
      expect(workday(1, '9:00')(local(day))).toBe(local('2026-03-06T09:00:00'));
    }
  });
});

test('whenever the story is told, nothing in it is still to come, and what is minutes ago comes last', () => {
  const lastDay = workday(1, '17:30');
  for (let hour = 0; hour < 14 * 24; hour += 1) {
    const nowMs = local('2026-03-02T00:00:00') + hour * 3_600_000;
    const times = STORY.map(({ at }) => at(nowMs));
    expect(Math.max(...times)).toBeLessThan(nowMs);
    expect(Math.min(...times)).toBeGreaterThan(FIRST_DAY(nowMs));
    const oldest = Math.min(...times.filter((ms) => ms > lastDay(nowMs)));
    expect(oldest).toBe(minutesAgo(186)(nowMs));
  }
});
