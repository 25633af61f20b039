import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import { expect, test } from 'vitest';
import { MIGRATIONS_DIR } from './migrate.ts';
import * as schema from './schema/index.ts';

/** What must hold of the committed migrations, whoever merges two branches that each added one. */

interface JournalEntry {
  idx: number;
  when: number;
  tag: string;
}

const readJson = (path: string) => JSON.parse(readFileSync(join(MIGRATIONS_DIR, path), 'utf8'));
const entries: JournalEntry[] = readJson('meta/_journal.json').entries;
const numberOf = ({ idx }: JournalEntry) => String(idx).padStart(4, '0');

test('the journal is in order: idx without gaps, when strictly increasing, tag prefix = idx', () => {
  expect(entries.map(({ idx }) => idx)).toEqual(entries.map((_, place) => place));
  for (const [place, entry] of entries.entries()) {
    expect(entry.tag).toMatch(new RegExp(`^${numberOf(entry)}_[a-z0-9_]+$`));
    if (place > 0) expect(entry.when).toBeGreaterThan(entries[place - 1]!.when);
  }
});

test('every migration has its statements and its snapshot, and there are no others', () => {
  const sqlFiles = readdirSync(MIGRATIONS_DIR).filter((name) => name.endsWith('.sql'));
  expect(sqlFiles.sort()).toEqual(entries.map(({ tag }) => `${tag}.sql`));
  for (const entry of entries)
    expect(existsSync(join(MIGRATIONS_DIR, `meta/${numberOf(entry)}_snapshot.json`))).toBe(true);
});

test('each snapshot follows the one before', () => {
  const snapshots = entries.map((entry) => readJson(`meta/${numberOf(entry)}_snapshot.json`));
  for (const [place, snapshot] of snapshots.entries()) {
    if (place > 0) expect(snapshot.prevId).toBe(snapshots[place - 1].id);
  }
});

test('the schema holds no change without a migration', async () => {
  const newest = readJson(`meta/${numberOf(entries.at(-1)!)}_snapshot.json`);
  const now = await generateSQLiteDrizzleJson(schema, newest.id, 'snake_case');
  expect(await generateSQLiteMigration(newest, now)).toEqual([]);
});

test('every schema file is in the index', () => {
  const folder = new URL('./schema/', import.meta.url);
  const index = readFileSync(new URL('index.ts', folder), 'utf8');
  for (const file of readdirSync(folder)) {
    if (file !== 'index.ts') expect(index).toContain(`export * from './${file}';`);
  }
});
