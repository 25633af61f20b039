import type { Viewer } from '#app/accounts/contract.ts';
import { can } from '#app/accounts/index.ts';
import type { HomeView } from '../contract.ts';
import type { InsightDeps } from '../deps.ts';
import { modelRows } from './model-rows.query.ts';
import { recentActivity } from './recent-activity.query.ts';
import { waitingItems } from './waiting-items.query.ts';

const MOST_WAITING = 8;
const MOST_ACTIVITY = 8;

/** Everything the home page shows. */
export function homeView(deps: InsightDeps, viewer: Viewer): HomeView {
  return {
    waiting: waitingItems(deps, viewer, MOST_WAITING),
    models: modelRows(deps, viewer),
    activity: recentActivity(deps, viewer, MOST_ACTIVITY),
    canPublish: canPublish(viewer),
  };
}

/** Whether there is a project the viewer may publish in. */
export function canPublish(viewer: Viewer): boolean {
  return viewer.isAdmin || Object.keys(viewer.roles).some((projectId) => can(viewer, 'publish', { projectId }));
}
