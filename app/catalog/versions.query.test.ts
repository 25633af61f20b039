import { expect, test } from 'vitest';
import { testDb } from '#db/testing.ts';
import { isBlobReferenced } from './versions.query.ts';

test('whether a blob belongs to a version is found by an index, however many files there are', () => {
  const db = testDb();
  const statements: string[] = [];
  const prepare = db.$client.prepare.bind(db.$client);
  db.$client.prepare = (source: string) => {
    statements.push(source);
    return prepare(source);
  };
  expect(isBlobReferenced(db, 'a'.repeat(64))).toBe(false);
  const steps = prepare(`EXPLAIN QUERY PLAN ${statements[0]}`).all('a', 1) as { detail: string }[];
  expect(steps.map(({ detail }) => detail)).toEqual([
    'SEARCH version_file USING INDEX version_file_by_content (sha256=?)',
  ]);
});
