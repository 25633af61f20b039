import { appError } from '#app/core/errors.ts';
import { parseLossless, TOO_DEEP } from '#app/oip/lossless-json.ts';

/**
 * The JSON object in a body; an empty body is an empty object.
 * @throws FL_REQUEST_BAD_JSON, FL_REQUEST_NOT_OBJECT
 */
export function readJsonObject(body: unknown): Record<string, unknown> {
  if (!(body instanceof Uint8Array) || body.byteLength === 0) return {};
  let value: unknown;
  try {
    value = parseLossless(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch (error) {
    const isDeep = (error as Error).message === TOO_DEEP;
    throw appError('FL_REQUEST_BAD_JSON', { cause: error, ...(isDeep && { message: 'The body is nested too deep.' }) });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw appError('FL_REQUEST_NOT_OBJECT');
  return value as Record<string, unknown>;
}
