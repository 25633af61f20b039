import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The append-only list of everything that happened. Triggers refuse update and delete; `hash` chains the rows. */
export const event = sqliteTable(
  'event',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    /** Server clock, milliseconds since 1970 UTC. */
    at: integer().notNull(),
    kind: text().notNull(),
    projectId: text(),
    modelId: text(),
    versionId: text(),
    subjectType: text().notNull(),
    subjectId: text().notNull(),
    actorKind: text({ enum: ['human', 'guest', 'token', 'system'] }).notNull(),
    actorId: text().notNull(),
    /** Ids, kinds and numbers only: never names, mail, notes or inputs. */
    payload: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    prevHash: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [
    index('event_by_model').on(table.modelId, table.kind),
    index('event_by_version').on(table.versionId, table.kind),
    index('event_by_subject').on(table.subjectId),
    index('event_by_project').on(table.projectId, table.kind, table.seq),
  ],
);
