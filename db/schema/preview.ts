import { blob, index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
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
    index('run_by_person').on(table.versionId, table.actorKind, table.actorId, table.createdAt),
    index('run_by_content').on(table.contentHash),
  ],
);

/** How well a version answers the reference rows whose true answer is known; one row per version, the newest counts. */
export const accuracy = sqliteTable('accuracy', {
  versionId: text()
    .primaryKey()
    .references(() => version.id),
  /** Which file the rows came from. */
  referenceSha256: text().notNull(),
  /** class: rows that were answered right; number: how far off the answers are. */
  kind: text({ enum: ['class', 'number'] }).notNull(),
  /** Rows that were asked and answered. */
  rowCount: integer().notNull(),
  /** Rows that could not be asked or answered. */
  skippedCount: integer().notNull(),
  /** Of a class. */
  rightCount: integer(),
  /** Of a number: mean of the absolute errors, and their standard deviation, in the unit of the answer. */
  meanError: real(),
  errorDeviation: real(),
  computedAt: integer().notNull(),
});

/**
 * What a version says of each of its reference rows, before any band: so it can be counted how many decisions another
 * band changes. One row per version, the newest counts.
 */
export const referenceScores = sqliteTable('reference_scores', {
  versionId: text()
    .primaryKey()
    .references(() => version.id),
  /** Which file the rows came from. */
  referenceSha256: text().notNull(),
  /** Rows that were answered. */
  rowCount: integer().notNull(),
  /** What the numbers of a row in `cells` are (`preview/bands/reference-scores.ts`, Layout). */
  layout: text({ mode: 'json' }).$type<unknown>().notNull(),
  /** 64-bit floats, little-endian, row after row. */
  cells: blob({ mode: 'buffer' }).notNull(),
  computedAt: integer().notNull(),
});
