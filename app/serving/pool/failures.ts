import { type AppError, appError } from '#app/core/errors.ts';
import type { PackedFailure } from '../worker/messages.ts';
import type { ChildFailure } from './channel.ts';

/** A worker's 'that did not work' as a coded error; its sentences are ours and safe to show. */
export function answerFailure(failed: Pick<PackedFailure, 'reason' | 'message'>): AppError {
  if (failed.reason === 'invalid-input') return appError('FL_TENSOR_INVALID', { message: failed.message });
  if (failed.reason === 'too-large') {
    return appError('FL_RUN_FAILED', { message: 'The answer is too large to send. Ask for fewer rows or outputs.' });
  }
  if (failed.reason === 'cannot-answer') return appError('FL_RUN_FAILED');
  if (failed.reason === 'cannot-load') return appError('FL_MODEL_CANNOT_LOAD');
  return appError('FL_SERVING_UNAVAILABLE', { retryAfterS: 1 });
}

/** What to tell the asker when a worker let the last attempt down. */
export function givenUp(failure: ChildFailure, phase: 'load' | 'run'): AppError {
  if (failure.reason === 'timeout') {
    const message = 'The model took too long to load. Try again in a moment.';
    return phase === 'run' ? appError('FL_RUN_TIMEOUT') : appError('FL_RUN_TIMEOUT', { message });
  }
  if (phase === 'run') return appError('FL_RUN_CRASHED');
  return appError('FL_MODEL_CANNOT_LOAD', {
    message: 'Loading the model crashed, three times. Publish the model again.',
  });
}
