import { and, asc, gt, inArray } from 'drizzle-orm';
import type { Clock } from '#app/core/clock.ts';
import type { Ids } from '#app/core/ids.ts';
import { type Database, isInTransaction, type Transaction } from '#db/client.ts';
import { event } from '#db/schema/index.ts';
import { appendEvent, eventOf } from './append.ts';
import { storedColumns } from './chain.ts';
import type { LedgerEvent, NewEvent } from './contract.ts';
import { type Verdict, verifyChain } from './verify.ts';

const DEFAULT_LIMIT = 200;
const MAX_LIMIT = 10_000;

/** The append-only list of everything that happened, each event bound to the one before by its hash. */
export interface Ledger {
  /**
   * Writes events inside the transaction that stores the fact, so that neither is ever there without the other.
   * Open it with `inTransaction` of `#db/client.ts`: it takes the write lock first, so that two processes never
   * continue the chain from the same event.
   * @throws outside a transaction, for an unknown kind, and for a payload that does not fit its kind
   */
  append(tx: Transaction, ...events: NewEvent[]): LedgerEvent[];
  /**
   * Events in order, after the event number `after` (all when absent), at most `limit` (200 when absent). With
   * `projectIds` only what happened in these projects: nothing for an empty list.
   */
  read(query: { after?: number; limit?: number; projectIds?: string[] }): LedgerEvent[];
  /** Checks every event against its hash, its link and its number; answers the first that is not right. */
  verify(): Verdict;
}

export function createLedger(deps: { db: Database; clock: Clock; ids: Ids }): Ledger {
  const { db } = deps;
  return {
    append: (tx, ...events) => {
      if (!isInTransaction(db)) throw new Error('Events are appended inside the transaction that stores the fact.');
      return events.map((given) => appendEvent(tx, given, deps));
    },
    read: ({ after = 0, limit = DEFAULT_LIMIT, projectIds }) =>
      db
        .select(storedColumns)
        .from(event)
        .where(and(gt(event.seq, after), projectIds && inArray(event.projectId, projectIds)))
        .orderBy(asc(event.seq))
        .limit(Math.min(limit, MAX_LIMIT))
        .all()
        .map(eventOf),
    verify: () => verifyChain(db),
  };
}
