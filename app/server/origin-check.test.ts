import { expect, test } from 'vitest';
import { isOwnOrigin, type OriginFacts } from './origin-check.ts';

const own = ['https://look.example.org', 'http://127.0.0.1:3000'];
const ask = (facts: Partial<OriginFacts>): boolean =>
  isOwnOrigin({ method: 'POST', origin: undefined, fetchSite: undefined, hasCookie: true, own, ...facts });

test('our own origin may change things', () => {
  expect(ask({ origin: 'https://look.example.org' })).toBe(true);
  expect(ask({ origin: 'HTTP://127.0.0.1:3000' })).toBe(true);
});

test.each(['https://evil.example', 'null', '', 'http://127.0.0.1:3001', 'https://look.example.org.evil.example'])(
  'the origin %j may not, with or without a cookie',
  (origin) => {
    expect(ask({ origin })).toBe(false);
    expect(ask({ origin, hasCookie: false })).toBe(false);
  },
);

test('without Origin the browser says whether the request came from us', () => {
  expect(ask({ fetchSite: 'same-origin' })).toBe(true);
  expect(ask({ fetchSite: 'none' })).toBe(true);
  expect(ask({ fetchSite: 'same-site' })).toBe(false);
  expect(ask({ fetchSite: 'cross-site' })).toBe(false);
});

test('without both only a request that carries no cookie passes', () => {
  expect(ask({ hasCookie: false })).toBe(true);
  expect(ask({ hasCookie: true })).toBe(false);
});

test('reading is never refused', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(ask({ method, origin: 'https://evil.example' })).toBe(true);
  for (const method of ['PUT', 'PATCH', 'DELETE']) expect(ask({ method, origin: 'https://evil.example' })).toBe(false);
});
