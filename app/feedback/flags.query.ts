import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '#app/ledger/contract.ts';
import type { Database } from '#db/client.ts';
import { flag, flagRun, model, version } from '#db/schema/index.ts';
import type { FlagView, RunPart } from './contract.ts';
import type { FeedbackDeps } from './deps.ts';

/** A flag, and what decides who may see it and on whom it waits. */
export interface FoundFlag {
  view: FlagView;
  modelTitle: string;
  versionId: string;
  /** Until its version is announced a flag is between the publishers. */
  wasAnnounced: boolean;
  /** Who published the version. */
  publishedBy: Actor;
}

/** The flag with this id, whoever may see it. */
export function findFlag(deps: FeedbackDeps, id: string): FoundFlag | null {
  return flagsById(deps, [id])[0] ?? null;
}

/** Flags in the order of these ids; an id of none is left out. */
export function flagsById(deps: FeedbackDeps, ids: readonly string[]): FoundFlag[] {
  const rows = selectFlags(deps.db)
    .where(inArray(flag.id, [...ids]))
    .all();
  const runs = runsOf(deps.db, ids);
  const byId = new Map(rows.map((row) => [row.flag.id, foundFlag(deps, row, runs.get(row.flag.id) ?? [])]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

type FlagRow = NonNullable<ReturnType<ReturnType<typeof selectFlags>['get']>>;

function selectFlags(db: Database) {
  return db
    .select({
      flag,
      modelName: model.name,
      modelTitle: model.title,
      versionNumber: version.number,
      announcedAt: version.announcedAt,
      publishedByKind: version.publishedByKind,
      publishedById: version.publishedById,
    })
    .from(flag)
    .innerJoin(model, eq(model.id, flag.modelId))
    .innerJoin(version, eq(version.id, flag.versionId));
}

function foundFlag({ accounts }: FeedbackDeps, row: FlagRow, runs: FlagView['runs']): FoundFlag {
  const { flag: found, modelName, modelTitle, versionNumber } = row;
  const { versionId, idempotencyKey: _key, requestHash: _hash, reporterKind: kind, reporterId: id, ...rest } = found;
  return {
    view: { ...rest, modelName, versionNumber, reporter: { kind, id, name: accounts.nameOf({ kind, id }) }, runs },
    modelTitle,
    versionId,
    wasAnnounced: row.announcedAt !== null,
    publishedBy: { kind: row.publishedByKind, id: row.publishedById },
  };
}

/** The runs of these flags in the order they were attached. */
function runsOf(db: Database, flagIds: readonly string[]): Map<string, { runId: string; part: RunPart }[]> {
  const rows = db
    .select()
    .from(flagRun)
    .where(inArray(flagRun.flagId, [...flagIds]))
    .orderBy(asc(sql`rowid`))
    .all();
  const byFlag = new Map<string, { runId: string; part: RunPart }[]>();
  for (const { flagId, runId, part } of rows) {
    const known = byFlag.get(flagId);
    if (known) known.push({ runId, part });
    else byFlag.set(flagId, [{ runId, part }]);
  }
  return byFlag;
}
