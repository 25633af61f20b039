import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { description, model, version } from './catalog.ts';

/** One answered question, kept for ever and never changed: version + description revision + input + answer + time. */
export const run = sqliteTable(
  'run',
  {
    id: text().primaryKey(),
    modelId: text()
      .notNull()
      .references(() => model.id),
    versionId: text()
      .notNull()
      .references(() => version.id),
    descriptionId: text()
      .notNull()
      .references(() => description.id),
    /** Values by field key, in the model's own unit; null when the link said not to store inputs. */
    inputs: text({ mode: 'json' }).$type<Record<string, unknown> | null>(),
    answer: text({ mode: 'json' }).$type<unknown>().notNull(),
    /** Time the model took, ms. */
    tookMs: integer().notNull(),
    /** SHA-256 of version digest and canonical inputs; private, for finding the same question again. */
    contentHash: text().notNull(),
    source: text({ enum: ['page', 'api', 'example'] }).notNull(),
    actorKind: text({ enum: ['human', 'guest', 'token', 'system'] }).notNull(),
    actorId: text().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [
    index('run_by_version').on(table.versionId, table.createdAt),
    index('run_by_content').on(table.contentHash),
  ],
);
