import { and, desc, eq, type SQL } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { ERRORS, type ErrorCode } from '#app/core/error-catalogue.ts';
import { appError } from '#app/core/errors.ts';
import { upload } from '#db/schema/index.ts';
import { isPublisher } from '../access.ts';
import type { UploadEvent, UploadRefusal, UploadStep, UploadView } from '../contract.ts';
import type { CatalogParts } from '../deps.ts';
import { versionWithId } from '../versions.query.ts';
import { refusalOf } from './close-upload.ts';
import { type Ending, lastEvent, stepEvents } from './progress.ts';
import { resultOf } from './publish-result.ts';

const MOST_RUNNING = 20;

type UploadRow = typeof upload.$inferSelect;

/** For whoever sent it and the publishers of its project. @throws FL_UPLOAD_NOT_FOUND for everyone else too */
export function getUpload(parts: CatalogParts, viewer: Viewer, id: string): UploadView {
  return viewOf(parts, ownRow(parts, viewer, id));
}

/** What the viewer sent and what is still under way, the newest first. */
export function runningUploads(parts: CatalogParts, { actor }: Viewer): UploadView[] {
  const own = and(eq(upload.sentByKind, actor.kind), eq(upload.sentById, actor.id));
  return rowsOf(parts, and(eq(upload.state, 'received'), own))
    .map((row) => viewOf(parts, row))
    .filter(({ state }) => state === 'running');
}

function rowsOf({ db }: CatalogParts, where: SQL | undefined): UploadRow[] {
  return db.select().from(upload).where(where).orderBy(desc(upload.receivedAt)).limit(MOST_RUNNING).all();
}

/** The upload that a version was made of; null of versions from before this was written down. */
export function uploadOfVersion({ db }: CatalogParts, versionId: string): string | null {
  const row = db
    .select({ id: upload.id })
    .from(upload)
    .where(eq(upload.versionId, versionId))
    .orderBy(upload.receivedAt)
    .limit(1)
    .get();
  return row?.id ?? null;
}

/**
 * Hands on the events of an upload after a given one, those of the past at once, up to the last.
 * @returns how to stop; null when the last one has been handed on
 * @throws FL_UPLOAD_NOT_FOUND
 */
export function followUpload(
  parts: CatalogParts,
  { viewer, id, after }: { viewer: Viewer; id: string; after: number },
  listener: (event: UploadEvent) => void,
): (() => void) | null {
  const row = ownRow(parts, viewer, id);
  const stop = parts.progress.listen(id, after, listener);
  if (stop) return stop;
  const view = viewOf(parts, row);
  for (const event of stepEvents(view.steps, after)) listener(event);
  const last = lastEvent(view.steps.length, endingOf(parts, row));
  if (last.id > after) listener(last);
  return null;
}

function endingOf(parts: CatalogParts, row: UploadRow): Ending {
  const made = row.state === 'ready' && row.versionId !== null ? versionWithId(parts.db, row.versionId) : null;
  if (!made) return { event: 'refused', data: refusalIn(row) };
  return { event: 'done', data: resultOf(parts, made, { created: made.receivedAt === row.receivedAt }) };
}

function ownRow({ db }: CatalogParts, viewer: Viewer, id: string): UploadRow {
  const row = db.select().from(upload).where(eq(upload.id, id)).get();
  if (!row || !(isSender(viewer, row) || isPublisher(viewer, row.projectId))) throw appError('FL_UPLOAD_NOT_FOUND');
  return row;
}

function isSender({ actor }: Viewer, { sentByKind, sentById }: UploadRow): boolean {
  return actor.kind === sentByKind && actor.id === sentById;
}

function viewOf({ db, progress }: CatalogParts, row: UploadRow): UploadView {
  const running = progress.stepsOf(row.id);
  const state = row.state === 'ready' ? 'done' : running && row.state === 'received' ? 'running' : 'refused';
  const made = state === 'done' && row.versionId !== null ? versionWithId(db, row.versionId) : null;
  return {
    id: row.id,
    modelName: row.modelName,
    state,
    receivedAt: row.receivedAt,
    endedAt: row.endedAt,
    fileName: row.fileName,
    sentBy: row.sentByKind && row.sentById !== null ? { kind: row.sentByKind, id: row.sentById } : null,
    steps: running ?? (row.steps as UploadStep[] | null) ?? [],
    versionNumber: made?.number ?? null,
    refusal: state === 'refused' ? refusalIn(row) : null,
  };
}

/** Without a sentence of its own the process ended in the middle, or it was before sentences were written down. */
function refusalIn({ refusal, code }: UploadRow): UploadRefusal {
  if (refusal) return refusal as UploadRefusal;
  const isKnown = code !== null && Object.hasOwn(ERRORS, code);
  return refusalOf(appError(isKnown ? (code as ErrorCode) : 'FL_UPLOAD_INTERRUPTED'));
}
