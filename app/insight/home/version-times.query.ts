import { sql } from 'drizzle-orm';
import type { Database } from '#db/client.ts';
import type { VersionTimes } from '../contract.ts';

interface Row {
  versionId: string;
  receivedAt: number;
  readyAt: number;
  judgedAt: number | null;
}

/**
 * The two times of each of these versions; one that never became ready is not in the map. A judgement is a verdict or a
 * flag; it is a stakeholder's unless it came from a token or from Firstlook itself, or from whoever handed the version
 * over: its publisher, its uploader, or the person who issued the token that did either.
 */
export function versionTimes(db: Database, versionIds: readonly string[]): Map<string, VersionTimes> {
  const rows = db.all<Row>(sql`
    WITH made AS (
      SELECT version_id, at AS ready_at, actor_kind, actor_id,
        payload ->> 'receivedAt' AS received_at, payload ->> 'uploadId' AS upload_id
      FROM event
      WHERE kind = 'version.ready' AND version_id IN (SELECT value FROM json_each(${JSON.stringify(versionIds)}))
    )
    SELECT version_id AS versionId, received_at AS receivedAt, ready_at AS readyAt,
      min(coalesce(verdict_at, flag_at), coalesce(flag_at, verdict_at)) AS judgedAt
    FROM (
      SELECT made.*, (${firstJudgement('verdict.given')}) AS verdict_at, (${firstJudgement('flag.opened')}) AS flag_at
      FROM made
    )`);
  return new Map(rows.map((row) => [row.versionId, timesOf(row)]));
}

function timesOf({ receivedAt, readyAt, judgedAt }: Row): VersionTimes {
  // A clock that was set back must not make a wait shorter than nothing.
  const since = (at: number) => Math.max(0, at - receivedAt);
  return { timeToPreviewMs: since(readyAt), timeToFeedbackMs: judgedAt === null ? null : since(judgedAt) };
}

/**
 * When a stakeholder first said something of this kind about a version in `made`. The index of events by version and
 * kind is read from the oldest on and left at the first that counts, however many follow.
 */
function firstJudgement(kind: 'verdict.given' | 'flag.opened') {
  return sql`
    SELECT said.at FROM event AS said
    WHERE said.version_id = made.version_id AND said.kind = ${kind} AND said.actor_kind IN ('human', 'guest')
      AND NOT (said.actor_kind = made.actor_kind AND said.actor_id = made.actor_id)
      AND NOT EXISTS (
        SELECT 1 FROM event AS received
        WHERE received.subject_id = made.upload_id AND received.kind = 'version.received'
          AND ((received.actor_kind = said.actor_kind AND received.actor_id = said.actor_id)
            OR (received.actor_kind = 'token' AND ${isIssuedBySpeaker(sql`received.actor_id`)}))
      )
      AND NOT (made.actor_kind = 'token' AND ${isIssuedBySpeaker(sql`made.actor_id`)})
    ORDER BY said.seq LIMIT 1`;
}

function isIssuedBySpeaker(tokenId: ReturnType<typeof sql>) {
  return sql`EXISTS (
    SELECT 1 FROM event AS issued
    WHERE issued.subject_id = ${tokenId} AND issued.kind = 'token.issued'
      AND issued.actor_kind = said.actor_kind AND issued.actor_id = said.actor_id
  )`;
}
