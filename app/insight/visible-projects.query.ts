import type { Viewer } from '#app/accounts/contract.ts';
import { can } from '#app/accounts/index.ts';
import type { Database } from '#db/client.ts';
import { project } from '#db/schema/index.ts';

/** A project the viewer has a role in. */
export interface VisibleProject {
  id: string;
  /** Also what concerns versions that are not announced yet. */
  seesAll: boolean;
}

export function visibleProjects(db: Database, viewer: Viewer): VisibleProject[] {
  const ids = viewer.isAdmin ? allProjects(db) : Object.keys(viewer.roles);
  const sees = (projectId: string, versionState: 'ready' | 'announced') =>
    can(viewer, 'read-feedback', { projectId, versionState });
  return ids.filter((id) => sees(id, 'announced')).map((id) => ({ id, seesAll: sees(id, 'ready') }));
}

function allProjects(db: Database): string[] {
  return db
    .select({ id: project.id })
    .from(project)
    .all()
    .map(({ id }) => id);
}
