import { ERRORS, type ErrorCode } from '#app/core/error-catalogue.ts';
import { type AppError, appError } from '#app/core/errors.ts';
import type { FrameHeader } from '../../worker/frames.ts';

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
