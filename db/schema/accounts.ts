import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The roles a membership or a token can hold; admin is global and lives on the person. */
export const ROLES = ['reviewer', 'publisher', 'approver'] as const;

/** A person is deactivated, never deleted; erasure blanks name and mail. */
export const person = sqliteTable('person', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** Lower case; null once erased. */
  email: text().unique(),
  /** `scrypt$N$r$p$salt$hash`; null until the first password is set. */
  passwordHash: text(),
  isAdmin: integer({ mode: 'boolean' }).notNull().default(false),
  createdAt: integer().notNull(),
  deactivatedAt: integer(),
  erasedAt: integer(),
});

export const project = sqliteTable('project', {
  id: text().primaryKey(),
  /** Short name in addresses and the API: `default`. */
  slug: text().notNull().unique(),
  title: text().notNull(),
  /** Left out of insight: the shelf the samples are on. */
  isSample: integer({ mode: 'boolean' }).notNull().default(false),
  createdAt: integer().notNull(),
  archivedAt: integer(),
});

export const membership = sqliteTable(
  'membership',
  {
    personId: text()
      .notNull()
      .references(() => person.id),
    projectId: text()
      .notNull()
      .references(() => project.id),
    roles: text({ mode: 'json' }).$type<(typeof ROLES)[number][]>().notNull(),
    /** Team labels, free text. */
    teams: text({ mode: 'json' }).$type<string[]>().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.projectId] })],
);

/** A signed-in browser. The key is the SHA-256 of the cookie's value. */
export const session = sqliteTable(
  'session',
  {
    idHash: text().primaryKey(),
    personId: text()
      .notNull()
      .references(() => person.id),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
  },
  (table) => [index('session_by_person').on(table.personId)],
);

/** An API token: belongs to a project, never holds more than its maker. */
export const token = sqliteTable('token', {
  id: text().primaryKey(),
  secretHash: text().notNull().unique(),
  name: text().notNull(),
  projectId: text()
    .notNull()
    .references(() => project.id),
  roles: text({ mode: 'json' }).$type<(typeof ROLES)[number][]>().notNull(),
  /** The person who made it; null when the system or the admin token did. */
  madeBy: text().references(() => person.id),
  createdAt: integer().notNull(),
  expiresAt: integer(),
  revokedAt: integer(),
});

/** A link that works once: the first admin's set-up, or setting a password. Only its SHA-256 is kept. */
export const oneTimeLink = sqliteTable('one_time_link', {
  id: text().primaryKey(),
  secretHash: text().notNull().unique(),
  purpose: text({ enum: ['setup', 'password'] }).notNull(),
  personId: text().references(() => person.id),
  createdAt: integer().notNull(),
  expiresAt: integer().notNull(),
  usedAt: integer(),
});
