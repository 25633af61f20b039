import { and, eq } from 'drizzle-orm';
import type { Role, Viewer } from '#app/accounts/contract.ts';
import { can } from '#app/accounts/index.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import { createFakeClock } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import { createIds } from '#app/core/ids.ts';
import { createLedger } from '#app/ledger/index.ts';
import type { RunView } from '#app/preview/contract.ts';
import type { Database } from '#db/client.ts';
import { description, membership, model, person as personTable, project, run, version } from '#db/schema/index.ts';
import { testDb } from '#db/testing.ts';
import type { FeedbackDeps } from './deps.ts';
import { createFeedback } from './index.ts';

/** A description of a model without inputs. */
const EMPTY = { formatVersion: 1, title: 'Mortgage', inputs: [], outputs: [], examples: [] };

export const HERE = 'prj_here';
export const THERE = 'prj_there';

/** A person with these roles in a project. */
export function person(id: string, roles: Role[], projectId = HERE): Viewer {
  return { actor: { kind: 'human', id }, name: id, isAdmin: false, roles: { [projectId]: roles } };
}

export type Bench = ReturnType<typeof createBench>;

/**
 * Feedback on a real database and ledger. Of the slices before it only what they are asked for is here: a run, a
 * version, a name.
 */
export function createBench(db: Database = testDb()) {
  const clock = createFakeClock();
  const ids = createIds();
  const ledger = createLedger({ db, clock, ids });
  const catalog: FeedbackDeps['catalog'] = { getVersion: (_viewer, name, number) => versionOf(db, name, number) };
  const preview: FeedbackDeps['preview'] = { getRun: (viewer, id) => runFor(db, viewer, id) };
  const accounts: FeedbackDeps['accounts'] = { nameOf: ({ id }) => `Name of ${id}` };
  const feedback = createFeedback({ db, clock, ids, ledger, preview, catalog, accounts });
  return { db, clock, ids, ledger, catalog, preview, feedback };
}

/** A model with a version of this state and one run asked by someone else; answers their ids. */
export function seedRun(
  { db, clock, ids }: Pick<Bench, 'db' | 'clock' | 'ids'>,
  { name = 'mortgage', projectId = HERE, number = 1, state = 'announced' as 'ready' | 'announced' | 'retired' } = {},
) {
  const at = clock.now();
  const by = { createdByKind: 'human', createdById: 'usr_maker' } as const;
  db.insert(project)
    .values({ id: projectId, slug: projectId, title: projectId, createdAt: at })
    .onConflictDoNothing()
    .run();
  const modelId = db.select({ id: model.id }).from(model).where(eq(model.name, name)).get()?.id ?? ids.next('model');
  db.insert(model).values({ id: modelId, name, title: name, projectId, createdAt: at }).onConflictDoNothing().run();
  const versionId = ids.next('version');
  const nothing = { facts: {}, report: {}, notices: [], timings: {}, fixes: [], isHotfix: false };
  const made = { publishedByKind: 'human', publishedById: 'usr_maker' } as const;
  const times = { receivedAt: at, readyAt: at, announcedAt: state === 'ready' ? null : at, ...made };
  db.insert(version)
    .values({ id: versionId, modelId, number, digest: versionId, state, sizeBytes: 1, ...nothing, ...times })
    .run();
  const descriptionId = ids.next('description');
  db.insert(description)
    .values({ id: descriptionId, versionId, revision: 1, body: EMPTY, createdAt: at, ...by })
    .run();
  const place = { modelId, versionId, descriptionId };
  return { ...place, projectId, runId: addRun({ db, clock, ids }, place) };
}

/** Puts a viewer into the database as a member of their projects, so that others find them there. */
export function addMember({ db, clock }: Pick<Bench, 'db' | 'clock'>, { actor, name, isAdmin, roles }: Viewer): void {
  const createdAt = clock.now();
  db.insert(personTable).values({ id: actor.id, name, isAdmin, createdAt }).run();
  for (const [projectId, held] of Object.entries(roles)) {
    db.insert(project)
      .values({ id: projectId, slug: projectId, title: projectId, createdAt })
      .onConflictDoNothing()
      .run();
    db.insert(membership)
      .values({ personId: actor.id, projectId, roles: [...held], teams: [], createdAt })
      .run();
  }
}

/** One more run of a version. */
export function addRun(
  { db, clock, ids }: Pick<Bench, 'db' | 'clock' | 'ids'>,
  place: { modelId: string; versionId: string; descriptionId: string },
): string {
  const id = ids.next('run');
  const asked = { source: 'page', actorKind: 'human', actorId: 'usr_asker' } as const;
  db.insert(run)
    .values({ id, ...place, inputs: {}, answer: {}, tookMs: 1, contentHash: id, ...asked, createdAt: clock.now() })
    .run();
  return id;
}

/** Opens a flag with what most tests do not care about. */
export function openFlag(
  { feedback }: Pick<Bench, 'feedback'>,
  viewer: Viewer,
  given: Partial<Parameters<Bench['feedback']['openFlag']>[1]> & { runId: string },
) {
  return feedback.openFlag(viewer, { kind: 'wrong', severity: 'minor', note: '', ...given });
}

function runFor(db: Database, viewer: Viewer, id: string): RunView & { version: VersionDetail } {
  const found = db.select().from(run).innerJoin(model, eq(model.id, run.modelId)).where(eq(run.id, id)).get();
  const isAsker = found?.run.actorKind === viewer.actor.kind && found.run.actorId === viewer.actor.id;
  if (!found || !(isAsker || can(viewer, 'try', { projectId: found.model.projectId }))) {
    throw appError('FL_RUN_NOT_FOUND');
  }
  const described = db.select().from(description).where(eq(description.id, found.run.descriptionId)).get();
  const version = { description: { inputs: [], examples: [], ...(described?.body ?? {}) } };
  return { ...found.run, projectId: found.model.projectId, version } as unknown as RunView & { version: VersionDetail };
}

function versionOf(db: Database, name: string, number: number | 'newest'): VersionDetail {
  const found = db
    .select({ number: version.number })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .where(and(eq(model.name, name), eq(version.number, Number(number))))
    .get();
  if (!found) throw appError('FL_VERSION_NOT_FOUND');
  return found as VersionDetail;
}
