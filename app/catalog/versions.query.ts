import { and, desc, eq, inArray, isNotNull, lt, max, ne, type SQL, sql } from 'drizzle-orm';
import type { ModelFacts, ModelReport } from '#app/oip/control.ts';
import type { Database, Transaction } from '#db/client.ts';
import { preparedFor } from '#db/prepared.ts';
import { description, model, version, versionFile } from '#db/schema/index.ts';
import type { ModelView, PublishTimings, RevisionView, VersionDetail, VersionView } from './contract.ts';
import type { DescribedExample, Description } from './description-format.ts';

/** Rows of models, versions and descriptions as views. Nobody's rights are looked at here. */

type On = Database | Transaction;
type VersionRow = typeof version.$inferSelect;

const modelByName = preparedFor((db) =>
  db
    .select()
    .from(model)
    .where(eq(model.name, sql.placeholder('name')))
    .prepare(),
);

export function modelNamed(db: Database, name: string): ModelView | null {
  return modelByName(db).get({ name }) ?? null;
}

/** Models of these projects, of all when null, by name. */
export function modelsIn(on: On, projectIds: readonly string[] | null): ModelView[] {
  const where = projectIds === null ? undefined : inArray(model.projectId, [...projectIds]);
  return on.select().from(model).where(where).orderBy(model.name).all();
}

/** Whether people other than publishers may know of the version: it was announced, though it may be retired now. */
const wasAnnounced = isNotNull(version.announcedAt);

/**
 * The version a preview opens on, by model: the newest announced one, else the newest ready one, else the newest
 * retired one. With `onlyAnnounced` only versions that were announced count.
 */
export function newestOf(on: On, models: readonly ModelView[], onlyAnnounced: boolean): Map<string, VersionView> {
  const place = sql<number>`row_number() over (partition by ${version.modelId} order by case ${version.state}
    when 'announced' then 0 when 'ready' then 1 else 2 end, ${version.number} desc)`.as('place');
  const ofModels = inArray(
    version.modelId,
    models.map(({ id }) => id),
  );
  const ranked = on
    .select({ id: version.id, place })
    .from(version)
    .where(onlyAnnounced ? and(ofModels, wasAnnounced) : ofModels)
    .as('ranked');
  const rows = on
    .select({ version })
    .from(version)
    .innerJoin(ranked, and(eq(ranked.id, version.id), eq(ranked.place, 1)))
    .all();
  const byId = new Map(models.map((one) => [one.id, one]));
  return new Map(
    rows.flatMap((row) => {
      const of = byId.get(row.version.modelId);
      return of ? [[of.id, versionView(of, row.version)]] : [];
    }),
  );
}

/** Versions of a model, the newest first. */
export function versionsOf(on: On, of: ModelView, onlyAnnounced: boolean): VersionView[] {
  const where = onlyAnnounced ? and(eq(version.modelId, of.id), wasAnnounced) : eq(version.modelId, of.id);
  const rows = on.select().from(version).where(where).orderBy(desc(version.number)).all();
  return rows.map((row) => versionView(of, row));
}

const anyAnnounced = preparedFor((db) =>
  db
    .select({ id: version.id })
    .from(version)
    .where(and(eq(version.modelId, sql.placeholder('modelId')), wasAnnounced))
    .limit(1)
    .prepare(),
);

export function hasAnnounced(db: Database, modelId: string): boolean {
  return anyAnnounced(db).get({ modelId }) !== undefined;
}

/** Whether serving still has a version of the model to answer from. */
export function hasServed(on: On, modelId: string): boolean {
  const where = and(eq(version.modelId, modelId), ne(version.state, 'retired'));
  return on.select({ id: version.id }).from(version).where(where).limit(1).get() !== undefined;
}

/** Number the next version of a model gets. */
export function nextNumber(on: On, modelId: string): number {
  const row = on
    .select({ last: max(version.number) })
    .from(version)
    .where(eq(version.modelId, modelId))
    .get();
  return (row?.last ?? 0) + 1;
}

export function versionNumbered(on: On, modelId: string, number: number): VersionDetail | null {
  return detailWhere(on, and(eq(version.modelId, modelId), eq(version.number, number)));
}

/** The newest version with these bytes; one in use comes before a retired one. */
export function versionWithDigest(on: On, modelId: string, digest: string): VersionDetail | null {
  return detailWhere(on, and(eq(version.modelId, modelId), eq(version.digest, digest)));
}

/** The newest version of a model; one in use comes before a retired one. */
export function lastVersion(on: On, modelId: string): VersionDetail | null {
  return detailWhere(on, eq(version.modelId, modelId));
}

/** A version by its id, with its newest description. */
export function versionWithId(on: On, id: string): VersionDetail | null {
  return detailWhere(on, eq(version.id, id));
}

/** The version of a model that came before one. */
export function versionBefore(on: On, modelId: string, number: number): VersionDetail | null {
  const before = on
    .select({ number: max(version.number) })
    .from(version)
    .where(and(eq(version.modelId, modelId), lt(version.number, number)))
    .get();
  return before?.number ? versionNumbered(on, modelId, before.number) : null;
}

/** A version with one certain revision of its description. */
export function versionAt(on: On, versionId: string, descriptionId: string): VersionDetail | null {
  const found = on
    .select({ version, model, description })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .innerJoin(description, eq(description.versionId, version.id))
    .where(and(eq(version.id, versionId), eq(description.id, descriptionId)))
    .get();
  return found ? joined(on, found) : null;
}

/** Revisions of a version's description, the newest first, without their bodies. */
export function revisionsOf(
  on: On,
  versionId: string,
  page: { limit: number; before?: number | undefined },
): RevisionView[] {
  const of = eq(description.versionId, versionId);
  const { revision, createdAt, createdByKind, createdById, changes } = description;
  const rows = on
    .select({ revision, createdAt, createdByKind, createdById, changes })
    .from(description)
    .where(page.before === undefined ? of : and(of, lt(description.revision, page.before)))
    .orderBy(desc(description.revision))
    .limit(page.limit)
    .all();
  return rows.map((row) => ({
    revision: row.revision,
    createdAt: row.createdAt,
    createdBy: { kind: row.createdByKind, id: row.createdById },
    changes: row.changes,
  }));
}

/** What a certain revision says; null when there is none of that number. */
export function bodyOfRevision(on: On, versionId: string, revision: number): Description | null {
  const where = and(eq(description.versionId, versionId), eq(description.revision, revision));
  const found = on.select({ body: description.body }).from(description).where(where).get();
  return found ? (found.body as Description) : null;
}

/** Files a version was made of. */
export function filesOf(on: On, versionId: string): (typeof versionFile.$inferSelect)[] {
  return on.select().from(versionFile).where(eq(versionFile.versionId, versionId)).all();
}

/** Whether a version of the model came with this file as the picture of an example. */
export function isExamplePicture(on: On, modelId: string, sha256: string): boolean {
  const row = on
    .select({ path: versionFile.path })
    .from(versionFile)
    .innerJoin(version, eq(version.id, versionFile.versionId))
    .where(and(eq(versionFile.sha256, sha256), eq(version.modelId, modelId), isPicture))
    .limit(1);
  return row.get() !== undefined;
}

const isPicture = and(eq(versionFile.role, 'side'), sql`${versionFile.path} like 'examples/%'`);

/** The pictures beside a version: SHA-256 by path. */
export function picturesOf(on: On, versionId: string): Map<string, string> {
  const rows = on
    .select({ path: versionFile.path, sha256: versionFile.sha256 })
    .from(versionFile)
    .where(and(eq(versionFile.versionId, versionId), isPicture))
    .all();
  return new Map(rows.map(({ path, sha256 }) => [path, sha256]));
}

/** Whether any version was made of the blob. */
export function isBlobReferenced(on: On, sha256: string): boolean {
  const row = on.select({ path: versionFile.path }).from(versionFile).where(eq(versionFile.sha256, sha256)).limit(1);
  return row.get() !== undefined;
}

function detailWhere(on: On, where: SQL | undefined): VersionDetail | null {
  const found = on
    .select({ version, model, description })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .innerJoin(description, eq(description.versionId, version.id))
    .where(where)
    .orderBy(sql`${version.state} = 'retired'`, desc(version.number), desc(description.revision))
    .limit(1)
    .get();
  return found ? joined(on, found) : null;
}

interface Found {
  model: ModelView;
  version: VersionRow;
  description: typeof description.$inferSelect;
}

function joined(on: On, found: Found): VersionDetail {
  const { version: row, description: described } = found;
  return {
    ...versionView(found.model, row),
    // Both were checked against their schema before they were stored.
    facts: row.facts as ModelFacts,
    report: row.report as ModelReport,
    descriptionId: described.id,
    descriptionRevision: described.revision,
    description: withPictures(on, row.id, described.body as Description),
  };
}

/** Examples that name a picture have it as the value of the first field that takes one: it can be asked like any other. */
function withPictures(on: On, versionId: string, described: Description): Description {
  const key = described.inputs.find(({ kind }) => kind === 'image')?.key;
  if (key === undefined || !described.examples.some(({ image }) => image)) return described;
  const pictures = picturesOf(on, versionId);
  const withPicture = (example: DescribedExample): DescribedExample => {
    const file = example.image === undefined ? undefined : pictures.get(example.image);
    return file === undefined ? example : { ...example, values: { ...example.values, [key]: { file } } };
  };
  return { ...described, examples: described.examples.map(withPicture) };
}

function versionView(of: ModelView, row: VersionRow): VersionView {
  const { publishedByKind, publishedById, facts: _facts, report: _report, timings, ...rest } = row;
  return {
    ...rest,
    modelName: of.name,
    projectId: of.projectId,
    publishedBy: { kind: publishedByKind, id: publishedById },
    timings: timings as unknown as PublishTimings,
  };
}
