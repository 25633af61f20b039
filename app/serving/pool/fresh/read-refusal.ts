import { ERRORS, type ErrorCode } from '#app/core/error-catalogue.ts';
import { type AppError, appError, isAppError } from '#app/core/errors.ts';
import type { FrameHeader } from '../../worker/frames.ts';
import { isChildFailure } from '../channel.ts';

const LONGEST_MESSAGE = 500;

/** What a fresh child may refuse for, and what its nonsense means. */
export interface RefusalRules {
  /** Codes it may use. */
  codes: RegExp;
  /** Its words make no sense: it is treated as if it had crashed. */
  nonsense: ErrorCode;
}

/** The refusal in a child's words, believed only as far as it fits: a hostile file may be speaking. */
export function readRefusal({ code, message }: FrameHeader, { codes, nonsense }: RefusalRules): AppError {
  const isKnown = typeof code === 'string' && codes.test(code) && Object.hasOwn(ERRORS, code);
  if (!isKnown || typeof message !== 'string') return appError(nonsense);
  return appError(code as ErrorCode, { message: message.slice(0, LONGEST_MESSAGE) });
}

/** What the loss of a child means to whoever sent the file it was given; everything else stays as it is. */
export function asRefusal(thrown: unknown, { timeout, crashed }: { timeout: ErrorCode; crashed: ErrorCode }): unknown {
  if (isAppError(thrown) || !isChildFailure(thrown)) return thrown;
  return appError(thrown.reason === 'timeout' ? timeout : crashed, { cause: thrown });
}
