import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { model } from './catalog.ts';
import { run } from './preview.ts';

/**
 * A picture that someone handed over for a model; the bytes are a blob. It goes a day after it was last used, unless a
 * run holds it.
 */
export const uploadedFile = sqliteTable(
  'uploaded_file',
  {
    sha256: text().notNull(),
    modelId: text()
      .notNull()
      .references(() => model.id),
    mediaType: text().notNull(),
    sizeBytes: integer().notNull(),
    usedAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.sha256, table.modelId] }), index('uploaded_file_by_use').on(table.usedAt)],
);

/** The pictures among the inputs of a run: as long as there is a run with one, it stays. */
export const runFile = sqliteTable(
  'run_file',
  {
    sha256: text().notNull(),
    runId: text()
      .notNull()
      .references(() => run.id),
  },
  (table) => [primaryKey({ columns: [table.sha256, table.runId] })],
);
