import { and, count, eq, inArray, sum } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import type { Database } from '#db/client.ts';
import { flag, flagTally, version } from '#db/schema/index.ts';
import type { FlagListItem, FlagWait } from '../contract.ts';
import type { FeedbackDeps } from '../deps.ts';
import { flagsById } from '../flags.query.ts';
import { ownPlaces, readRows, type Scope, scopeOf, waitsOnReporter } from './flag-rows.query.ts';
import { listItems } from './list-items.query.ts';
import { isIn, placesOf } from './places.query.ts';
import { inOrder, readStretches, stretchesOf } from './stretches.query.ts';

/** What triage owes an answer to; a flag that was accepted is work to do, and asks for no answer. */
const TO_ANSWER: readonly FlagWait[] = ['answer', 'reply'];

/**
 * The flags that need a word from the viewer: to answer, to say more about, to say whether they are fixed. Those that
 * stop the release come first, then the oldest.
 */
export function waitingFlags(
  deps: FeedbackDeps,
  viewer: Viewer,
  limit: number,
): { items: FlagListItem[]; total: number } {
  const { db } = deps;
  const scope = scopeOf(db, viewer, placesOf(db, viewer));
  const reading = { after: null, limit, isOldestFirst: true };
  const asked = { waitsFor: TO_ANSWER };
  const urgent = stretchesOf(db, ownPlaces(scope), { ...asked, severity: 'stops-release' });
  const first = readStretches(db, urgent, reading);
  const triage = readStretches(db, stretchesOf(db, ownPlaces(scope), asked), reading);
  const reported = readRows(db, waitsOnReporter(scope), reading);
  const ids = [...first, ...inOrder([...triage, ...reported], true)].map(({ id }) => id);
  const chosen = [...new Set(ids)].slice(0, limit);
  return { items: listItems(deps, viewer, flagsById(deps, chosen)), total: countWaiting(db, scope) };
}

function countWaiting(db: Database, scope: Scope): number {
  const toAnswer = db
    .select({ total: sum(flagTally.count).mapWith(Number) })
    .from(flagTally)
    .innerJoin(version, eq(version.id, flagTally.versionId))
    .where(and(isIn(flagTally, ownPlaces(scope)), inArray(flagTally.waitsFor, [...TO_ANSWER])))
    .get();
  const reported = db
    .select({ total: count() })
    .from(flag)
    .innerJoin(version, eq(version.id, flag.versionId))
    .where(waitsOnReporter(scope))
    .get();
  return (toAnswer?.total ?? 0) + (reported?.total ?? 0);
}
