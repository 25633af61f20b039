import { and, count, eq, inArray, sum } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import type { Database } from '#db/client.ts';
import { flag, flagTally, version } from '#db/schema/index.ts';
import type { FlagFilter } from '../contract.ts';
import { FLAG_STATES, type FlagCounts, type FlagState, UNRESOLVED_STATES } from '../contract.ts';
import { waitsOf } from '../waiting.ts';
import { fits, ownPlaces, type Scope, scopeOf, waitsOnReporter } from './flag-rows.query.ts';
import { isIn, type Place, placesOf } from './places.query.ts';

/** How many flags there are in each state, the rest of the filter kept. */
export function countFlags(db: Database, viewer: Viewer, filter: FlagFilter): FlagCounts {
  const { state: _state, waits: _waits, ...rest } = filter;
  const scope = scopeOf(db, viewer, placesOf(db, viewer, rest.model));
  const isOfFew = rest.reporter !== undefined || rest.runId !== undefined;
  const counted = isOfFew ? countRows(db, scope, rest) : tally(db, scope.places, rest);
  const byState = Object.fromEntries(FLAG_STATES.map((state) => [state, counted.get(state) ?? 0]));
  return {
    byState: byState as Record<FlagState, number>,
    all: [...counted.values()].reduce((total, number) => total + number, 0),
    waitingOnYou: isOfFew ? countWaiting(db, scope, rest) : tallyWaiting(db, scope, rest),
  };
}

/** How many flags of each model are still to be worked on, and how many of those stop the release. */
export function openFlagsOf(
  db: Database,
  viewer: Viewer,
  modelIds: readonly string[],
): Map<string, { open: number; stopsRelease: number }> {
  const total = sum(flagTally.count).mapWith(Number);
  const rows = db
    .select({ modelId: flagTally.modelId, severity: flagTally.severity, total })
    .from(flagTally)
    .innerJoin(version, eq(version.id, flagTally.versionId))
    .where(
      and(
        isIn(flagTally, placesOf(db, viewer)),
        inArray(flagTally.modelId, [...modelIds]),
        inArray(flagTally.state, [...UNRESOLVED_STATES]),
      ),
    )
    .groupBy(flagTally.modelId, flagTally.severity)
    .all();
  const found = new Map(modelIds.map((id) => [id, { open: 0, stopsRelease: 0 }]));
  for (const row of rows) {
    const model = found.get(row.modelId);
    if (!model) continue;
    model.open += row.total;
    if (row.severity === 'stops-release') model.stopsRelease += row.total;
  }
  return found;
}

type Facets = Pick<FlagFilter, 'kind' | 'severity'>;

/** From the tally, whose size does not grow with the flags. */
function tally(db: Database, places: readonly Place[], facets: Facets): Map<FlagState, number> {
  const rows = db
    .select({ state: flagTally.state, total: sum(flagTally.count).mapWith(Number) })
    .from(flagTally)
    .innerJoin(version, eq(version.id, flagTally.versionId))
    .where(and(isIn(flagTally, places), hasFacets(facets)))
    .groupBy(flagTally.state)
    .all();
  return new Map(rows.map(({ state, total }) => [state, total]));
}

function tallyWaiting(db: Database, scope: Scope, filter: Facets): number {
  const row = db
    .select({ total: sum(flagTally.count).mapWith(Number) })
    .from(flagTally)
    .innerJoin(version, eq(version.id, flagTally.versionId))
    .where(and(isIn(flagTally, ownPlaces(scope)), inArray(flagTally.waitsFor, waitsOf('triage')), hasFacets(filter)))
    .get();
  const reported = db
    .select({ total: count() })
    .from(flag)
    .innerJoin(version, eq(version.id, flag.versionId))
    .where(and(waitsOnReporter(scope), fits(db, scope, filter)))
    .get();
  return (row?.total ?? 0) + (reported?.total ?? 0);
}

function hasFacets({ kind, severity }: Facets) {
  return and(kind && eq(flagTally.kind, kind), severity && eq(flagTally.severity, severity));
}

function countRows(db: Database, scope: Scope, filter: FlagFilter): Map<FlagState, number> {
  const rows = db
    .select({ state: flag.state, total: count() })
    .from(flag)
    .innerJoin(version, eq(version.id, flag.versionId))
    .where(fits(db, scope, filter))
    .groupBy(flag.state)
    .all();
  return new Map(rows.map(({ state, total }) => [state, total]));
}

function countWaiting(db: Database, scope: Scope, filter: FlagFilter): number {
  const row = db
    .select({ total: count() })
    .from(flag)
    .innerJoin(version, eq(version.id, flag.versionId))
    .where(fits(db, scope, { ...filter, waits: 'you' }))
    .get();
  return row?.total ?? 0;
}
