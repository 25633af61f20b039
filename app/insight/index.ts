import type { Viewer } from '#app/accounts/contract.ts';
import type { Found, HomeView, ModelRow } from './contract.ts';
import type { InsightDeps } from './deps.ts';
import { canPublish, homeView } from './home/home.query.ts';
import { modelRows } from './home/model-rows.query.ts';
import { search } from './search/search.query.ts';

/** What is going on, across the slices. Nothing here is stored: every figure is derived when it is asked for. */
export interface Insight {
  /** What waits on the viewer, their models, and what happened lately. */
  home(viewer: Viewer): HomeView;
  /** The models the viewer may see, with how their newest version is doing. */
  models(viewer: Viewer): ModelRow[];
  /** Whether there is a project the viewer may publish in. */
  canPublish(viewer: Viewer): boolean;
  /** Models, flags and people by words, at most 8 of each, as far as the viewer may know of them. */
  search(viewer: Viewer, typed: string): Found;
}

export function createInsight(deps: InsightDeps): Insight {
  return {
    home: (viewer) => homeView(deps, viewer),
    models: (viewer) => modelRows(deps, viewer),
    canPublish,
    search: (viewer, typed) => search(deps.db, viewer, typed),
  };
}
