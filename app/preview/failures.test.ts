import { expect, test } from 'vitest';
import { ERRORS } from '#app/core/error-catalogue.ts';
import { oipError } from '#app/oip/oip-error.ts';
import { runFailure } from './failures.ts';

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
