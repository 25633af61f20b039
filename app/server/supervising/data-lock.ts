import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { appError } from '#app/core/errors.ts';

const SQLITE_BUSY = 5;

/**
 * Keeps a data folder for this process alone. The lock is one of SQLite's on an empty file: the kernel lets go of it
 * when the process ends, however it ends, so none is ever left behind by a kill or a power cut.
 * @returns what lets go of it
 * @throws FL_DATA_IN_USE when another process holds it, an error SQLITE_CANTOPEN when the folder cannot be written
 */
export function lockDataFolder(dataDir: string): () => void {
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(join(dataDir, 'firstlook.lock'), { timeout: 0 });
    file.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    file?.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) {
      throw Object.assign(new Error('the lock file cannot be opened', { cause: error }), { code: 'SQLITE_CANTOPEN' });
    }
    throw appError('FL_DATA_IN_USE', {
      message: `Firstlook already runs on the data folder ${dataDir}. Stop it, or set FIRSTLOOK_DATA to another folder.`,
    });
  }
  const held = file;
  return () => held.close();
}
