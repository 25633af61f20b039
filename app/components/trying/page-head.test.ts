import { expect, test } from 'vitest';
import { stateOf } from './page-head.tsx';

const page = { state: 'announced' as const, answersInMs: 3.2, wakesInMs: 312 };
const nothing = { failure: null, shown: null, isPending: false };
const failed = (code: string) => ({ ...nothing, failure: { code, message: '', fields: {} } });

test('a version is ready, waking up, busy, not reached, paused, cannot run, or retired', () => {
  expect(stateOf(page, nothing)).toEqual({ dot: 'ready', words: 'Ready. Answers in about 3 ms.' });
  expect(stateOf({ ...page, answersInMs: null }, nothing).words).toBe('Ready.');
  expect(stateOf(page, { ...nothing, isPending: true })).toEqual({ dot: 'waiting', words: 'Waking up, about 0.3 s.' });
  expect(stateOf(page, failed('FL_SERVING_BUSY')).words).toMatch(/^Busy/);
  expect(stateOf(page, failed('offline')).words).toMatch(/^Not reached/);
  expect(stateOf(page, failed('FL_MODEL_PAUSED'))).toMatchObject({ dot: 'stopped' });
  expect(stateOf(page, failed('FL_MODEL_CANNOT_LOAD')).words).toMatch(/cannot run/);
  expect(stateOf({ ...page, state: 'retired' }, nothing).dot).toBe('asleep');
});

test('what is wrong with an input is no state of the model', () => {
  expect(stateOf(page, failed('FL_INPUT_INVALID')).dot).toBe('ready');
});
