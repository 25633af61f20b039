import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDatabase, type Database, inTransaction, isInTransaction, openDatabase } from './client.ts';
import { migrateDatabase } from './migrate.ts';
import { project } from './schema/index.ts';
import { testDb } from './testing.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstlook-client-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const row = (id: string) => ({ id, slug: id, title: id, createdAt: 1 });
const slugs = (db: Database) =>
  db
    .select({ slug: project.slug })
    .from(project)
    .all()
    .map(({ slug }) => slug);

test('a file is opened for durable writes, other readers and checked references', () => {
  const path = join(folder, 'a.db');
  migrateDatabase({ path, backupsDir: folder, now: 0 });
  const db = openDatabase(path);
  const pragma = (name: string) => db.$client.pragma(name, { simple: true });
  expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('busy_timeout')]).toEqual([
    'wal',
    2,
    1,
    5000,
  ]);
  closeDatabase(db);
  closeDatabase(db);
});

test('a transaction takes the write lock before it reads', () => {
  const path = join(folder, 'a.db');
  migrateDatabase({ path, backupsDir: folder, now: 0 });
  const one = openDatabase(path);
  const two = openDatabase(path);
  two.$client.pragma('busy_timeout = 0');
  inTransaction(one, (tx) => {
    tx.select().from(project).all();
    expect(() => inTransaction(two, () => 0)).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }));
    tx.insert(project).values(row('a')).run();
  });
  inTransaction(two, (tx) => tx.insert(project).values(row('b')).run());
  expect(slugs(one)).toEqual(['a', 'b']);
  closeDatabase(one);
  closeDatabase(two);
});

test('a failure undoes everything, also what an inner transaction had done', () => {
  const db = testDb();
  expect(isInTransaction(db)).toBe(false);
  expect(() =>
    inTransaction(db, (tx) => {
      expect(isInTransaction(db)).toBe(true);
      tx.insert(project).values(row('a')).run();
      inTransaction(db, (inner) => inner.insert(project).values(row('b')).run());
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(slugs(db)).toEqual([]);
});

test('work that would go on after the commit is refused', () => {
  const db = testDb();
  expect(() => inTransaction(db, async (tx) => tx.insert(project).values(row('a')).run())).toThrow(/promise/);
  expect(slugs(db)).toEqual([]);
});

test('every test database is its own', () => {
  const one = testDb();
  one.insert(project).values(row('a')).run();
  expect(slugs(testDb())).toEqual([]);
});
