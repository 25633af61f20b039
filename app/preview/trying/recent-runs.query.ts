import { and, desc, eq } from 'drizzle-orm';
import type { Actor } from '#app/ledger/contract.ts';
import type { Database } from '#db/client.ts';
import { run } from '#db/schema/index.ts';
import type { Answer, RecentRun } from '../contract.ts';

/** What this person ran on a version, the newest first. */
export function recentRuns(
  db: Database,
  { actor, versionId, limit }: { actor: Actor; versionId: string; limit: number },
): RecentRun[] {
  return db
    .select({ id: run.id, answer: run.answer, source: run.source, createdAt: run.createdAt })
    .from(run)
    .where(and(eq(run.versionId, versionId), eq(run.actorKind, actor.kind), eq(run.actorId, actor.id)))
    .orderBy(desc(run.createdAt), desc(run.id))
    .limit(limit)
    .all()
    .map((row) => ({ ...row, answer: row.answer as Answer }));
}
