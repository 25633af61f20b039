import type { Viewer } from '#app/accounts/contract.ts';
import { authorize, can } from '#app/accounts/index.ts';
import { appError } from '#app/core/errors.ts';
import { MODEL_NAME, type ModelView, type VersionDetail, type VersionView } from './contract.ts';
import type { CatalogDeps } from './deps.ts';
import { openVersion } from './open-version.query.ts';
import { hasAnnounced, modelNamed, newestOf } from './versions.query.ts';

/** Where a publish goes when no project is named. */
const DEFAULT_PROJECT = 'default';

/** Where a publish goes: the project, and the model when there is one of that name. */
export interface Target {
  projectId: string;
  model: ModelView | null;
}

/** Whether the viewer has anything to do with the project at all. */
export function isMember(viewer: Viewer, projectId: string): boolean {
  if (viewer.isAdmin) return true;
  return Object.hasOwn(viewer.roles, projectId) && (viewer.roles[projectId]?.length ?? 0) > 0;
}

export function isPublisher(viewer: Viewer, projectId: string): boolean {
  return can(viewer, 'publish', { projectId });
}

/** @throws FL_MODEL_BAD_NAME */
export function checkModelName(name: string): void {
  if (!MODEL_NAME.test(name)) throw appError('FL_MODEL_BAD_NAME');
}

export interface Asked {
  viewer: Viewer;
  model: string;
  /** Short name of the project; empty and absent mean the same. */
  project?: string | undefined;
  /** The project can still be named later, in the form: then only what no project could change is refused. */
  isEarly?: boolean;
}

/**
 * Decides where a publish goes and whether the viewer may publish there.
 * @throws FL_PROJECT_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_MODEL_OTHER_PROJECT, FL_REQUEST_INVALID
 */
export function findTarget(deps: CatalogDeps, asked: Asked): Target {
  const { viewer, project } = asked;
  const model = modelNamed(deps.db, asked.model);
  const projectId = project ? projectNamed(deps, viewer, project) : (model?.projectId ?? projectOf(deps, asked));
  if (model && model.projectId !== projectId) throw appError('FL_MODEL_OTHER_PROJECT');
  // Someone from elsewhere learns no more than that the name is taken.
  if (model && !isMember(viewer, projectId) && publisherProjects(viewer).length > 0) {
    throw appError('FL_MODEL_OTHER_PROJECT');
  }
  authorize(viewer, 'publish', { projectId });
  return { projectId, model };
}

function projectNamed({ accounts }: CatalogDeps, viewer: Viewer, slug: string): string {
  const project = accounts.findProject(slug);
  if (!project || !isMember(viewer, project.id)) throw appError('FL_PROJECT_NOT_FOUND');
  return project.id;
}

/** The project of a new model when none is named: `default`, or the only one the viewer may publish in. */
function projectOf({ accounts }: CatalogDeps, { viewer, isEarly }: Asked): string {
  const usual = accounts.findProject(DEFAULT_PROJECT);
  if (usual && isPublisher(viewer, usual.id)) return usual.id;
  const [first, ...others] = publisherProjects(viewer);
  if (first === undefined) throw appError(viewer.isAdmin ? 'FL_PROJECT_NOT_FOUND' : 'FL_AUTH_FORBIDDEN');
  if (others.length === 0 || isEarly) return first;
  throw appError('FL_REQUEST_INVALID', {
    message: 'Say which project the model belongs to, in the field "project".',
    fields: { project: 'name one of your projects' },
  });
}

function publisherProjects(viewer: Viewer): string[] {
  return Object.keys(viewer.roles).filter((projectId) => isPublisher(viewer, projectId));
}

/** The model, for someone who may know of it. @throws FL_MODEL_NOT_FOUND for everyone else too */
export function visibleModel({ db }: CatalogDeps, viewer: Viewer, name: string): ModelView {
  const found = modelNamed(db, name);
  if (!found || !isMember(viewer, found.projectId)) throw appError('FL_MODEL_NOT_FOUND');
  if (!isPublisher(viewer, found.projectId) && !hasAnnounced(db, found.id)) throw appError('FL_MODEL_NOT_FOUND');
  return found;
}

/** The model, for someone who may publish it. @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN */
export function ownModel(deps: CatalogDeps, viewer: Viewer, name: string): ModelView {
  const found = visibleModel(deps, viewer, name);
  authorize(viewer, 'publish', { projectId: found.projectId });
  return found;
}

/** Whether the viewer may open the version: others than publishers from the moment it was announced. */
function canOpen(viewer: Viewer, version: VersionView): boolean {
  const versionState = version.announcedAt === null ? 'ready' : version.state;
  return can(viewer, 'try', { projectId: version.projectId, versionState });
}

/** @throws FL_VERSION_NOT_FOUND when it is not there or not to be seen yet */
export function visibleVersion(
  deps: CatalogDeps,
  viewer: Viewer,
  { model, number }: { model: ModelView; number: number | 'newest' },
): VersionDetail {
  const wanted = number === 'newest' ? newestNumber(deps, viewer, model) : number;
  const found = Number.isSafeInteger(wanted) ? openVersion(deps.db, model.id, wanted) : null;
  if (!found || !canOpen(viewer, found)) throw appError('FL_VERSION_NOT_FOUND');
  return found;
}

function newestNumber({ db }: CatalogDeps, viewer: Viewer, model: ModelView): number {
  const onlyAnnounced = !isPublisher(viewer, model.projectId);
  return newestOf(db, [model], onlyAnnounced).get(model.id)?.number ?? 0;
}
