import type { Request } from 'express';
import { appError } from '#app/core/errors.ts';

const MAX_LENGTH = 200;

/** The Idempotency-Key header, when there is one. @throws FL_REQUEST_INVALID for one that is empty or too long */
export function idempotencyKeyOf(req: Request): { idempotencyKey?: string } {
  const key = req.get('idempotency-key');
  if (key === undefined) return {};
  if (key.length === 0 || key.length > MAX_LENGTH) {
    throw appError('FL_REQUEST_INVALID', { message: `The Idempotency-Key must have 1 to ${MAX_LENGTH} characters.` });
  }
  return { idempotencyKey: key };
}
