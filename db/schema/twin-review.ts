import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { description, version } from './catalog.ts';

/** Twins over all reference rows of a version, one row for each revision of its description. */
export const twinReview = sqliteTable(
  'twin_review',
  {
    versionId: text()
      .notNull()
      .references(() => version.id),
    descriptionId: text()
      .notNull()
      .references(() => description.id),
    /** Under way until it is done or failed; the job that does it. */
    state: text({ enum: ['running', 'done', 'failed'] }).notNull(),
    jobId: text().notNull(),
    startedByKind: text({ enum: ['human', 'guest', 'token', 'system'] }).notNull(),
    startedById: text().notNull(),
    startedAt: integer().notNull(),
    /** Cases that were asked so far, and how many there are; null until that is known. */
    doneCount: integer().notNull().default(0),
    caseCount: integer(),
    /** Which file the rows came from. */
    referenceSha256: text(),
    /** What came of it (`preview/twins/contract.ts`, TwinReviewResult). */
    result: text({ mode: 'json' }).$type<unknown>(),
    /** Of a failed one: a sentence. */
    problem: text(),
    finishedAt: integer(),
  },
  (table) => [primaryKey({ columns: [table.versionId, table.descriptionId] })],
);
