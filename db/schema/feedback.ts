import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { model, version } from './catalog.ts';
import { run } from './preview.ts';

export const FLAG_KINDS = ['boundary', 'wrong', 'bias', 'unclear', 'idea'] as const;
export const FLAG_SEVERITIES = ['minor', 'serious', 'stops-release'] as const;
export const FLAG_STATES = [
  'open',
  'needs-info',
  'accepted',
  'looks-fixed',
  'confirmed',
  'unconfirmed',
  'broke-again',
  'wont-fix',
  'duplicate',
  'withdrawn',
] as const;
const ACTOR_KINDS = ['human', 'guest', 'token', 'system'] as const;

/** A statement that a run is not right, numbered per model. */
export const flag = sqliteTable(
  'flag',
  {
    id: text().primaryKey(),
    modelId: text()
      .notNull()
      .references(() => model.id),
    versionId: text()
      .notNull()
      .references(() => version.id),
    number: integer().notNull(),
    kind: text({ enum: FLAG_KINDS }).notNull(),
    severity: text({ enum: FLAG_SEVERITIES }).notNull(),
    note: text().notNull(),
    state: text({ enum: FLAG_STATES }).notNull(),
    /** Why it will not be fixed; the version it looks fixed in or broke again in; the flag it repeats. */
    stateReason: text(),
    stateVersion: integer(),
    duplicateOf: text(),
    reporterKind: text({ enum: ACTOR_KINDS }).notNull(),
    reporterId: text().notNull(),
    idempotencyKey: text(),
    /** SHA-256 of the request first sent with the key: the same key with another request is refused. */
    requestHash: text(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [
    uniqueIndex('flag_number').on(table.modelId, table.number),
    uniqueIndex('flag_idempotency').on(table.reporterKind, table.reporterId, table.idempotencyKey),
    // One index per way the list is filtered, each in the list's order, so that a page costs the same with any history.
    index('flag_by_time').on(table.createdAt, table.id),
    index('flag_by_state').on(table.state, table.createdAt, table.id),
    index('flag_of_model').on(table.modelId, table.createdAt, table.id),
    index('flag_of_model_by_state').on(table.modelId, table.state, table.createdAt, table.id),
  ],
);

/** The runs a flag is about, each with its part. */
export const flagRun = sqliteTable(
  'flag_run',
  {
    flagId: text()
      .notNull()
      .references(() => flag.id),
    runId: text()
      .notNull()
      .references(() => run.id),
    part: text({ enum: ['this', 'other-side', 'twin', 'row'] }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.flagId, table.runId] }), index('flag_run_by_run').on(table.runId)],
);

/** What people wrote under a flag. */
export const flagMessage = sqliteTable(
  'flag_message',
  {
    id: text().primaryKey(),
    flagId: text()
      .notNull()
      .references(() => flag.id),
    body: text().notNull(),
    actorKind: text({ enum: ACTOR_KINDS }).notNull(),
    actorId: text().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [index('flag_message_by_flag').on(table.flagId, table.createdAt)],
);

/** A person's judgement of a run. The newest per person and run counts. */
export const verdict = sqliteTable(
  'verdict',
  {
    id: text().primaryKey(),
    runId: text()
      .notNull()
      .references(() => run.id),
    value: text({ enum: ['looks-right', 'not-right', 'not-sure'] }).notNull(),
    actorKind: text({ enum: ACTOR_KINDS }).notNull(),
    actorId: text().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [index('verdict_by_run').on(table.runId)],
);
