import { desc } from 'drizzle-orm';
import type { Clock } from '#app/core/clock.ts';
import type { Ids } from '#app/core/ids.ts';
import type { Transaction } from '#db/client.ts';
import { event } from '#db/schema/index.ts';
import { canonicalJson } from './canonical-json.ts';
import { FIRST_PREV_HASH, hashOf, type StoredEvent, storedColumns } from './chain.ts';
import { type Actor, EVENT_PAYLOADS, type EventKind, type LedgerEvent, type NewEvent } from './contract.ts';
import { highestSeqEver } from './verify.ts';

/**
 * Writes one event at the end of the chain. The transaction must hold the write lock, so that no one else reads the
 * same last hash.
 * @throws when the event does not fit its kind: a mistake in the program, never something a user sent
 */
export function appendEvent(tx: Transaction, given: NewEvent, { clock, ids }: { clock: Clock; ids: Ids }): LedgerEvent {
  const last = tx.select({ hash: event.hash }).from(event).orderBy(desc(event.seq)).limit(1).get();
  const unhashed = {
    // Never a number that was used before, even when someone cut events off the end.
    seq: highestSeqEver(tx) + 1,
    id: ids.next('event'),
    at: checkedTime(given.at ?? clock.now(), given.kind),
    kind: given.kind,
    projectId: given.projectId ?? null,
    modelId: given.modelId ?? null,
    versionId: given.versionId ?? null,
    subjectType: given.subject.type,
    subjectId: given.subject.id,
    actorKind: given.actor.kind,
    actorId: given.actor.id,
    payload: canonicalJson(checkedPayload(given)),
    prevHash: last?.hash ?? FIRST_PREV_HASH,
  };
  const row = { ...unhashed, hash: hashOf(unhashed) };
  const stored = tx
    .insert(event)
    .values({ ...row, payload: JSON.parse(row.payload) })
    .returning(storedColumns)
    .get();
  // A text that does not survive being stored (half a surrogate pair) would break the chain for ever.
  if (hashOf(stored) !== row.hash) throw new Error(`The event ${given.kind} cannot be stored as it is.`);
  return eventOf(stored);
}

/** An event as it is given out, from its row. */
export function eventOf(row: StoredEvent): LedgerEvent {
  const { subjectType, subjectId, actorKind, actorId, payload, kind, ...rest } = row;
  return {
    ...rest,
    kind: kind as EventKind,
    subject: { type: subjectType, id: subjectId },
    actor: { kind: actorKind as Actor['kind'], id: actorId },
    payload: JSON.parse(payload),
  };
}

function checkedPayload({ kind, payload }: NewEvent): Record<string, unknown> {
  if (!Object.hasOwn(EVENT_PAYLOADS, kind)) throw new Error(`There is no kind of event called ${kind}.`);
  const parsed = EVENT_PAYLOADS[kind].safeParse(payload);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`);
  throw new Error(`The payload of ${kind} does not fit: ${problems.join('; ')}`);
}

function checkedTime(at: number, kind: EventKind): number {
  if (Number.isSafeInteger(at) && at >= 0) return at;
  throw new Error(`The time of ${kind} must be whole milliseconds since 1970 UTC.`);
}
