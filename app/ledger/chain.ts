import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { event } from '#db/schema/index.ts';
import { canonicalJson } from './canonical-json.ts';

/** What the first event has for a hash before it: 64 zeros. */
export const FIRST_PREV_HASH = '0'.repeat(64);

/** The columns of an event as they lie in the file: the payload is its text, not what the text means. */
export const storedColumns = {
  seq: event.seq,
  id: event.id,
  at: event.at,
  kind: event.kind,
  projectId: event.projectId,
  modelId: event.modelId,
  versionId: event.versionId,
  subjectType: event.subjectType,
  subjectId: event.subjectId,
  actorKind: event.actorKind,
  actorId: event.actorId,
  payload: sql<string>`${event.payload}`,
  prevHash: event.prevHash,
  hash: event.hash,
};

export interface StoredEvent {
  seq: number;
  id: string;
  at: number;
  kind: string;
  projectId: string | null;
  modelId: string | null;
  versionId: string | null;
  subjectType: string;
  subjectId: string;
  actorKind: string;
  actorId: string;
  payload: string;
  prevHash: string;
  hash: string;
}

/** SHA-256 (hex) over the hash before it and the canonical JSON of every other field of the row. */
export function hashOf(row: Omit<StoredEvent, 'hash'>): string {
  const { prevHash, hash: _own, ...fields } = row as StoredEvent;
  return createHash('sha256').update(prevHash).update('\n').update(canonicalJson(fields)).digest('hex');
}
