import { inArray, sql } from 'drizzle-orm';
import type { Actor } from '#app/ledger/contract.ts';
import type { Database } from '#db/client.ts';
import { token } from '#db/schema/index.ts';

/** A version and who published it. */
export interface TriedVersion {
  id: string;
  publishedBy: Actor;
}

/**
 * The people who asked each version anything, its publisher left out; tokens are no people. The index of runs by person
 * is leapt through from one person to the next, so that it costs what there are people, not what there are runs.
 */
export function peopleWhoTried(db: Database, versions: readonly TriedVersion[]): Map<string, Actor[]> {
  const ids = JSON.stringify(versions.map(({ id }) => id));
  const rows = db.all<{ versionId: string; kind: 'human' | 'guest'; id: string }>(sql`
    WITH RECURSIVE tried(version_id, kind, actor_id) AS (
      SELECT versions.value, kinds.value, (
        SELECT min(actor_id) FROM run WHERE version_id = versions.value AND actor_kind = kinds.value
      )
      FROM json_each(${ids}) AS versions, json_each('["human","guest"]') AS kinds
      UNION ALL
      SELECT version_id, kind, (
        SELECT min(run.actor_id) FROM run
        WHERE run.version_id = tried.version_id AND run.actor_kind = tried.kind AND run.actor_id > tried.actor_id
      )
      FROM tried WHERE actor_id IS NOT NULL
    )
    SELECT version_id AS versionId, kind, actor_id AS id FROM tried WHERE actor_id IS NOT NULL`);
  const publishers = publishersOf(db, versions);
  const tried = new Map<string, Actor[]>(versions.map(({ id }) => [id, []]));
  for (const { versionId, kind, id } of rows) {
    const isPublisher = kind === 'human' && publishers.get(versionId) === id;
    if (!isPublisher) tried.get(versionId)?.push({ kind, id });
  }
  return tried;
}

/** Who published each version: the person, or whoever issued the token that did. */
function publishersOf(db: Database, versions: readonly TriedVersion[]): Map<string, string> {
  const tokens = versions.flatMap(({ publishedBy: { kind, id } }) => (kind === 'token' ? [id] : []));
  const issued = db
    .select({ id: token.id, madeBy: token.madeBy })
    .from(token)
    .where(inArray(token.id, [...new Set(tokens)]))
    .all();
  const issuers = new Map(issued.map(({ id, madeBy }) => [id, madeBy]));
  return new Map(
    versions.flatMap(({ id, publishedBy }) => {
      const person = publishedBy.kind === 'token' ? issuers.get(publishedBy.id) : publishedBy.id;
      return person ? [[id, person] as const] : [];
    }),
  );
}
