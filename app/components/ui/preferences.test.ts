import { expect, test } from 'vitest';
import { preferenceCookies, readPreferences } from './preferences.ts';

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

test.each([
  [null, { theme: null, hasKeys: true }],
  ['theme=dark', { theme: 'dark', hasKeys: true }],
  ['a=1; theme=light; keys=off', { theme: 'light', hasKeys: false }],
  ['theme=<script>', { theme: null, hasKeys: true }],
  ['mytheme=dark', { theme: null, hasKeys: true }],
])('the cookie %s means %o', (cookie, preferences) => {
  expect(readPreferences(cookie)).toEqual(preferences);
});

test('a choice is kept for a year, the usual one forgets it', () => {
  const [dark] = preferenceCookies(form({ theme: 'dark' }), false);
  expect(dark).toBe('theme=dark; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax');
  expect(readPreferences(dark?.split(';')[0] ?? '')).toEqual({ theme: 'dark', hasKeys: true });
  const [system] = preferenceCookies(form({ theme: 'system' }), true);
  expect(system).toBe('theme=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure');
});

test('what is no choice sets nothing', () => {
  expect(preferenceCookies(form({ theme: 'dark\r\nset-cookie: a=b', keys: '', other: 'x' }), false)).toEqual([]);
});
