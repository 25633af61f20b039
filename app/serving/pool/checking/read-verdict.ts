import { appError } from '#app/core/errors.ts';
import { type CheckResult, checkResult } from '#app/oip/control.ts';
import type { FrameHeader } from '../../worker/frames.ts';
import { type RefusalRules, readRefusal } from '../fresh/read-refusal.ts';

export interface Verdict {
  result: Omit<CheckResult, 'repaired'>;
  /** Path inside the outbox; null when the file is served as it is. */
  repaired: string | null;
}

const passed = checkResult.omit({ repaired: true });
const RULES: RefusalRules = { codes: /^FL_(CHECK)_/, nonsense: 'FL_CHECK_CRASHED' };

/**
 * What a checking child says, believed only as far as it fits: a hostile model may be speaking.
 * @throws the refusal, or FL_CHECK_CRASHED when the words make no sense
 */
export function readVerdict(header: FrameHeader): Verdict {
  if (header.type === 'refused') throw readRefusal(header, RULES);
  const parsed = passed.safeParse(header.result);
  const { repaired } = header;
  const isPlainName = repaired === null || (typeof repaired === 'string' && /^[a-z0-9-]+\.onnx$/.test(repaired));
  if (header.type !== 'checked' || !parsed.success || !isPlainName) throw appError('FL_CHECK_CRASHED');
  return { result: parsed.data, repaired };
}
