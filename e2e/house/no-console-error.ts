import { afterEach, beforeEach, expect, type MockInstance, vi } from 'vitest';

/**
 * An unexpected `console.error` fails the test it was written in. One that expects it puts its own spy there:
 * `vi.spyOn(console, 'error').mockImplementation(() => undefined)`.
 */
const written: string[] = [];
let spy: MockInstance;

beforeEach(() => {
  written.length = 0;
  spy = vi.spyOn(console, 'error').mockImplementation((...words) => {
    written.push(words.map(String).join(' '));
  });
});

afterEach(() => {
  spy.mockRestore();
  expect(written, 'console.error was not expected').toEqual([]);
});
