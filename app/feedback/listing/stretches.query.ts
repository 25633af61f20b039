import { and, asc, desc, eq, exists, gt, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '#db/client.ts';
import { flag, flagTally, version } from '#db/schema/index.ts';
import type { FlagFilter, FlagWait } from '../contract.ts';
import type { FlagPosition } from './flag-cursor.ts';
import { statesOf } from './flag-filter.ts';
import { isIn, type Place } from './places.query.ts';

/**
 * Flags that lie together in an index in the order of the list: all of a place, or those of one combination of state,
 * wait, kind and severity. Whatever a filter says, its list is the merge of a few stretches; rows that do not fit are
 * never read, so that a page costs the same with any history.
 */
export interface Stretch {
  place: Place;
  facet: Facet | null;
}

type Facet = Pick<typeof flagTally.$inferSelect, 'state' | 'waitsFor' | 'kind' | 'severity'>;

export interface Reading {
  /** Where the page before ended; null: from the beginning. */
  after: FlagPosition | null;
  limit: number;
  /** The oldest first; the newest when absent. */
  isOldestFirst?: boolean;
}

/** The stretches that hold what a filter asks for. */
export function stretchesOf(
  db: Database,
  places: readonly Place[],
  filter: Pick<FlagFilter, 'state' | 'kind' | 'severity'> & { waitsFor?: readonly FlagWait[] },
): Stretch[] {
  const { kind, severity, waitsFor } = filter;
  const states = statesOf(filter);
  if (!states && !kind && !severity && !waitsFor) return places.map((place) => ({ place, facet: null }));
  const { state, waitsFor: waits, projectId, modelId } = flagTally;
  const rows = db
    .selectDistinct({ projectId, modelId, state, waitsFor: waits, kind: flagTally.kind, severity: flagTally.severity })
    .from(flagTally)
    .innerJoin(version, eq(version.id, flagTally.versionId))
    .where(
      and(
        gt(flagTally.count, 0),
        isIn(flagTally, places),
        states ? inArray(state, [...states]) : undefined,
        waitsFor && inArray(waits, [...waitsFor]),
        kind && eq(flagTally.kind, kind),
        severity && eq(flagTally.severity, severity),
      ),
    )
    .all();
  // Several models of a project have the same combination: together they are one stretch of the project.
  const stretches = new Map<string, Stretch>();
  for (const { projectId: project, modelId: ofModel, ...facet } of rows) {
    const place = places.find(({ column, id }) => id === (column === 'projectId' ? project : ofModel));
    if (place) stretches.set(`${place.id} ${Object.values(facet).join(' ')}`, { place, facet });
  }
  return [...stretches.values()];
}

/** The first places of all stretches together, in order. */
export function readStretches(db: Database, stretches: readonly Stretch[], reading: Reading): FlagPosition[] {
  const { after, limit, isOldestFirst = false } = reading;
  const start = after ?? (isOldestFirst ? { createdAt: -1, id: '' } : { createdAt: Number.MAX_SAFE_INTEGER, id: '' });
  const readers = new Map<string, ReturnType<typeof readerOf>>();
  const found = stretches.flatMap(({ place, facet }) => {
    const { column, id, seesAll } = place;
    const shape = `${column} ${facet === null} ${seesAll}`;
    const reader = readers.get(shape) ?? readerOf(db, { column, seesAll, hasFacet: facet !== null, isOldestFirst });
    readers.set(shape, reader);
    return reader.all({ ...facet, place: id, afterTime: start.createdAt, afterId: start.id, limit });
  });
  return inOrder(found, isOldestFirst).slice(0, limit);
}

/** Sorts as the lists do. */
export function inOrder(positions: readonly FlagPosition[], isOldestFirst = false): FlagPosition[] {
  const sign = isOldestFirst ? 1 : -1;
  return positions.toSorted((a, b) => sign * (a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)));
}

interface Shape {
  column: Place['column'];
  seesAll: boolean;
  hasFacet: boolean;
  isOldestFirst: boolean;
}

function readerOf(db: Database, { column, seesAll, hasFacet, isOldestFirst }: Shape) {
  const given = sql.placeholder;
  const facets = (['state', 'waitsFor', 'kind', 'severity'] as const).map((name) => eq(flag[name], given(name)));
  // As one comparison, so that the index that gives the order also finds the place.
  const place = sql`(${flag.createdAt}, ${flag.id})`;
  const start = sql`(${given('afterTime')}, ${given('afterId')})`;
  const direction = isOldestFirst ? asc : desc;
  return db
    .select({ createdAt: flag.createdAt, id: flag.id })
    .from(flag)
    .where(
      and(
        eq(flag[column], given('place')),
        ...(hasFacet ? facets : []),
        isOldestFirst ? sql`${place} > ${start}` : sql`${place} < ${start}`,
        seesAll ? undefined : exists(announcedVersion(db)),
      ),
    )
    .orderBy(direction(flag.createdAt), direction(flag.id))
    .limit(given('limit'))
    .prepare();
}

function announcedVersion(db: Database) {
  const isAnnounced = and(eq(version.id, flag.versionId), isNotNull(version.announcedAt));
  return db.select({ one: sql`1` }).from(version).where(isAnnounced);
}
