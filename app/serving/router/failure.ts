import { type AppError, appError, asAppError } from '#app/core/errors.ts';
import { isOipError } from '#app/oip/oip-error.ts';

/** Anything thrown while a request is answered, as a coded error: what HTTP and gRPC word and number it by. */
export function understandFailure(thrown: unknown): AppError {
  if (!isOipError(thrown)) return asAppError(thrown);
  const { message, status, retryAfterS, cause } = thrown;
  const options = { message, cause, ...(retryAfterS !== undefined && { retryAfterS }) };
  return Object.assign(appError('FL_TENSOR_INVALID', options), { status });
}
