import { expect, test } from 'vitest';
import { partAddress } from './part-address.ts';

test.each([
  ['', '/d'],
  ['key=a b&intent=field', '/d?field=a+b'],
  ['key=a&q=in', '/d?q=in&field=a'],
  ['part=history&revision=3', '/d?part=history'],
  ['part=changes&key=a', '/d?part=changes'],
])('a form with %s leads to %s', (form, address) => {
  expect(partAddress('/d', new URLSearchParams(form))).toBe(address);
});
