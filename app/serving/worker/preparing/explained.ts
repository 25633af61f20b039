import { isRefusal, refusalOf } from '../refusal.ts';

/**
 * What went wrong as a refusal, where it is one. What the readers say about an archive they cannot read are plain
 * errors; a full disk is no fault of the archive; anything else is a fault of ours and stays what it is.
 */
export function explained(thrown: unknown): unknown {
  if (isRefusal(thrown) || !(thrown instanceof Error)) return thrown;
  const { code, syscall } = thrown as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return refusalOf('FL_STORAGE_FULL');
  const isOfReader = Object.getPrototypeOf(thrown) === Error.prototype && syscall === undefined;
  return isOfReader ? refusalOf('FL_ARCHIVE_DAMAGED') : thrown;
}
