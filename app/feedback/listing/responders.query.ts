import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { can } from '#app/accounts/index.ts';
import type { Database } from '#db/client.ts';
import { membership, person } from '#db/schema/index.ts';

/** Ids of the people on whom the flags of a project wait, by project. */
export type Responders = Map<string, readonly string[]>;

const isActive = and(isNull(person.deactivatedAt), isNull(person.erasedAt));

/** The publishers of each project; of a project that has none, the admins. */
export function respondersOf(db: Database, projectIds: readonly string[]): Responders {
  const rows = db
    .select({ projectId: membership.projectId, personId: membership.personId })
    .from(membership)
    .innerJoin(person, eq(person.id, membership.personId))
    .where(and(inArray(membership.projectId, [...projectIds]), isActive, holds('publisher')))
    .orderBy(asc(membership.createdAt), asc(membership.personId))
    .all();
  const found = new Map<string, string[]>();
  for (const { projectId, personId } of rows) found.set(projectId, [...(found.get(projectId) ?? []), personId]);
  const lacking = projectIds.filter((id) => !found.has(id));
  if (lacking.length === 0) return found;
  const admins = adminsOf(db);
  return new Map([...found, ...lacking.map((id) => [id, admins] as const)]);
}

/** Whether it is this viewer on whom the flags of the project wait. */
export function responds(viewer: Viewer, projectId: string, responders: Responders): boolean {
  const { actor } = viewer;
  const isNamed = actor.kind === 'human' && (responders.get(projectId) ?? []).includes(actor.id);
  return isNamed && can(viewer, 'publish', { projectId });
}

function adminsOf(db: Database): string[] {
  return db
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.isAdmin, true), isActive))
    .orderBy(asc(person.createdAt), asc(person.id))
    .all()
    .map(({ id }) => id);
}

function holds(role: 'publisher') {
  return sql`EXISTS (SELECT 1 FROM json_each(${membership.roles}) WHERE value = ${role})`;
}
