import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What moves, and for whom it does not. */

const parts = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.css'))
  .map((path) => readFileSync(join(import.meta.dirname, path), 'utf8').replaceAll(/\/\*.*?\*\//gs, ''));
/** Every declaration that makes something move, as `selector { property: value }`. */
const moves = parts.flatMap((css) =>
  [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selector = '', body = '']) =>
    body
      .split(';')
      .filter((line) => /^\s*(transition|animation)(-duration)?\s*:/.test(line))
      .map((line) => `${selector.trim()} {${line.replaceAll(/\s+/g, ' ')}}`),
  ),
);
const isTheRule = (move: string) => move.includes('!important');
const isTheDot = (move: string) => move.startsWith('.dot-live');

test('nothing loops but the live dot', () => {
  expect(moves.filter((move) => move.includes('infinite')).map(isTheDot)).toEqual([true]);
});

test('everything else takes a time of the tokens, the longest of which is 400 ms', () => {
  const others = moves.filter((move) => !isTheRule(move) && !isTheDot(move));
  expect(others.length).toBeGreaterThan(10);
  expect(others.filter((move) => !move.includes('var(--motion-'))).toEqual([]);
  const timesMs = [...parts.join('\n').matchAll(/--motion-\w+:\s*(\d+)ms/g)].map(([, ms]) => Number(ms));
  expect(timesMs).toEqual([80, 140, 220, 400]);
});

test('for whoever asked for less motion one rule makes all of it instant, over every other', () => {
  const [rule = ''] = parts.flatMap((css) => css.match(/@media \(prefers-reduced-motion: reduce\) \{.*?\n\}/s) ?? []);
  expect(rule).toMatch(/\*,\s*::before,\s*::after \{/);
  for (const property of ['animation-duration', 'transition-duration']) {
    expect(rule).toMatch(new RegExp(`${property}: 1ms !important`));
  }
  expect(rule).toContain('animation-iteration-count: 1 !important');
  expect(moves.filter(isTheRule)).toHaveLength(2);
});
