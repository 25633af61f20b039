import { ERRORS, type ErrorCode } from '#app/core/error-catalogue.ts';
import { appError } from '#app/core/errors.ts';
import { type CheckResult, checkResult } from '#app/oip/control.ts';
import type { FrameHeader } from '../../worker/frames.ts';

export interface Verdict {
  result: Omit<CheckResult, 'repaired'>;
  /** Path inside the outbox; null when the file is served as it is. */
  repaired: string | null;
}

const passed = checkResult.omit({ repaired: true });
const LONGEST_MESSAGE = 500;

/**
 * What a checking child says, believed only as far as it fits: a hostile model may be speaking.
 * @throws the refusal, or FL_CHECK_CRASHED when the words make no sense
 */
export function readVerdict(header: FrameHeader): Verdict {
  if (header.type === 'refused') throw refusal(header);
  const parsed = passed.safeParse(header.result);
  const { repaired } = header;
  const isPlainName = repaired === null || (typeof repaired === 'string' && /^[a-z0-9-]+\.onnx$/.test(repaired));
  if (header.type !== 'checked' || !parsed.success || !isPlainName) throw appError('FL_CHECK_CRASHED');
  return { result: parsed.data, repaired };
}

function refusal({ code, message }: FrameHeader): Error {
  const isKnown = typeof code === 'string' && code.startsWith('FL_CHECK_') && code in ERRORS;
  if (!isKnown || typeof message !== 'string') return appError('FL_CHECK_CRASHED');
  return appError(code as ErrorCode, { message: message.slice(0, LONGEST_MESSAGE) });
}
