import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { project } from './accounts.ts';
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
/** What has to happen next with a flag (app/feedback/waiting.ts). */
export const FLAG_WAITS = ['answer', 'reply', 'fix', 'info', 'yes', 'nothing'] as const;
const ACTOR_KINDS = ['human', 'guest', 'token', 'system'] as const;

/** A statement that a run is not right, numbered per model. */
export const flag = sqliteTable(
  'flag',
  {
    id: text().primaryKey(),
    /** The project of the model, which never changes: lists are read project by project. */
    projectId: text()
      .notNull()
      .default('')
      .references(() => project.id),
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
    /** Follows from the state and from who spoke last; kept, so that what waits on whom is found by an index. */
    waitsFor: text({ enum: FLAG_WAITS }).notNull().default('nothing'),
    /** Since when (ms since 1970 UTC). */
    waitsSince: integer().notNull().default(0),
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
    // In the order of the lists. The facets of a filter all come before the time, so that flags of one combination lie
    // together: a list is the merge of a few of these stretches and costs the same with any history.
    index('flag_in_project').on(table.projectId, table.createdAt, table.id),
    index('flag_facets_in_project').on(
      table.projectId,
      table.state,
      table.waitsFor,
      table.kind,
      table.severity,
      table.createdAt,
      table.id,
    ),
    index('flag_of_model').on(table.modelId, table.createdAt, table.id),
    index('flag_facets_of_model').on(
      table.modelId,
      table.state,
      table.waitsFor,
      table.kind,
      table.severity,
      table.createdAt,
      table.id,
    ),
    index('flag_of_reporter').on(table.reporterKind, table.reporterId, table.createdAt, table.id),
  ],
);

/** How many flags of a version there are of each combination; triggers on `flag` keep it in step. */
export const flagTally = sqliteTable(
  'flag_tally',
  {
    projectId: text()
      .notNull()
      .references(() => project.id),
    modelId: text()
      .notNull()
      .references(() => model.id),
    versionId: text()
      .notNull()
      .references(() => version.id),
    state: text({ enum: FLAG_STATES }).notNull(),
    waitsFor: text({ enum: FLAG_WAITS }).notNull(),
    kind: text({ enum: FLAG_KINDS }).notNull(),
    severity: text({ enum: FLAG_SEVERITIES }).notNull(),
    count: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.versionId, table.state, table.waitsFor, table.kind, table.severity] }),
    index('flag_tally_of_project').on(table.projectId),
    index('flag_tally_of_model').on(table.modelId),
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
    /** The change of state whose reason this is; null for a reply. */
    eventId: text(),
    actorKind: text({ enum: ACTOR_KINDS }).notNull(),
    actorId: text().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [index('flag_message_by_flag').on(table.flagId, table.createdAt)],
);

/** A person's judgement of a run. The newest per person and run counts, of those that were not taken back. */
export const verdict = sqliteTable(
  'verdict',
  {
    id: text().primaryKey(),
    runId: text()
      .notNull()
      .references(() => run.id),
    value: text({ enum: ['looks-right', 'not-right', 'not-sure'] }).notNull(),
    /** The flag that brought it along; null: it was said by itself. */
    flagId: text().references(() => flag.id),
    /** When it was taken back together with that flag. */
    withdrawnAt: integer(),
    actorKind: text({ enum: ACTOR_KINDS }).notNull(),
    actorId: text().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [index('verdict_by_run').on(table.runId)],
);
