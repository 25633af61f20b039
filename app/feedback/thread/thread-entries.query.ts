import { and, asc, count, desc, eq, inArray } from 'drizzle-orm';
import type { EventPayload } from '#app/ledger/contract.ts';
import type { Database } from '#db/client.ts';
import { event, flag, flagMessage } from '#db/schema/index.ts';
import type { FlagReference, FlagState, NamedActor, ThreadEntry } from '../contract.ts';
import type { FeedbackDeps } from '../deps.ts';

const KINDS = ['flag.opened', 'flag.changed', 'flag.replied'] as const;

/** What happened to a flag, from the ledger, with what was written along; the newest `limit`, the oldest of them first. */
export function threadEntries(
  deps: FeedbackDeps,
  flagId: string,
  limit: number,
): { entries: ThreadEntry[]; earlier: number } {
  const { db } = deps;
  const ofFlag = and(eq(event.subjectId, flagId), inArray(event.kind, [...KINDS]));
  const total = db.select({ count: count() }).from(event).where(ofFlag).get()?.count ?? 0;
  const rows = db.select().from(event).where(ofFlag).orderBy(desc(event.seq)).limit(limit).all().reverse();
  const words = wordsOf(db, flagId);
  const originals = originalsOf(db, rows);
  const entries = rows.flatMap((row) => entryOf({ row, words, originals, nameOf: deps.accounts.nameOf }) ?? []);
  return { entries, earlier: total - rows.length };
}

type EventRow = typeof event.$inferSelect;

interface Told {
  row: EventRow;
  words: Words;
  originals: ReadonlyMap<string, FlagReference>;
  nameOf: FeedbackDeps['accounts']['nameOf'];
}

function entryOf({ row, words, originals, nameOf }: Told): ThreadEntry | null {
  const { id, at, actorKind: kind, actorId } = row;
  const actor: NamedActor = { kind, id: actorId, name: nameOf({ kind, id: actorId }) };
  if (row.kind === 'flag.opened') return { type: 'opened', id, at, actor };
  if (row.kind === 'flag.replied') {
    const { messageId } = row.payload as EventPayload<'flag.replied'>;
    const body = words.replies.get(messageId);
    return body === undefined ? null : { type: 'reply', id: messageId, at, actor, body };
  }
  const { from, to, stateVersion, duplicateOf } = row.payload as EventPayload<'flag.changed'>;
  return {
    ...{ type: 'change', id, at, actor, from: from as FlagState, to: to as FlagState, version: stateVersion },
    reason: words.reasons.get(id) ?? null,
    duplicateOf: (duplicateOf !== undefined && originals.get(duplicateOf)) || null,
  };
}

interface Words {
  /** By message. */
  replies: ReadonlyMap<string, string>;
  /** By the event they explain. */
  reasons: ReadonlyMap<string, string>;
}

function wordsOf(db: Database, flagId: string): Words {
  const rows = db
    .select()
    .from(flagMessage)
    .where(eq(flagMessage.flagId, flagId))
    .orderBy(asc(flagMessage.createdAt))
    .all();
  const replies = new Map(rows.map(({ id, body }) => [id, body]));
  const reasons = new Map(rows.flatMap(({ eventId, body }) => (eventId === null ? [] : [[eventId, body] as const])));
  return { replies, reasons };
}

/** The flags that these changes say the flag repeats. */
function originalsOf(db: Database, rows: readonly EventRow[]): Map<string, FlagReference> {
  const ids = rows.flatMap(({ payload }) => (typeof payload.duplicateOf === 'string' ? [payload.duplicateOf] : []));
  if (ids.length === 0) return new Map();
  const found = db.select({ id: flag.id, number: flag.number }).from(flag).where(inArray(flag.id, ids)).all();
  return new Map(found.map((one) => [one.id, one]));
}
