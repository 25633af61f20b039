import { expect, test } from 'vitest';
import { ERRORS } from '#app/core/error-catalogue.ts';
import { oipError } from '#app/oip/oip-error.ts';
import { absenceFailure, runFailure } from './failures.ts';

const PATH = '/srv/data/models/secret/1/model.onnx: bad things';

test.each([
  [400, 'FL_RUN_FAILED', 422],
  [401, 'FL_SERVING_UNAVAILABLE', 503],
  [404, 'FL_MODEL_CANNOT_LOAD', 422],
  [408, 'FL_RUN_TIMEOUT', 504],
  [410, 'FL_MODEL_CANNOT_LOAD', 422],
  [413, 'FL_RUN_FAILED', 422],
  [422, 'FL_RUN_FAILED', 422],
  [429, 'FL_SERVING_BUSY', 503],
  [500, 'FL_SERVING_UNAVAILABLE', 503],
  [502, 'FL_SERVING_UNAVAILABLE', 503],
  [503, 'FL_SERVING_UNAVAILABLE', 503],
  [504, 'FL_RUN_TIMEOUT', 504],
])('%d becomes %s, and what the server said is never shown', (status, code, shown) => {
  const cause = oipError(status, PATH);
  const failure = runFailure(cause);
  expect(failure).toMatchObject({ code, status: shown, cause });
  expect(failure.message).not.toContain('/srv');
  expect(failure.message).toMatch(/\.$/);
});

test('the sentences of our own serving tell apart what has the same status', () => {
  const codeOf = (status: number, sentence: string) => runFailure(oipError(status, sentence)).code;
  expect(codeOf(422, ERRORS.FL_RUN_CRASHED.message)).toBe('FL_RUN_CRASHED');
  expect(codeOf(422, ERRORS.FL_MODEL_CANNOT_LOAD.message)).toBe('FL_MODEL_CANNOT_LOAD');
  expect(codeOf(422, 'Loading the model crashed, twice. Publish the model again.')).toBe('FL_MODEL_CANNOT_LOAD');
  expect(codeOf(422, ERRORS.FL_RUN_FAILED.message)).toBe('FL_RUN_FAILED');
  expect(codeOf(503, ERRORS.FL_SERVING_BUSY.message)).toBe('FL_SERVING_BUSY');
});

test('when to try again is passed on, and said where the server did not', () => {
  expect(runFailure(oipError(503, 'x', { retryAfterS: 9 })).retryAfterS).toBe(9);
  expect(runFailure(oipError(502, 'x')).retryAfterS).toBeGreaterThan(0);
  expect(runFailure(oipError(422, 'x')).retryAfterS).toBeUndefined();
});

test('a version that is paused, or was given up after failing to load, is told apart from a bad input', () => {
  const said = (status: number, message: string) => runFailure(oipError(status, message));
  const paused =
    'This version crashed or ran over its time 3 times within a minute, so it is paused since a and tried again at b.';
  expect(said(503, paused)).toMatchObject({ code: 'FL_MODEL_PAUSED' });
  const sentence = 'The model file of this version could not be loaded. Publish the model again.';
  const givenUp = said(422, `${sentence} Loading it failed 3 times; it is tried again at 2026-01-01T00:00:00.000Z.`);
  expect(givenUp).toMatchObject({ code: 'FL_MODEL_CANNOT_LOAD', message: sentence });
  expect(said(422, 'Loading the model crashed, twice. Publish the model again.')).toMatchObject({
    code: 'FL_MODEL_CANNOT_LOAD',
    message: 'Loading the model crashed, twice. Publish the model again.',
  });
  expect(said(422, 'Loading the model crashed, twice. See /srv/models/x')).toMatchObject({
    message: expect.not.stringContaining('/srv'),
  });
});

test('a version the server does not have is on its way, let go of, or not there', () => {
  const error = oipError(404, 'no such version');
  expect(absenceFailure(error, { state: 'LOADING' })).toMatchObject({ code: 'FL_SERVING_UNAVAILABLE', retryAfterS: 1 });
  expect(absenceFailure(error, { state: 'UNAVAILABLE' }).message).toContain('let go');
  expect(absenceFailure(error, undefined).message).toContain('does not have');
});
