import type { UnpackLimits } from '../messages.ts';
import { refusalOf } from '../refusal.ts';

/** What an archive may still unpack to. */
export interface Budget {
  /**
   * Takes note of an entry, before its bytes come.
   * @param statedBytes what the archive says of its size: good for refusing early, never for trusting
   * @throws FL_ARCHIVE_TOO_MANY, FL_ARCHIVE_TOO_LARGE
   */
  countEntry(statedBytes: number): void;
  /**
   * Takes note of bytes that came out.
   * @throws FL_ARCHIVE_BOMB, FL_ARCHIVE_TOO_LARGE
   */
  spend(bytes: number): void;
}

/** @param archiveBytes size of the archive on the disk */
export function createBudget(archiveBytes: number, limits: UnpackLimits): Budget {
  const { entries, totalBytes, ratio, freeBytes } = limits;
  const expandedBytes = freeBytes + ratio * archiveBytes;
  let entryCount = 0;
  let statedSum = 0;
  let spentBytes = 0;
  return {
    countEntry: (statedBytes) => {
      entryCount += 1;
      if (entryCount > entries) throw refusalOf('FL_ARCHIVE_TOO_MANY');
      statedSum += statedBytes;
      if (statedSum > totalBytes) throw refusalOf('FL_ARCHIVE_TOO_LARGE');
    },
    spend: (bytes) => {
      spentBytes += bytes;
      if (spentBytes > expandedBytes) throw refusalOf('FL_ARCHIVE_BOMB');
      if (spentBytes > totalBytes) throw refusalOf('FL_ARCHIVE_TOO_LARGE');
    },
  };
}
