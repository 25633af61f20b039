import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Background work. A running job whose lease has run out is taken up again by whoever looks next. */
export const job = sqliteTable(
  'job',
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    /** Asking for the same key twice makes one job. */
    idempotencyKey: text().notNull().unique(),
    payload: text({ mode: 'json' }).$type<unknown>().notNull(),
    state: text({ enum: ['waiting', 'running', 'done', 'failed'] }).notNull(),
    attempts: integer().notNull().default(0),
    maxAttempts: integer().notNull(),
    /** Not before this time (ms since 1970 UTC). */
    runAfter: integer().notNull(),
    leaseOwner: text(),
    leaseUntil: integer(),
    lastError: text(),
    createdAt: integer().notNull(),
    finishedAt: integer(),
  },
  (table) => [index('job_due').on(table.state, table.runAfter)],
);
