import { ERRORS, type ErrorCode } from '#app/core/error-catalogue.ts';
import { appError, isAppError } from '#app/core/errors.ts';

/** What a picture or a text is refused for: said at its field. */
const REFUSALS = /^FL_(?:PICTURE|TOKENIZER)_/;

/**
 * Why a picture or a text could not be prepared: a sentence when it is its own fault.
 * @throws FL_SERVING_BUSY, FL_SERVING_UNAVAILABLE, and whatever nobody expected
 */
export function refusalSentence(thrown: unknown): string {
  const { code, message } = (thrown ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && typeof message === 'string' && REFUSALS.test(code)) return message;
  if (isAppError(thrown) || typeof code !== 'string' || !Object.hasOwn(ERRORS, code)) throw thrown;
  const known = code as ErrorCode;
  if (known === 'FL_SERVING_BUSY' || known === 'FL_STORAGE_FULL')
    throw appError(known, { cause: thrown, retryAfterS: 2 });
  // The store lacks it, or the two processes do not understand each other.
  throw appError('FL_SERVING_UNAVAILABLE', { cause: thrown, retryAfterS: 2 });
}
