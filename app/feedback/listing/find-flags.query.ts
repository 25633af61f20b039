import { and } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import type { Database } from '#db/client.ts';
import type { FlagFilter } from '../contract.ts';
import { waitsOf } from '../waiting.ts';
import type { FlagPosition } from './flag-cursor.ts';
import { fits, ownPlaces, readRows, type Scope, scopeOf, waitsOnReporter } from './flag-rows.query.ts';
import { placesOf } from './places.query.ts';
import { inOrder, type Reading, readStretches, stretchesOf } from './stretches.query.ts';

/** The flags of a filter that this viewer may see, as places in the order of the list. */
export function findFlags(db: Database, viewer: Viewer, asked: Reading & { filter: FlagFilter }): FlagPosition[] {
  const { filter, ...reading } = asked;
  const places = placesOf(db, viewer, filter.model);
  // Those of one person or one run are few: they are read and looked at one by one.
  if (filter.reporter || filter.runId !== undefined) {
    return readRows(db, fits(db, scopeOf(db, viewer, places), filter), reading);
  }
  if (!filter.waits) return readStretches(db, stretchesOf(db, places, filter), reading);
  return waitingOn(db, scopeOf(db, viewer, places), { ...reading, filter });
}

/** What waits on the viewer: as the one who triages, and as a reporter. */
function waitingOn(db: Database, scope: Scope, asked: Reading & { filter: FlagFilter }): FlagPosition[] {
  const { filter, ...reading } = asked;
  const { waits: _waits, ...rest } = filter;
  const stretches = stretchesOf(db, ownPlaces(scope), { ...rest, waitsFor: waitsOf('triage') });
  const reported = readRows(db, and(fits(db, scope, rest), waitsOnReporter(scope)), reading);
  const all = [...readStretches(db, stretches, reading), ...reported];
  return inOrder(all, reading.isOldestFirst).slice(0, reading.limit);
}
