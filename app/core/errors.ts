import { ERRORS, type ErrorCode } from './error-catalogue.ts';

export interface AppErrorOptions {
  /** A more exact sentence than the catalogue's; plain words, shown to people as it is. */
  message?: string;
  /** Messages by field key, for forms and API clients. */
  fields?: Record<string, string>;
  /** The underlying failure: logged, never shown (engine texts contain server paths). */
  cause?: unknown;
  /** Seconds after which trying again makes sense; becomes the Retry-After header. */
  retryAfterS?: number;
}

/** A failure with a code of the catalogue. Decide by `code`, never by `instanceof` across modules or processes. */
export interface AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly fields?: Record<string, string>;
  readonly retryAfterS?: number;
}

/** The wire form of every failure of the portal API and of /admin/v1. */
export interface ErrorBody {
  error: { code: string; message: string; fields?: Record<string, string> };
}

/** Makes a coded error to throw; the status and the default sentence come from the catalogue. */
export function appError(code: ErrorCode, options: AppErrorOptions = {}): AppError {
  const entry = ERRORS[code];
  const error = new Error(options.message ?? entry.message, { cause: options.cause });
  error.name = 'AppError';
  return Object.assign(error, {
    code,
    status: entry.status,
    ...(options.fields && { fields: options.fields }),
    ...(options.retryAfterS !== undefined && { retryAfterS: options.retryAfterS }),
  }) as AppError;
}

/** Whether something thrown carries a code of the catalogue. */
export function isAppError(thrown: unknown): thrown is AppError {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && thrown.code in ERRORS;
}

/** Turns anything thrown into a coded error: coded ones pass, a full disk becomes 507, the rest FL_INTERNAL. */
export function asAppError(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown;
  if (isDiskFull(thrown)) return appError('FL_STORAGE_FULL', { cause: thrown });
  return appError('FL_INTERNAL', { cause: thrown });
}

/** The body to answer with; holds nothing but the code, the sentence and the field messages. */
export function errorBody(error: AppError): ErrorBody {
  return { error: { code: error.code, message: error.message, ...(error.fields && { fields: error.fields }) } };
}

function isDiskFull(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !('code' in thrown)) return false;
  return thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT' || thrown.code === 'SQLITE_FULL';
}
