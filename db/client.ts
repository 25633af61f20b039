import BetterSqlite3 from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import * as schema from './schema/index.ts';

/** One connection. Every call on it is synchronous. */
export type Database = BetterSQLite3Database<typeof schema> & { $client: BetterSqlite3.Database };
/** What a transaction's function works on: the same connection, inside the transaction. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens a database file, making it when missing; `:memory:` is a private, empty one. Does not migrate.
 * @throws when the folder does not exist or the file is not a database
 */
export function openDatabase(path: string): Database {
  return prepare(new BetterSqlite3(path, { timeout: BUSY_TIMEOUT_MS }));
}

/** Opens a private copy in memory of a database's bytes, as `serializeDatabase` gives them. */
export function openCopy(bytes: Buffer): Database {
  return prepare(new BetterSqlite3(bytes));
}

/** The whole database as the bytes of its file. */
export function serializeDatabase(db: Database): Buffer {
  return db.$client.serialize();
}

/**
 * From now on nothing waits until the disk has it. What is written outlives this process, not the machine: for a
 * database that is thrown away when it is not finished.
 */
export function doNotWaitForDisk(db: Database): void {
  db.$client.pragma('synchronous = OFF');
}

/** Closes the connection; the last one of a file writes the write-ahead log back into it. Closing twice is harmless. */
export function closeDatabase(db: Database): void {
  db.$client.close();
}

/**
 * Runs `work` in one transaction that takes the write lock at once: everything it reads stays true until it commits,
 * in this process and in every other one. Use it for all writes. A deferred transaction that reads first and writes
 * later fails when another process wrote in between (SQLITE_BUSY_SNAPSHOT), and no waiting helps.
 *
 * Inside another transaction it becomes a part of that one. `work` must be synchronous.
 */
export function inTransaction<T>(db: Database, work: (tx: Transaction) => T): T {
  return db.transaction(work, { behavior: 'immediate' });
}

/** Whether the connection is inside a transaction at this moment. */
export function isInTransaction(db: Database): boolean {
  return db.$client.inTransaction;
}

function prepare(client: BetterSqlite3.Database): Database {
  try {
    client.pragma('journal_mode = WAL');
    client.pragma('synchronous = FULL');
    client.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    client.pragma('foreign_keys = ON');
    // Without it INSERT OR REPLACE deletes a row unseen by the triggers that guard the ledger.
    client.pragma('recursive_triggers = ON');
  } catch (error) {
    client.close();
    throw error;
  }
  return drizzle(client, { schema, casing: 'snake_case' });
}
