import { and, desc, eq, sql } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import type { EventKind } from '#app/ledger/contract.ts';
import type { Database } from '#db/client.ts';
import { event, model, version } from '#db/schema/index.ts';
import { type VisibleProject, visibleProjects } from '../visible-projects.query.ts';

/** What people see of each other. Signing in, tokens and links are nobody's news. */
const TOLD_KINDS = [
  'version.ready',
  'version.announced',
  'version.retired',
  'description.revised',
  'run.stored',
  'verdict.given',
  'flag.opened',
  'flag.replied',
  'flag.changed',
] as const satisfies EventKind[];

export type ToldKind = (typeof TOLD_KINDS)[number];

export interface ActivityEvent {
  id: string;
  seq: number;
  at: number;
  kind: ToldKind;
  actorKind: 'human' | 'guest' | 'token' | 'system';
  actorId: string;
  versionId: string;
  versionNumber: number;
  modelName: string;
  modelTitle: string;
  subjectId: string;
  payload: Record<string, unknown>;
  /** Whether the viewer publishes there, and so saw the version before it was announced. */
  seesAll: boolean;
}

/**
 * The newest events of each kind in the viewer's projects, the newest first. Each kind has its own share, so that a
 * burst of runs hides nothing else; each is read from the end of its stretch of the index.
 */
export function activityEvents(db: Database, viewer: Viewer, mostOfKind: number): ActivityEvent[] {
  const reader = readerOf(db);
  return visibleProjects(db, viewer)
    .flatMap((project) => TOLD_KINDS.flatMap((kind) => ofKind({ reader, project, kind, limit: mostOfKind })))
    .toSorted((one, other) => other.seq - one.seq);
}

function ofKind(asked: {
  reader: ReturnType<typeof readerOf>;
  project: VisibleProject;
  kind: ToldKind;
  limit: number;
}): ActivityEvent[] {
  const { reader, project, kind, limit } = asked;
  return reader
    .all({ projectId: project.id, kind, limit })
    .filter(({ announcedAt }) => project.seesAll || announcedAt !== null)
    .map(({ announcedAt: _announcedAt, ...row }) => ({ ...row, kind, seesAll: project.seesAll }));
}

function readerOf(db: Database) {
  return db
    .select({
      ...{ id: event.id, seq: event.seq, at: event.at, actorKind: event.actorKind, actorId: event.actorId },
      ...{ subjectId: event.subjectId, payload: event.payload },
      ...{ versionId: version.id, versionNumber: version.number, announcedAt: version.announcedAt },
      ...{ modelName: model.name, modelTitle: model.title },
    })
    .from(event)
    .innerJoin(version, eq(version.id, event.versionId))
    .innerJoin(model, eq(model.id, version.modelId))
    .where(and(eq(event.projectId, sql.placeholder('projectId')), eq(event.kind, sql.placeholder('kind'))))
    .orderBy(desc(event.seq))
    .limit(sql.placeholder('limit'))
    .prepare();
}
