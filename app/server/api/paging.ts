import { z } from 'zod';
import { appError } from '#app/core/errors.ts';

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

const limit = z.coerce
  .number('must be a whole number from 1 to 200')
  .int('must be a whole number from 1 to 200')
  .min(1, 'must be from 1 to 200')
  .max(MAX_LIMIT, 'must be from 1 to 200')
  .default(DEFAULT_LIMIT);

/** The query of every list: `limit` ≤ 200 and the opaque `cursor` of the page before. */
export const pageQuery = z.object({ limit, cursor: z.string().max(500).optional() });

/** The query as an object; a name given twice keeps its last value. */
export function queryObject(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries(query);
}

/** An opaque cursor that says where the next page of an in-memory list starts. */
export function encodeCursor(position: number | string): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Reads a cursor made by `encodeCursor`. @throws FL_REQUEST_BAD_CURSOR */
export function decodeCursor(cursor: string): number | string {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof position === 'string' || (typeof position === 'number' && Number.isSafeInteger(position))) {
      return position;
    }
  } catch (error) {
    throw appError('FL_REQUEST_BAD_CURSOR', { cause: error });
  }
  throw appError('FL_REQUEST_BAD_CURSOR');
}
