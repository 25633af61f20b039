import { appError } from '#app/core/errors.ts';
import { isId } from '#app/core/ids.ts';

/** A place in the list of flags: the flag a page ended with. */
export interface FlagPosition {
  createdAt: number;
  id: string;
}

/** The opaque text that stands for a place. */
export function writeCursor({ createdAt, id }: FlagPosition): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');
}

/** @throws FL_REQUEST_BAD_CURSOR for a text this list never gave out */
export function readCursor(cursor: string): FlagPosition {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch (error) {
    throw appError('FL_REQUEST_BAD_CURSOR', { cause: error });
  }
  if (!Array.isArray(position) || position.length !== 2) throw appError('FL_REQUEST_BAD_CURSOR');
  const [createdAt, id] = position as unknown[];
  if (!Number.isSafeInteger(createdAt) || typeof id !== 'string' || !isId('flag', id)) {
    throw appError('FL_REQUEST_BAD_CURSOR');
  }
  return { createdAt: createdAt as number, id };
}
