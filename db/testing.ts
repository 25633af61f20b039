import { closeDatabase, type Database, openCopy, openDatabase, serializeDatabase } from './client.ts';
import { applyMigrations } from './migrate.ts';

let migrated: Buffer | undefined;

/** A fresh, migrated, empty database in memory: migrated once, then cloned for every call. */
export function testDb(): Database {
  migrated ??= migrateOnce();
  // A copy of the bytes, because SQLite works in the buffer it is given.
  return openCopy(Buffer.from(migrated));
}

function migrateOnce(): Buffer {
  const db = openDatabase(':memory:');
  applyMigrations(db);
  const bytes = serializeDatabase(db);
  closeDatabase(db);
  return bytes;
}
