import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { project } from './accounts.ts';

/** A named thing that answers questions. */
export const model = sqliteTable('model', {
  id: text().primaryKey(),
  /** `[a-z0-9][a-z0-9._-]{0,62}`, unique in the installation, immutable. */
  name: text().notNull().unique(),
  title: text().notNull(),
  projectId: text()
    .notNull()
    .references(() => project.id),
  createdAt: integer().notNull(),
});

/** The request a model answers; one per model. */
export const ask = sqliteTable('ask', {
  modelId: text()
    .primaryKey()
    .references(() => model.id),
  by: text().notNull(),
  sentence: text().notNull(),
  good: text().notNull(),
  decision: text().notNull(),
  updatedAt: integer().notNull(),
});

/** One accepted artifact. A row exists only once the version is ready: this insert is what makes it real. */
export const version = sqliteTable(
  'version',
  {
    id: text().primaryKey(),
    modelId: text()
      .notNull()
      .references(() => model.id),
    number: integer().notNull(),
    /** SHA-256 over the sorted (path, SHA-256) of the model's own files (design §5). */
    digest: text().notNull(),
    state: text({ enum: ['ready', 'announced', 'retired'] }).notNull(),
    sizeBytes: integer().notNull(),
    receivedAt: integer().notNull(),
    readyAt: integer().notNull(),
    announcedAt: integer(),
    retiredAt: integer(),
    publishedByKind: text({ enum: ['human', 'guest', 'token', 'system'] }).notNull(),
    publishedById: text().notNull(),
    /** What the graph says (`oip/control.ts`, ModelFacts). */
    facts: text({ mode: 'json' }).$type<unknown>().notNull(),
    /** What was measured (`oip/control.ts`, ModelReport). */
    report: text({ mode: 'json' }).$type<unknown>().notNull(),
    /** Repairs and warnings, each a code and a sentence. */
    notices: text({ mode: 'json' }).$type<{ code: string; message: string }[]>().notNull(),
    timings: text({ mode: 'json' }).$type<Record<string, number>>().notNull(),
    /** Numbers of the flags this version says it fixes. */
    fixes: text({ mode: 'json' }).$type<number[]>().notNull(),
    isHotfix: integer({ mode: 'boolean' }).notNull(),
  },
  (table) => [
    uniqueIndex('version_number').on(table.modelId, table.number),
    index('version_digest').on(table.modelId, table.digest),
  ],
);

/** The files a version was made of; the bytes are blobs named by their SHA-256. */
export const versionFile = sqliteTable(
  'version_file',
  {
    versionId: text()
      .notNull()
      .references(() => version.id),
    path: text().notNull(),
    sha256: text().notNull(),
    sizeBytes: integer().notNull(),
    /** model: as uploaded; served: the repaired file, where there is one; side: preview.json, labels.txt, … */
    role: text({ enum: ['model', 'served', 'side'] }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.versionId, table.role, table.path] }),
    // Whether a blob may go is asked of each one, and often.
    index('version_file_by_content').on(table.sha256),
  ],
);

/** What the portal knows of a version's inputs and outputs, in people's words; numbered revisions, never changed. */
export const description = sqliteTable(
  'description',
  {
    id: text().primaryKey(),
    versionId: text()
      .notNull()
      .references(() => version.id),
    revision: integer().notNull(),
    body: text({ mode: 'json' }).$type<unknown>().notNull(),
    /** What is different from the revision before, in sentences; unknown of revisions before this was written down. */
    changes: text({ mode: 'json' }).$type<string[]>(),
    createdAt: integer().notNull(),
    createdByKind: text({ enum: ['human', 'guest', 'token', 'system'] }).notNull(),
    createdById: text().notNull(),
  },
  (table) => [uniqueIndex('description_revision').on(table.versionId, table.revision)],
);

/** A file on its way to becoming a version. Received and refused are states of the upload, not of a version. */
export const upload = sqliteTable(
  'upload',
  {
    id: text().primaryKey(),
    projectId: text()
      .notNull()
      .references(() => project.id),
    modelName: text().notNull(),
    state: text({ enum: ['received', 'refused', 'ready', 'abandoned'] }).notNull(),
    /** Who sends it; unknown of uploads before this was written down. */
    sentByKind: text({ enum: ['human', 'guest', 'token', 'system'] }),
    sentById: text(),
    /** What the model or the archive was called where it came from. */
    fileName: text(),
    /** What happened to it, in order (`catalog/contract.ts`, UploadStep); null while it is under way. */
    steps: text({ mode: 'json' }).$type<unknown>(),
    /** The sentence of a refusal, and messages by field. */
    refusal: text({ mode: 'json' }).$type<unknown>(),
    /** Error code of a refusal. */
    code: text(),
    digest: text(),
    versionId: text().references(() => version.id),
    receivedAt: integer().notNull(),
    endedAt: integer(),
  },
  (table) => [index('upload_by_state').on(table.state), index('upload_by_version').on(table.versionId)],
);
