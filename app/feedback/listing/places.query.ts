import { and, eq, inArray, isNotNull, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { can } from '#app/accounts/index.ts';
import type { Database } from '#db/client.ts';
import { flag, flagTally, model, version } from '#db/schema/index.ts';

/** Flags whose indexes are read on their own: those of a project, or of one model. */
export interface Place {
  column: 'projectId' | 'modelId';
  id: string;
  projectId: string;
  /** Also flags on versions that are not announced yet. */
  seesAll: boolean;
}

/** Where the flags are that this viewer may read; with a model's name only that model. */
export function placesOf(db: Database, viewer: Viewer, modelName?: string): Place[] {
  if (modelName === undefined) {
    return projectsOf(db, viewer).flatMap((id) => placeFor(viewer, { column: 'projectId', id, projectId: id }));
  }
  const found = db
    .select({ id: model.id, projectId: model.projectId })
    .from(model)
    .where(eq(model.name, modelName))
    .get();
  return found ? placeFor(viewer, { column: 'modelId', ...found }) : [];
}

function projectsOf(db: Database, viewer: Viewer): string[] {
  if (!viewer.isAdmin) return Object.keys(viewer.roles);
  const rows = db.selectDistinct({ id: flagTally.projectId }).from(flagTally).all();
  return rows.map(({ id }) => id);
}

function placeFor(viewer: Viewer, at: Omit<Place, 'seesAll'>): Place[] {
  const { projectId } = at;
  if (!can(viewer, 'read-feedback', { projectId, versionState: 'announced' })) return [];
  return [{ ...at, seesAll: can(viewer, 'read-feedback', { projectId, versionState: 'ready' }) }];
}

/** The columns of flags that say where they are; the sign keeps their indexes out of it, where another one is better. */
export const FLAG_PLACE = { projectId: sql`+${flag.projectId}`, modelId: sql`+${flag.modelId}` };

/** Restricts a query over flags or their tally, joined with their version, to these places; no place, no row. */
export function isIn(table: Record<Place['column'], SQLWrapper>, places: readonly Place[]): SQL | undefined {
  const of = (column: Place['column'], seesAll: boolean) =>
    places.filter((place) => place.column === column && place.seesAll === seesAll).map(({ id }) => id);
  const wasAnnounced = isNotNull(version.announcedAt);
  return or(
    inArray(table.projectId, of('projectId', true)),
    and(inArray(table.projectId, of('projectId', false)), wasAnnounced),
    inArray(table.modelId, of('modelId', true)),
    and(inArray(table.modelId, of('modelId', false)), wasAnnounced),
  );
}
