import { expect, test } from 'vitest';
import { hourOf, momentWords, shortMomentWords } from './moment-words.ts';
import { readZone } from './zone.ts';

const NOW = Date.UTC(2026, 10, 25, 2, 30);
const DAY = 24 * 3_600_000;

test('a time is in the viewer’s zone, and says UTC while nobody knows it', () => {
  expect(momentWords(NOW, 'America/New_York')).toBe('24 Nov 2026, 21:30');
  expect(momentWords(NOW, 'Asia/Kolkata')).toBe('25 Nov 2026, 08:00');
  expect(momentWords(NOW, null)).toBe('25 Nov 2026, 02:30 UTC');
  expect(hourOf(NOW, 'America/New_York')).toBe(21);
  expect(hourOf(Date.UTC(2026, 0, 1), 'UTC')).toBe(0);
});

test('in little room: the day of the week, then the day of the year, then the date', () => {
  const short = (at: number) => shortMomentWords(at, NOW, 'America/New_York');
  expect(short(NOW)).toBe('Tue 21:30');
  expect(short(NOW - 6 * DAY)).toBe('Wed 21:30');
  expect(short(NOW - 8 * DAY)).toBe('16 Nov 21:30');
  expect(short(NOW - 400 * DAY)).toBe('20 Oct 2025');
});

test.each([
  ['zone=Europe/Paris', 'Europe/Paris'],
  ['theme=dark; zone=Etc/GMT+5; keys=off', 'Etc/GMT+5'],
  ['zone=', null],
  ['zone=Nowhere/Here', null],
  ['zone=<script>', null],
  [`zone=${'A'.repeat(500)}`, null],
  ['ozone=UTC', null],
  [null, null],
])('the cookie %j says %j', (cookies, zone) => {
  expect(readZone(cookies)).toBe(zone);
});
