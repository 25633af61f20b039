import { appError } from '#app/core/errors.ts';
import type { Actor } from '#app/ledger/contract.ts';
import type { Action, Role, Subject, Viewer } from './contract.ts';

/** Who may do what in a project (the table of design §8). Admins may do everything; 'not own' is on top of this. */
const ROLES_FOR: Record<Action, readonly Role[]> = {
  try: ['reviewer', 'publisher', 'approver'],
  'read-feedback': ['reviewer', 'publisher', 'approver'],
  review: ['reviewer', 'publisher', 'approver'],
  publish: ['publisher'],
  'plan-rollout': ['publisher', 'approver'],
  approve: ['approver'],
  hold: ['publisher', 'approver'],
  administer: [],
};

/** What no one may do to what they made themselves, whatever their roles: judge their own version or plan. */
const NOT_OWN: readonly Action[] = ['review', 'approve'];

/** The one function that decides who may do what. Roles add up; no one is asked twice. */
export function can(viewer: Viewer | null, action: Action, subject: Subject): boolean {
  if (!viewer) return false;
  if (NOT_OWN.includes(action) && isSameActor(viewer.actor, subject.owner)) return false;
  if (viewer.isAdmin) return true;
  const roles = rolesIn(viewer, subject.projectId);
  // Before it is announced a version is between its publishers (and admins).
  if (subject.versionState === 'ready' && !roles.includes('publisher')) return false;
  return roles.some((role) => ROLES_FOR[action].includes(role));
}

/**
 * Lets through whoever may do it.
 * @throws FL_AUTH_REQUIRED when no one is signed in, FL_AUTH_FORBIDDEN when this viewer may not
 */
export function authorize(viewer: Viewer | null, action: Action, subject: Subject): asserts viewer is Viewer {
  if (!viewer) throw appError('FL_AUTH_REQUIRED');
  if (!can(viewer, action, subject)) throw appError('FL_AUTH_FORBIDDEN');
}

/** Whether the viewer holds every one of these roles in the project, so that a token may hold them too. */
export function holdsRoles(viewer: Viewer, projectId: string, roles: readonly Role[]): boolean {
  return viewer.isAdmin || roles.every((role) => rolesIn(viewer, projectId).includes(role));
}

/** Firstlook itself, with an admin's rights: start-up, imports, the command line. */
export function systemViewer(actorId = 'system'): Viewer {
  return { actor: { kind: 'system', id: actorId }, name: 'Firstlook', isAdmin: true, roles: {} };
}

function rolesIn(viewer: Viewer, projectId: string): readonly Role[] {
  // A project id is never a key that every object has, but it may come from a request.
  return Object.hasOwn(viewer.roles, projectId) ? (viewer.roles[projectId] ?? []) : [];
}

function isSameActor(one: Actor, other: Actor | undefined): boolean {
  return other !== undefined && one.kind === other.kind && one.id === other.id;
}
