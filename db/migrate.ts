import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import { closeDatabase, type Database, openDatabase } from './client.ts';

/** The migrations of this release, as drizzle-kit writes them. */
export const MIGRATIONS_DIR = fileURLToPath(new URL('./migrations', import.meta.url));

// The table of drizzle's own migrator, so that its tools keep understanding the file.
const APPLIED_TABLE = '__drizzle_migrations';

export interface MigrateOptions {
  /** The database file; made when missing. */
  path: string;
  /** Where the copy from before goes. */
  backupsDir: string;
  /** Wall clock, ms; names the copy. */
  now: number;
  migrationsDir?: string;
}

export interface Migrated {
  /** How many migrations were applied. */
  applied: number;
  /** Path of the copy from before; null when there was nothing to apply or nothing to keep. */
  backup: string | null;
}

/**
 * Brings a database file up to date: all that is pending in one transaction, after a copy of a file that holds
 * anything. Safe to call from two processes at once, and to be killed at any moment: the file is as before or up to
 * date.
 * @throws FL_DATABASE_TOO_NEW when a newer release wrote the file; FL_DATABASE_MIGRATION when rows would be left
 * pointing at nothing. Either leaves the file as it was.
 */
export function migrateDatabase(options: MigrateOptions): Migrated {
  const { path, backupsDir, now, migrationsDir = MIGRATIONS_DIR } = options;
  const db = openDatabase(path);
  try {
    const migrations = readMigrationFiles({ migrationsFolder: migrationsDir });
    if (pendingOf(db, migrations).length === 0) return { applied: 0, backup: null };
    const backup = isEmpty(db) ? null : backUp(db, { backupsDir, now });
    return { applied: applyMigrations(db, migrationsDir), backup };
  } finally {
    closeDatabase(db);
  }
}

/**
 * Applies what is pending to an open database, without a copy.
 *
 * Not drizzle's `migrate`, for three reasons: it turns foreign keys off inside its transaction, where that does
 * nothing, so a rebuilt table takes its ON DELETE CASCADE children with it; it skips a migration older than the newest
 * applied one; and two processes that start at once both apply everything.
 */
export function applyMigrations(db: Database, migrationsDir = MIGRATIONS_DIR): number {
  const migrations = readMigrationFiles({ migrationsFolder: migrationsDir });
  const client = db.$client;
  client.pragma('foreign_keys = OFF');
  try {
    return client
      .transaction(() => {
        const pending = pendingOf(db, migrations);
        client.exec(
          `CREATE TABLE IF NOT EXISTS ${APPLIED_TABLE} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)`,
        );
        const note = client.prepare(`INSERT INTO ${APPLIED_TABLE} (hash, created_at) VALUES (?, ?)`);
        for (const migration of pending) {
          for (const statement of migration.sql) client.exec(statement);
          note.run(migration.hash, migration.folderMillis);
        }
        refuseLooseRows(db);
        return pending.length;
      })
      .immediate();
  } finally {
    client.pragma('foreign_keys = ON');
  }
}

/** How many migrations of this release an open database lacks; reads only. @throws FL_DATABASE_TOO_NEW */
export function countPending(db: Database, migrationsDir = MIGRATIONS_DIR): number {
  return pendingOf(db, readMigrationFiles({ migrationsFolder: migrationsDir })).length;
}

function pendingOf(db: Database, migrations: MigrationMeta[]): MigrationMeta[] {
  const applied = appliedTimes(db);
  const known = new Set(migrations.map(({ folderMillis }) => folderMillis));
  if (applied.some((when) => !known.has(when))) {
    throw databaseError(
      'FL_DATABASE_TOO_NEW',
      'The data folder was written by a newer release of Firstlook. Start that release, or restore a backup made before it.',
    );
  }
  const done = new Set(applied);
  return migrations.filter(({ folderMillis }) => !done.has(folderMillis));
}

function appliedTimes(db: Database): number[] {
  const table = db.$client.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(APPLIED_TABLE);
  if (!table) return [];
  const rows = db.$client.prepare(`SELECT created_at FROM ${APPLIED_TABLE}`).pluck().all();
  return rows.map(Number);
}

function isEmpty(db: Database): boolean {
  return db.$client.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() === undefined;
}

/** A whole copy under its final name, or none: a half-written one would look like a way back. */
function backUp(db: Database, { backupsDir, now }: { backupsDir: string; now: number }): string {
  mkdirSync(backupsDir, { recursive: true });
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-');
  const target = join(backupsDir, `before-migration-${stamp}-${process.pid}.db`);
  const temporary = `${target}.tmp`;
  rmSync(temporary, { force: true });
  try {
    db.$client.prepare('VACUUM INTO ?').run(temporary);
    const file = openSync(temporary, 'r+');
    fsyncSync(file);
    closeSync(file);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return target;
}

function refuseLooseRows(db: Database): void {
  const loose = db.$client.pragma('foreign_key_check') as { table: string; parent: string }[];
  const first = loose[0];
  if (!first) return;
  throw databaseError(
    'FL_DATABASE_MIGRATION',
    `The database could not be brought up to date: ${loose.length} row(s), the first in ${first.table}, point at a ` +
      `missing ${first.parent}. Nothing was changed; keep using the release from before and report this.`,
  );
}

/** A coded failure in the form of core's; the database layer imports nothing of ours. */
function databaseError(code: 'FL_DATABASE_TOO_NEW' | 'FL_DATABASE_MIGRATION', message: string): Error {
  return Object.assign(new Error(message), { name: 'AppError', code, status: 500 });
}
