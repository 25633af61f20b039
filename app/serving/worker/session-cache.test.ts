import { describe, expect, test } from 'vitest';
import type { Session } from './session.ts';
import { createSessionCache } from './session-cache.ts';

const released: string[] = [];

/** What the cache needs of a session: that it can be released. */
function session(name: string): Session {
  return {
    inputs: [],
    outputs: [],
    unreturnable: [],
    run: async () => [],
    release: async () => {
      released.push(name);
    },
  };
}

describe('sessions of a worker', () => {
  test('W9 the one used longest ago goes first, and is released', async () => {
    const cache = createSessionCache(10);
    expect(await cache.keep('a', session('a'), 4)).toEqual([]);
    expect(await cache.keep('b', session('b'), 4)).toEqual([]);
    cache.get('a');
    expect(await cache.keep('c', session('c'), 4)).toEqual(['b']);
    expect(released).toEqual(['b']);
    expect(cache.get('b')).toBeUndefined();
    expect(cache.get('a')).toBeDefined();
  });

  test('W9 one that is larger than the budget is kept alone', async () => {
    const cache = createSessionCache(10);
    await cache.keep('a', session('a'), 4);
    await cache.keep('b', session('b'), 4);
    expect(await cache.keep('big', session('big'), 100)).toEqual(['a', 'b']);
    expect(cache.get('big')).toBeDefined();
  });

  test('W9 the same key again releases the session it had', async () => {
    const cache = createSessionCache(10);
    released.length = 0;
    await cache.keep('a', session('old'), 4);
    expect(await cache.keep('a', session('new'), 4)).toEqual([]);
    expect(released).toEqual(['old']);
  });
});
