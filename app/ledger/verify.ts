import { asc, gt, sql } from 'drizzle-orm';
import type { Database, Transaction } from '#db/client.ts';
import { event } from '#db/schema/index.ts';
import { FIRST_PREV_HASH, hashOf, type StoredEvent, storedColumns } from './chain.ts';

export type Verdict = { ok: true; count: number } | { ok: false; seq: number; reason: string };

const ROWS_AT_A_TIME = 1000;

/**
 * Walks the whole chain in order and stops at the first event that is not as it was written, is missing or was put in.
 * Reads one state of the database, a thousand rows at a time.
 */
export function verifyChain(db: Database): Verdict {
  return db.transaction((tx) => {
    let prevHash = FIRST_PREV_HASH;
    let expected = 1;
    for (const row of allRows(tx)) {
      const reason = faultOf(row, { expected, prevHash });
      if (reason) return { ok: false, seq: row.seq, reason };
      prevHash = row.hash;
      expected += 1;
    }
    const highest = highestSeqEver(tx);
    if (highest >= expected) return { ok: false, seq: expected, reason: missing(expected, highest) };
    return { ok: true, count: expected - 1 };
  });
}

/**
 * The highest number an event was ever given. SQLite counts it apart from the rows, so cutting events off the end
 * shows too.
 */
export function highestSeqEver(tx: Transaction): number {
  const counter = tx.get<{ seq: number } | undefined>(sql`SELECT seq FROM sqlite_sequence WHERE name = 'event'`);
  return counter?.seq ?? 0;
}

function missing(from: number, to: number): string {
  return from === to ? `event ${from} is missing` : `events ${from} to ${to} are missing`;
}

function faultOf(row: StoredEvent, { expected, prevHash }: { expected: number; prevHash: string }): string | null {
  if (row.seq > expected) return missing(expected, row.seq - 1);
  if (row.seq < expected) return 'an event was put in before the first one';
  if (row.prevHash !== prevHash) return 'its link to the event before it does not fit';
  if (row.hash !== hashOf(row)) return 'its content is not what was written';
  return null;
}

function* allRows(tx: Transaction): Generator<StoredEvent> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = tx
      .select(storedColumns)
      .from(event)
      .where(gt(event.seq, after))
      .orderBy(asc(event.seq))
      .limit(ROWS_AT_A_TIME)
      .all();
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.seq;
  }
}
