import { inArray, sql } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import type { VersionView } from '#app/catalog/contract.ts';
import type { Database } from '#db/client.ts';
import { version } from '#db/schema/index.ts';
import type { ModelRow, NewestVersion } from '../contract.ts';
import type { InsightDeps } from '../deps.ts';
import { peopleWhoTried } from './people-who-tried.query.ts';
import { versionTimes } from './version-times.query.ts';

const MOST_NAMES = 5;

/**
 * Every model the viewer may see, with what is going on with the version its preview opens on: those of their own
 * projects first, samples last, each by title.
 */
export function modelRows(deps: InsightDeps, viewer: Viewer): ModelRow[] {
  const { accounts, catalog, feedback } = deps;
  const models = catalog.listModels(viewer);
  const openFlags = feedback.openFlags(
    viewer,
    models.map(({ id }) => id),
  );
  const newest = newestVersions(
    deps,
    models.flatMap((model) => model.newest ?? []),
  );
  const isOwn = (projectId: string) => (viewer.roles[projectId]?.length ?? 0) > 0;
  return models
    .toSorted((one, other) => Number(isOwn(other.projectId)) - Number(isOwn(one.projectId)) || byTitle(one, other))
    .map(({ id, name, title, projectId, newest: shown }) => ({
      ...{ id, name, title },
      isSample: accounts.projectById(projectId)?.isSample ?? false,
      newest: (shown && newest.get(shown.id)) ?? null,
      openFlags: openFlags.get(id)?.open ?? 0,
      stopsRelease: openFlags.get(id)?.stopsRelease ?? 0,
    }))
    .toSorted((one, other) => Number(one.isSample) - Number(other.isSample));
}

function byTitle(one: { title: string; name: string }, other: { title: string; name: string }): number {
  return one.title.localeCompare(other.title, 'en') || (one.name < other.name ? -1 : 1);
}

function newestVersions({ db, accounts }: InsightDeps, versions: readonly VersionView[]): Map<string, NewestVersion> {
  const ids = versions.map(({ id }) => id);
  const times = versionTimes(db, ids);
  const tried = peopleWhoTried(db, versions);
  const answers = answerTimes(db, ids);
  return new Map(
    versions.map(({ id, number, state, receivedAt, publishedBy }) => {
      const people = tried.get(id) ?? [];
      const row: NewestVersion = {
        ...{ number, state, receivedAt },
        publisher: { ...publishedBy, name: accounts.nameOf(publishedBy) },
        answersInMs: answers.get(id) ?? null,
        triedBy: { count: people.length, names: people.slice(0, MOST_NAMES).map((person) => accounts.nameOf(person)) },
        timeToPreviewMs: times.get(id)?.timeToPreviewMs ?? null,
        timeToFeedbackMs: times.get(id)?.timeToFeedbackMs ?? null,
      };
      return [id, row];
    }),
  );
}

/** How long one answer took when each version was measured, ms. */
function answerTimes(db: Database, ids: readonly string[]): Map<string, number | null> {
  const ms = sql<number | null>`(
    SELECT value ->> 'ms' FROM json_each(${version.report}, '$.answers') WHERE value ->> 'rows' = 1
  )`;
  const rows = db
    .select({ id: version.id, ms })
    .from(version)
    .where(inArray(version.id, [...ids]))
    .all();
  return new Map(rows.map((row) => [row.id, row.ms]));
}
