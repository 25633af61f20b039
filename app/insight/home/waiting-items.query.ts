import { and, eq, gt, inArray, isNull, max, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Viewer } from '#app/accounts/contract.ts';
import { can } from '#app/accounts/index.ts';
import type { FlagListItem } from '#app/feedback/contract.ts';
import { respondersOf, responds } from '#app/feedback/index.ts';
import type { Database } from '#db/client.ts';
import { model, project, version } from '#db/schema/index.ts';
import type { WaitingItem } from '../contract.ts';
import type { InsightDeps } from '../deps.ts';
import { peopleWhoTried } from './people-who-tried.query.ts';

/** What does not go on without this viewer: what stops the release first, then what has waited longest. */
export function waitingItems(
  deps: InsightDeps,
  viewer: Viewer,
  limit: number,
): { items: WaitingItem[]; total: number } {
  const flags = deps.feedback.waitingFlags(viewer, limit);
  const versions = [...toTry(deps, viewer), ...toAnnounce(deps.db, viewer)];
  const items = [...flags.items.map(flagItem), ...versions].toSorted(byUrgency);
  return { items: items.slice(0, limit), total: flags.total + versions.length };
}

function flagItem(flag: FlagListItem): WaitingItem {
  const { id, waitsSince, modelName, modelTitle, versionNumber } = flag;
  const place = { model: { name: modelName, title: modelTitle }, version: versionNumber };
  return { type: 'flag', id, since: waitsSince, flag, ...place };
}

function byUrgency(one: WaitingItem, other: WaitingItem): number {
  const isPressing = (item: WaitingItem) =>
    item.type === 'flag' && item.flag.severity === 'stops-release' && item.flag.waitsFor === 'answer';
  return Number(isPressing(other)) - Number(isPressing(one)) || one.since - other.since;
}

/** Newest announced versions in the viewer's projects that nobody has tried, for those who are there to try. */
function toTry({ db, accounts }: InsightDeps, viewer: Viewer): WaitingItem[] {
  const projects = Object.entries(viewer.roles).flatMap(([id, roles]) =>
    roles.includes('reviewer') || roles.includes('approver') ? [id] : [],
  );
  const newer = alias(version, 'newer');
  const rows = db
    .select({ version, model })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .innerJoin(project, eq(project.id, model.projectId))
    .leftJoin(
      newer,
      and(eq(newer.modelId, version.modelId), eq(newer.state, 'announced'), gt(newer.number, version.number)),
    )
    .where(
      and(
        inArray(model.projectId, projects),
        eq(project.isSample, false),
        eq(version.state, 'announced'),
        isNull(newer.id),
      ),
    )
    .all();
  const versions = rows.map((row) => ({
    ...row,
    id: row.version.id,
    publishedBy: { kind: row.version.publishedByKind, id: row.version.publishedById },
  }));
  const tried = peopleWhoTried(db, versions);
  const isOwn = ({ publishedBy: { kind, id } }: (typeof versions)[number]) =>
    kind === viewer.actor.kind && id === viewer.actor.id;
  return versions
    .filter((one) => tried.get(one.id)?.length === 0 && !isOwn(one))
    .map(({ id, version: { number, announcedAt, readyAt }, model: { name, title }, publishedBy }) => ({
      ...{ type: 'try', id, since: announcedAt ?? readyAt, model: { name, title }, version: number },
      publisher: accounts.nameOf(publishedBy),
    }));
}

/** The newest version of each model, where it is not announced yet, for those who answer for the project. */
function toAnnounce(db: Database, viewer: Viewer): WaitingItem[] {
  const newest = db
    .select({ modelId: version.modelId, number: max(version.number).as('newest_number') })
    .from(version)
    .where(or(eq(version.state, 'ready'), eq(version.state, 'announced')))
    .groupBy(version.modelId)
    .as('newest');
  const rows = db
    .select({ id: version.id, number: version.number, readyAt: version.readyAt, model })
    .from(version)
    .innerJoin(newest, and(eq(newest.modelId, version.modelId), eq(newest.number, version.number)))
    .innerJoin(model, eq(model.id, version.modelId))
    .innerJoin(project, eq(project.id, model.projectId))
    .where(and(eq(version.state, 'ready'), eq(project.isSample, false)))
    .all()
    .filter((row) => can(viewer, 'publish', { projectId: row.model.projectId }));
  const responders = respondersOf(db, [...new Set(rows.map((row) => row.model.projectId))]);
  return rows
    .filter((row) => responds(viewer, row.model.projectId, responders))
    .map(({ id, number, readyAt, model: { name, title } }) => ({
      ...{ type: 'announce', id, since: readyAt, model: { name, title }, version: number },
    }));
}
