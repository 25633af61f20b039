import { and, asc, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import type { Actor } from '#app/ledger/contract.ts';
import type { Database } from '#db/client.ts';
import { flag, flagRun, version } from '#db/schema/index.ts';
import type { FlagFilter } from '../contract.ts';
import { waitsOf } from '../waiting.ts';
import type { FlagPosition } from './flag-cursor.ts';
import { statesOf } from './flag-filter.ts';
import { FLAG_PLACE, isIn, type Place } from './places.query.ts';
import { type Responders, respondersOf, responds } from './responders.query.ts';
import type { Reading } from './stretches.query.ts';

/** Everything a filter needs to know of its viewer. */
export interface Scope {
  viewer: Viewer;
  places: readonly Place[];
  responders: Responders;
}

export function scopeOf(db: Database, viewer: Viewer, places: readonly Place[]): Scope {
  const projects = [...new Set(places.map(({ projectId }) => projectId))];
  return { viewer, places, responders: respondersOf(db, projects) };
}

/** The places whose flags wait on the viewer. */
export function ownPlaces({ viewer, places, responders }: Scope): Place[] {
  return places.filter(({ projectId }) => responds(viewer, projectId, responders));
}

function isReportedBy({ kind, id }: Actor): SQL | undefined {
  return and(eq(flag.reporterKind, kind), eq(flag.reporterId, id));
}

/** The flags on which it is the viewer's turn as their reporter. */
export function waitsOnReporter({ viewer, places }: Scope): SQL | undefined {
  return and(isReportedBy(viewer.actor), inArray(flag.waitsFor, waitsOf('reporter')), isIn(FLAG_PLACE, places));
}

/** A whole filter as a condition on flags joined with their version: for lists that few flags can be in. */
export function fits(db: Database, scope: Scope, filter: FlagFilter): SQL | undefined {
  const { kind, severity, reporter, runId, waits } = filter;
  const states = statesOf(filter);
  const ofRun = db.select({ id: flagRun.flagId }).from(flagRun);
  return and(
    isIn(FLAG_PLACE, scope.places),
    states ? inArray(flag.state, [...states]) : undefined,
    kind && eq(flag.kind, kind),
    severity && eq(flag.severity, severity),
    reporter && isReportedBy(reporter),
    runId === undefined ? undefined : inArray(flag.id, ofRun.where(eq(flagRun.runId, runId))),
    waits && or(waitsOnTriage(scope), waitsOnReporter(scope)),
  );
}

function waitsOnTriage(scope: Scope): SQL | undefined {
  return and(inArray(flag.waitsFor, waitsOf('triage')), isIn(FLAG_PLACE, ownPlaces(scope)));
}

/** Flags joined with their version that meet a condition, in the order of the lists. */
export function readRows(db: Database, where: SQL | undefined, reading: Reading): FlagPosition[] {
  const { after, limit, isOldestFirst = false } = reading;
  const place = sql`(${flag.createdAt}, ${flag.id})`;
  const start = after ? sql`(${after.createdAt}, ${after.id})` : undefined;
  const direction = isOldestFirst ? asc : desc;
  return db
    .select({ createdAt: flag.createdAt, id: flag.id })
    .from(flag)
    .innerJoin(version, eq(version.id, flag.versionId))
    .where(and(where, start && (isOldestFirst ? sql`${place} > ${start}` : sql`${place} < ${start}`)))
    .orderBy(direction(flag.createdAt), direction(flag.id))
    .limit(limit)
    .all();
}
