import { and, asc, desc, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { can } from '#app/accounts/index.ts';
import type { VersionState } from '#app/catalog/contract.ts';
import type { Database } from '#db/client.ts';
import { flag, flagRun, model, version } from '#db/schema/index.ts';
import type { FlagState, FlagView, RunPart } from './contract.ts';
import type { FeedbackDeps } from './deps.ts';
import { type FlagPosition, readCursor, writeCursor } from './flag-cursor.ts';

const MAX_LIMIT = 200;

/** Which flags a list shows. */
export interface FlagQuery {
  /** At most 200. */
  limit: number;
  /** The `next` of the page before. */
  cursor: string | undefined;
  /** Name of the model. */
  model?: string;
  state?: FlagState;
  runId?: string;
}

/** A flag and its version, whose state decides who may see it. */
export interface FoundFlag {
  view: FlagView;
  versionId: string;
  versionState: VersionState;
}

/** Flags this viewer may see, newest first. @throws FL_REQUEST_BAD_CURSOR */
export function listFlags(
  deps: FeedbackDeps,
  viewer: Viewer,
  query: FlagQuery,
): { items: FlagView[]; next: string | null } {
  const limit = Math.max(1, Math.min(query.limit, MAX_LIMIT));
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  const rows = selectFlags(deps.db)
    .where(and(isVisible(viewer), isAfter(after), ...isAskedFor(deps.db, query)))
    .orderBy(desc(flag.createdAt), desc(flag.id))
    .limit(limit + 1)
    .all();
  const items = viewsOf(deps, rows.slice(0, limit));
  const last = items.at(-1);
  return { items, next: last && rows.length > limit ? writeCursor(last) : null };
}

/** The flag with this id, whoever may see it. */
export function findFlag(deps: FeedbackDeps, id: string): FoundFlag | null {
  const row = selectFlags(deps.db).where(eq(flag.id, id)).get();
  const [view] = row ? viewsOf(deps, [row]) : [];
  return row && view ? { view, versionId: row.flag.versionId, versionState: row.versionState } : null;
}

type FlagRow = NonNullable<ReturnType<ReturnType<typeof selectFlags>['get']>>;

function selectFlags(db: Database) {
  return db
    .select({
      flag,
      modelName: model.name,
      projectId: model.projectId,
      versionNumber: version.number,
      versionState: version.state,
    })
    .from(flag)
    .innerJoin(model, eq(model.id, flag.modelId))
    .innerJoin(version, eq(version.id, flag.versionId));
}

/** The projects whose feedback the viewer reads; of versions not announced yet, only where they may see those. */
function isVisible(viewer: Viewer): SQL | undefined {
  if (viewer.isAdmin) return undefined;
  const projects = Object.keys(viewer.roles);
  const read = (versionState: VersionState) =>
    projects.filter((projectId) => can(viewer, 'read-feedback', { projectId, versionState }));
  return or(
    inArray(model.projectId, read('ready')),
    and(inArray(model.projectId, read('announced')), ne(version.state, 'ready')),
  );
}

function isAskedFor(db: Database, query: FlagQuery): (SQL | undefined)[] {
  const { model: name, state, runId } = query;
  const modelId = name !== undefined && db.select({ id: model.id }).from(model).where(eq(model.name, name)).get()?.id;
  const ofRun = db.select({ id: flagRun.flagId }).from(flagRun);
  return [
    // A name nobody has is no model's: nothing fits.
    name === undefined ? undefined : eq(flag.modelId, modelId || ''),
    state && eq(flag.state, state),
    runId === undefined ? undefined : inArray(flag.id, ofRun.where(eq(flagRun.runId, runId))),
  ];
}

function isAfter(position: FlagPosition | null): SQL | undefined {
  if (!position) return undefined;
  // As one comparison, so that the index that gives the order also finds the place.
  return sql`(${flag.createdAt}, ${flag.id}) < (${position.createdAt}, ${position.id})`;
}

function viewsOf({ db, accounts }: FeedbackDeps, rows: FlagRow[]): FlagView[] {
  const runs = runsOf(
    db,
    rows.map((row) => row.flag.id),
  );
  return rows.map(({ flag: found, modelName, projectId, versionNumber }) => ({
    ...{ modelName, projectId, versionNumber },
    id: found.id,
    number: found.number,
    modelId: found.modelId,
    kind: found.kind,
    severity: found.severity,
    note: found.note,
    state: found.state,
    stateReason: found.stateReason,
    stateVersion: found.stateVersion,
    duplicateOf: found.duplicateOf,
    reporter: reporterOf(found, accounts),
    runs: runs.get(found.id) ?? [],
    createdAt: found.createdAt,
    updatedAt: found.updatedAt,
  }));
}

function reporterOf({ reporterKind: kind, reporterId: id }: FlagRow['flag'], accounts: FeedbackDeps['accounts']) {
  return { kind, id, name: accounts.nameOf({ kind, id }) };
}

/** The runs of these flags in the order they were attached. */
function runsOf(db: Database, flagIds: string[]): Map<string, { runId: string; part: RunPart }[]> {
  const rows = db.select().from(flagRun).where(inArray(flagRun.flagId, flagIds)).orderBy(asc(sql`rowid`)).all();
  const byFlag = new Map<string, { runId: string; part: RunPart }[]>();
  for (const { flagId, runId, part } of rows) {
    const known = byFlag.get(flagId);
    if (known) known.push({ runId, part });
    else byFlag.set(flagId, [{ runId, part }]);
  }
  return byFlag;
}
