import { expect, test } from 'vitest';
import { fittingOptions } from './fitting-options.ts';

const contains = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());
const options = Array.from({ length: 10_000 }, (_, value) => ({ value: String(value), label: `Size ${value}` }));
const found = (query: string, chosen = '0') => fittingOptions(options, { query, chosen, contains });

test('at most a hundred are drawn, and it is said how many there are besides', () => {
  expect(found('').shown).toHaveLength(100);
  expect(found('').moreCount).toBe(9_900);
  expect(found('size 999').shown.map(({ value }) => value)).toContain('9999');
  expect(found('nothing')).toEqual({ shown: [], moreCount: 0 });
});

test('the chosen one is there, and so is the one that is called exactly so', () => {
  expect(found('', '7000').shown[0]).toEqual({ value: '7000', label: 'Size 7000' });
  expect(found('', '7').shown[0]?.value).toBe('0');
  const mixed = [...options, { value: 'x', label: '1' }];
  expect(fittingOptions(mixed, { query: '1', chosen: '0', contains }).shown[0]?.value).toBe('x');
});

test('a short list is what fits, in its order', () => {
  const few = options.slice(0, 12);
  expect(fittingOptions(few, { query: '1', chosen: '', contains }).shown.map(({ value }) => value)).toEqual([
    ...['1', '10', '11'],
  ]);
  expect(fittingOptions(few, { query: '', chosen: '3', contains }).shown).toBe(few);
});
