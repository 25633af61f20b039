import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * What can be found, one row a model, flag and person. Its words are in the full-text table `search_text` under the same
 * number; that table and the triggers that keep both in step are in the migration `search_in_step`, because drizzle has
 * no words for them. The number is a real column: SQLite may renumber hidden row ids when a backup is made.
 */
export const searchEntry = sqliteTable(
  'search_entry',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    kind: text({ enum: ['model', 'flag', 'person'] }).notNull(),
    subjectId: text().notNull(),
  },
  (table) => [uniqueIndex('search_entry_subject').on(table.kind, table.subjectId)],
);
