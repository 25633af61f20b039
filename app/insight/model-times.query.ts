import { sql } from 'drizzle-orm';
import type { Database } from '#db/client.ts';

/** How long people waited; null while they still do. */
export interface ModelTimes {
  /** From the first byte received to the version being ready, ms. */
  timeToPreviewMs: number | null;
  /** From the first byte received to the first judgement by a stakeholder, ms. */
  timeToFeedbackMs: number | null;
}

interface Row {
  modelId: string;
  receivedAt: number;
  readyAt: number;
  judgedAt: number | null;
}

/**
 * The two times of the newest version of each model. A judgement is a verdict or a flag; it is a stakeholder's unless
 * it came from a token or from Firstlook itself, or from whoever handed the version over: its publisher, its uploader,
 * or the person who issued the token that did either.
 */
export function modelTimes(db: Database, modelIds: string[]): Map<string, ModelTimes> {
  const rows = db.all<Row>(sql`
    WITH newest AS (
      -- With max() SQLite takes the other columns from the row that holds it.
      SELECT model_id, version_id, at AS ready_at, actor_kind, actor_id,
        payload ->> 'receivedAt' AS received_at, payload ->> 'uploadId' AS upload_id, max(payload ->> 'number')
      FROM event
      WHERE kind = 'version.ready' AND model_id IN (SELECT value FROM json_each(${JSON.stringify(modelIds)}))
      GROUP BY model_id
    )
    SELECT model_id AS modelId, received_at AS receivedAt, ready_at AS readyAt,
      min(coalesce(verdict_at, flag_at), coalesce(flag_at, verdict_at)) AS judgedAt
    FROM (
      SELECT newest.*, (${firstJudgement('verdict.given')}) AS verdict_at, (${firstJudgement('flag.opened')}) AS flag_at
      FROM newest
    )`);
  return new Map(rows.map((row) => [row.modelId, timesOf(row)]));
}

function timesOf({ receivedAt, readyAt, judgedAt }: Row): ModelTimes {
  // A clock that was set back must not make a wait shorter than nothing.
  const since = (at: number) => Math.max(0, at - receivedAt);
  return { timeToPreviewMs: since(readyAt), timeToFeedbackMs: judgedAt === null ? null : since(judgedAt) };
}

/**
 * When a stakeholder first said something of this kind about a version in `newest`. The index of events by version and
 * kind is read from the oldest on and left at the first that counts, however many follow.
 */
function firstJudgement(kind: 'verdict.given' | 'flag.opened') {
  return sql`
    SELECT said.at FROM event AS said
    WHERE said.version_id = newest.version_id AND said.kind = ${kind} AND said.actor_kind IN ('human', 'guest')
      AND NOT (said.actor_kind = newest.actor_kind AND said.actor_id = newest.actor_id)
      AND NOT EXISTS (
        SELECT 1 FROM event AS received
        WHERE received.subject_id = newest.upload_id AND received.kind = 'version.received'
          AND ((received.actor_kind = said.actor_kind AND received.actor_id = said.actor_id)
            OR (received.actor_kind = 'token' AND ${isIssuedBySpeaker(sql`received.actor_id`)}))
      )
      AND NOT (newest.actor_kind = 'token' AND ${isIssuedBySpeaker(sql`newest.actor_id`)})
    ORDER BY said.seq LIMIT 1`;
}

function isIssuedBySpeaker(tokenId: ReturnType<typeof sql>) {
  return sql`EXISTS (
    SELECT 1 FROM event AS issued
    WHERE issued.subject_id = ${tokenId} AND issued.kind = 'token.issued'
      AND issued.actor_kind = said.actor_kind AND issued.actor_id = said.actor_id
  )`;
}
