import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDatabase, type Database, openDatabase } from './client.ts';
import { MIGRATIONS_DIR, migrateDatabase } from './migrate.ts';

const NOW = Date.UTC(2026, 0, 5, 9);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstlook-migrate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const paths = () => ({ path: join(folder, 'firstlook.db'), backupsDir: join(folder, 'backups') });
const migrate = (migrationsDir?: string) =>
  migrateDatabase({ ...paths(), now: NOW, ...(migrationsDir && { migrationsDir }) });
const backups = () => {
  try {
    return readdirSync(paths().backupsDir);
  } catch {
    return [];
  }
};

function withDatabase<T>(work: (db: Database) => T, path = paths().path): T {
  const db = openDatabase(path);
  try {
    return work(db);
  } finally {
    closeDatabase(db);
  }
}

/** A release with these migrations, `[tag, statements]` in order. */
function release(name: string, migrations: [string, string][]): string {
  const dir = join(folder, name);
  mkdirSync(join(dir, 'meta'), { recursive: true });
  const entries = migrations.map(([tag, sql], idx) => {
    writeFileSync(join(dir, `${tag}.sql`), sql);
    return { idx, version: '6', when: 1000 + idx, tag, breakpoints: true };
  });
  writeFileSync(join(dir, 'meta/_journal.json'), JSON.stringify({ version: '7', dialect: 'sqlite', entries }));
  return dir;
}

const FAMILY: [string, string] = [
  '0000_family',
  `CREATE TABLE parent (id text PRIMARY KEY NOT NULL, name text);
--> statement-breakpoint
CREATE TABLE child (id text PRIMARY KEY NOT NULL, parent_id text NOT NULL REFERENCES parent(id) ON DELETE CASCADE);`,
];
// What drizzle-kit writes for a column that becomes NOT NULL: its own switch does nothing inside a transaction.
const REBUILD: [string, string] = [
  '0001_name_needed',
  `PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE __new_parent (id text PRIMARY KEY NOT NULL, name text NOT NULL);--> statement-breakpoint
INSERT INTO __new_parent SELECT id, name FROM parent;--> statement-breakpoint
DROP TABLE parent;--> statement-breakpoint
ALTER TABLE __new_parent RENAME TO parent;--> statement-breakpoint
PRAGMA foreign_keys=ON;`,
];

function fillFamily(): void {
  withDatabase((db) => {
    db.$client.exec("INSERT INTO parent VALUES ('p1', 'Ada'), ('p2', 'Tom')");
    db.$client.exec("INSERT INTO child VALUES ('c1', 'p1'), ('c2', 'p1'), ('c3', 'p2')");
  });
}

const count = (db: Database, table: string) => db.$client.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

test('a new file is migrated without a copy, and a second time nothing happens', () => {
  const journal = JSON.parse(readFileSync(join(MIGRATIONS_DIR, 'meta/_journal.json'), 'utf8'));
  expect(migrate()).toEqual({ applied: journal.entries.length, backup: null });
  expect(migrate()).toEqual({ applied: 0, backup: null });
  expect(backups()).toEqual([]);
  withDatabase((db) => expect(count(db, 'project')).toBe(0));
});

test('rebuilding a table keeps the children that would go with it by ON DELETE CASCADE', () => {
  migrate(release('old', [FAMILY]));
  fillFamily();
  const { applied } = migrate(release('new', [FAMILY, REBUILD]));
  expect(applied).toBe(1);
  withDatabase((db) => {
    expect(count(db, 'parent')).toBe(2);
    expect(count(db, 'child')).toBe(3);
    expect(db.$client.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(() => db.$client.exec("INSERT INTO child VALUES ('c4', 'nobody')")).toThrow(/FOREIGN KEY/);
  });
});

test('what was there before is in a whole copy', () => {
  migrate(release('old', [FAMILY]));
  fillFamily();
  const { backup } = migrate(release('new', [FAMILY, ['0001_drop', 'DELETE FROM child;']]));
  expect(backups()).toEqual([backup?.split('/').at(-1)]);
  expect(backup).toContain('2026-01-05T09-00-00-000Z');
  withDatabase((db) => expect(count(db, 'child')).toBe(3), backup ?? '');
  withDatabase((db) => expect(count(db, 'child')).toBe(0));
});

test('a migration that leaves rows pointing at nothing is refused and changes nothing', () => {
  migrate(release('old', [FAMILY]));
  fillFamily();
  const lossy = release('new', [FAMILY, ['0001_lossy', "DELETE FROM parent WHERE id = 'p1';"]]);
  expect(() => migrate(lossy)).toThrow(
    expect.objectContaining({ code: 'FL_DATABASE_MIGRATION', message: expect.stringContaining('2 row(s)') }),
  );
  withDatabase((db) => expect([count(db, 'parent'), count(db, 'child')]).toEqual([2, 3]));
});

test('when one statement fails, none of the pending migrations is applied', () => {
  migrate(release('old', [FAMILY]));
  const broken = release('new', [FAMILY, ['0001_fine', 'CREATE TABLE fine (id text);'], ['0002_broken', 'NOT SQL;']]);
  expect(() => migrate(broken)).toThrow(/syntax error/);
  withDatabase((db) => expect(() => count(db, 'fine')).toThrow(/no such table/));
  const repaired = release('fixed', [FAMILY, ['0001_fine', 'CREATE TABLE fine (id text);']]);
  expect(migrate(repaired).applied).toBe(1);
});

test('a migration that came in between by a merge is applied too', () => {
  const other: [string, string] = ['0001_other', 'CREATE TABLE other (id text);'];
  migrate(release('branch', [FAMILY, other]));
  const merged = release('merged', [FAMILY, other, ['0002_late', 'CREATE TABLE late (id text);']]);
  const path = join(merged, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8'));
  journal.entries[2].when = 1000.5; // older than the newest applied one
  writeFileSync(path, JSON.stringify(journal));
  expect(migrate(merged).applied).toBe(1);
  withDatabase((db) => expect(count(db, 'late')).toBe(0));
});

test('a file of a newer release is refused in a plain sentence and left alone', () => {
  const newer = join(folder, 'newer');
  cpSync(MIGRATIONS_DIR, newer, { recursive: true });
  const path = join(newer, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8'));
  journal.entries.push({ idx: 99, version: '6', when: Date.UTC(2099, 0, 1), tag: '0099_future', breakpoints: true });
  writeFileSync(path, JSON.stringify(journal));
  writeFileSync(join(newer, '0099_future.sql'), 'CREATE TABLE future (id text);');
  migrate(newer);
  expect(() => migrate()).toThrow(
    expect.objectContaining({
      code: 'FL_DATABASE_TOO_NEW',
      message:
        'The data folder was written by a newer release of Firstlook. Start that release, or restore a backup made before it.',
    }),
  );
  expect(backups()).toEqual([]);
  withDatabase((db) => expect(count(db, 'future')).toBe(0));
});

test('a file that is no database is refused and not touched', () => {
  writeFileSync(paths().path, 'something else entirely, longer than a header of sixteen bytes');
  expect(() => migrate()).toThrow(/not a database/);
  expect(readFileSync(paths().path, 'utf8')).toContain('something else');
});

test('without room for the copy nothing is migrated', () => {
  migrate(release('old', [FAMILY]));
  fillFamily();
  writeFileSync(paths().backupsDir, 'a file where the folder should be');
  expect(() => migrate(release('new', [FAMILY, REBUILD]))).toThrow(/EEXIST/);
  withDatabase((db) => expect(() => db.$client.exec("INSERT INTO parent VALUES ('p9', NULL)")).not.toThrow());
});
