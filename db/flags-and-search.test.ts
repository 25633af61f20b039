import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closeDatabase, openDatabase } from './client.ts';
import { applyMigrations, MIGRATIONS_DIR } from './migrate.ts';
import { testDb } from './testing.ts';

/** What drizzle has no words for: the triggers that keep the tally and the search in step, and old rows brought along. */

/** The migrations of the release before flags had facets. */
function migrationsBefore(count: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-migrations-'));
  cpSync(MIGRATIONS_DIR, folder, { recursive: true });
  const path = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
  return folder;
}

const BEFORE = `
  INSERT INTO project (id, slug, title, created_at) VALUES ('prj_1', 'p', 'P', 1);
  INSERT INTO person (id, name, created_at) VALUES ('usr_1', 'Zoë Ångström', 1);
  INSERT INTO model (id, name, title, project_id, created_at) VALUES ('mdl_1', 'mortgage', 'Mortgage', 'prj_1', 1);
  INSERT INTO ask VALUES ('mdl_1', 'Lena', 'Say who pays back.', '', '', 1);
  INSERT INTO version (id, model_id, number, digest, state, size_bytes, received_at, ready_at, published_by_kind,
    published_by_id, facts, report, notices, timings, fixes, is_hotfix)
    VALUES ('ver_1', 'mdl_1', 1, 'd', 'announced', 1, 1, 1, 'human', 'usr_1', '{}', '{}', '[]', '{}', '[]', 0);
  INSERT INTO flag (id, model_id, version_id, number, kind, severity, note, state, reporter_kind, reporter_id,
    created_at, updated_at) VALUES
    ('flg_1', 'mdl_1', 'ver_1', 1, 'wrong', 'minor', 'Too strict', 'open', 'human', 'usr_1', 1, 5),
    ('flg_2', 'mdl_1', 'ver_1', 2, 'wrong', 'minor', 'Too strict', 'looks-fixed', 'human', 'usr_1', 2, 6),
    ('flg_3', 'mdl_1', 'ver_1', 3, 'wrong', 'minor', '', 'withdrawn', 'human', 'usr_1', 3, 7);
  INSERT INTO flag_message VALUES ('msg_1', 'flg_1', 'Really', 'human', 'usr_1', 4);`;

test('flags, models and people of before are tallied, found, and wait on someone', () => {
  const folder = migrationsBefore(3);
  const db = openDatabase(':memory:');
  applyMigrations(db, folder);
  db.$client.exec(BEFORE);
  applyMigrations(db);
  const all = (source: string) => db.$client.prepare(source).raw().all();
  expect(all('SELECT number, project_id, waits_for, waits_since FROM flag ORDER BY number')).toEqual([
    [1, 'prj_1', 'answer', 5],
    [2, 'prj_1', 'yes', 6],
    [3, 'prj_1', 'nothing', 7],
  ]);
  expect(all('SELECT state, waits_for, count FROM flag_tally ORDER BY state')).toEqual([
    ['looks-fixed', 'yes', 1],
    ['open', 'answer', 1],
    ['withdrawn', 'nothing', 1],
  ]);
  const found = (query: string) =>
    all(`SELECT subject_id FROM search_text JOIN search_entry ON search_entry.id = search_text.rowid
      WHERE search_text MATCH '${query}' ORDER BY search_text.rowid`).flat();
  expect(found('strict')).toEqual(['flg_1', 'flg_2']);
  expect(found('angstrom')).toEqual(['usr_1']);
  expect(found('pays')).toEqual(['mdl_1']);
  expect(all('SELECT body FROM flag_message')).toEqual([['Really']]);
  closeDatabase(db);
  rmSync(folder, { recursive: true });
});

test('no later migration may lose a trigger, as one that rebuilds a table does without a word', () => {
  const names = testDb().$client.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name").pluck();
  expect(names.all()).toEqual([
    'event_refuses_delete',
    'event_refuses_update',
    'flag_tally_delete',
    'flag_tally_insert',
    'flag_tally_update',
    'search_ask_insert',
    'search_ask_update',
    'search_flag_insert',
    'search_flag_update',
    'search_model_insert',
    'search_model_update',
    'search_person_insert',
    'search_person_update',
  ]);
});
