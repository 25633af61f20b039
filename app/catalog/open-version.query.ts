import { and, desc, eq, sql } from 'drizzle-orm';
import type { Database } from '#db/client.ts';
import { preparedFor } from '#db/prepared.ts';
import { description, version } from '#db/schema/index.ts';
import type { VersionDetail } from './contract.ts';
import { versionAt } from './versions.query.ts';

/** Versions whose facts and description are kept as objects: those that people are asking at the moment. */
const MOST_KEPT = 64;

const current = preparedFor((db) =>
  db
    .select({ id: version.id, state: version.state, announcedAt: version.announcedAt, revision: description.id })
    .from(version)
    .innerJoin(description, eq(description.versionId, version.id))
    .where(and(eq(version.modelId, sql.placeholder('modelId')), eq(version.number, sql.placeholder('number'))))
    .orderBy(desc(description.revision))
    .limit(1)
    .prepare(),
);

const keptFor = preparedFor(() => new Map<string, VersionDetail>());

/**
 * A version of a model with its newest description, as every question needs it. What was read from it once is kept:
 * of a version only its state changes, with its times, and a revision of a description never does. Nobody may change
 * the object.
 */
export function openVersion(db: Database, modelId: string, number: number): VersionDetail | null {
  const now = current(db).get({ modelId, number });
  if (!now) return null;
  const kept = keptFor(db);
  const key = `${now.id} ${now.revision} ${now.state} ${now.announcedAt}`;
  const known = kept.get(key) ?? versionAt(db, now.id, now.revision);
  if (!known) return null;
  kept.delete(key);
  kept.set(key, known);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return known;
}
