import { ERRORS, type ErrorCode } from '#app/core/error-catalogue.ts';
import { type AppError, appError } from '#app/core/errors.ts';

const RETRY_AFTER_S = 5;

/** Codes that mean the same to whoever publishes; every other one but the refusals is our own trouble. */
const PASSED_ON: ErrorCode[] = ['FL_SERVING_UNAVAILABLE', 'FL_SERVING_BUSY', 'FL_SERVING_DRAINING', 'FL_STORAGE_FULL'];

/**
 * What a failure of `/admin/v1` means to whoever publishes.
 * @param refusals how the codes of its refusals begin: their sentence is shown as it is
 */
export function controlFailure(thrown: unknown, refusals: 'FL_CHECK_' | 'FL_ARCHIVE_'): AppError {
  const { code, message } = thrown as { code?: unknown; message?: unknown };
  if (typeof code !== 'string' || !Object.hasOwn(ERRORS, code)) return appError('FL_INTERNAL', { cause: thrown });
  const known = code as ErrorCode;
  if (known.startsWith(refusals)) return appError(known, { message: String(message), cause: thrown });
  if (PASSED_ON.includes(known)) {
    const isFull = known === 'FL_STORAGE_FULL';
    return appError(known, { cause: thrown, ...(!isFull && { retryAfterS: RETRY_AFTER_S }) });
  }
  // The two processes do not know the same secret: nothing the publisher can do, and it may be put right soon.
  if (known === 'FL_ADMIN_TOKEN') return appError('FL_SERVING_UNAVAILABLE', { cause: thrown });
  return appError('FL_INTERNAL', { cause: thrown });
}
