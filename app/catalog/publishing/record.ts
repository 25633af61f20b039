import { eq } from 'drizzle-orm';
import { inTransaction, type Transaction } from '#db/client.ts';
import { description, model, upload, version, versionFile } from '#db/schema/index.ts';
import { setAsk } from '../asks.ts';
import type { ModelView, PublishTimings } from '../contract.ts';
import type { CatalogParts } from '../deps.ts';
import type { Description } from '../description-format.ts';
import type { CheckedCandidate, StoredFile } from './candidate.ts';
import type { Described } from './describe-task.ts';
import { checkedEvent, receivedEvent } from './events.ts';
import { SIDE_PATHS } from './side-files.ts';

/** A version that lies in its folder and is loaded; only its rows are missing. */
export interface LoadedVersion {
  candidate: CheckedCandidate;
  projectId: string;
  /** Null: this is the first version of a new model. */
  model: ModelView | null;
  number: number;
  described: Described;
  loadedMs: number;
}

/**
 * Writes everything about a new version in one transaction: this is the moment at which it becomes real.
 * @returns its id
 */
export function recordVersion(parts: CatalogParts, given: LoadedVersion): string {
  const { clock, ids, ledger } = parts;
  const { candidate, projectId, number } = given;
  const { uploadId, viewer } = candidate;
  return inTransaction(parts.db, (tx) => {
    const modelId = given.model?.id ?? ids.next('model');
    const versionId = ids.next('version');
    const about = { projectId, modelId, versionId };
    const step = { actor: viewer.actor, ...about };
    ledger.append(tx, receivedEvent(candidate, about), checkedEvent(candidate, about));
    keepModel(parts, tx, { ...given, modelId });
    const readyAt = clock.now();
    const isAnnounced = isAnnouncedAtOnce(given);
    const row = { id: versionId, modelId, number, readyAt, timings: timingsOf(parts, given) };
    tx.insert(version)
      .values({ ...row, ...stateAt(readyAt, isAnnounced), ...factsOf(given) })
      .run();
    tx.insert(versionFile).values(filesOf(candidate, versionId)).run();
    const first = { revision: 1, body: given.described.description, changes: null };
    insertDescription(parts, tx, { versionId, ...first, actor: viewer.actor });
    tx.update(upload)
      .set({ state: 'ready', projectId, digest: candidate.digest, versionId, endedAt: readyAt })
      .where(eq(upload.id, uploadId))
      .run();
    const subject = { type: 'version', id: versionId };
    const { receivedAt } = candidate;
    ledger.append(tx, { kind: 'version.ready', ...step, subject, payload: { number, uploadId, receivedAt } });
    if (isAnnounced) {
      ledger.append(tx, { kind: 'version.announced', ...step, subject, payload: { number, automatic: true } });
    }
    tellOfReference(parts, tx, { versionId, sides: candidate.files.sides });
    if (given.described.says.ask) keepAsk(parts, tx, { ...step, ask: given.described.description.ask });
    return versionId;
  });
}

/** Reference rows can say how often the version is right. */
export function tellOfReference(
  { onReference }: CatalogParts,
  tx: Transaction,
  { versionId, sides }: { versionId: string; sides: readonly StoredFile[] },
): void {
  if (sides.some(({ path }) => path === SIDE_PATHS.reference)) onReference?.(tx, versionId);
}

interface NewDescription {
  versionId: string;
  revision: number;
  body: Description;
  /** What is different from the revision before, in sentences; null of the first. */
  changes: string[] | null;
  actor: CheckedCandidate['viewer']['actor'];
}

/** Adds a revision; those before stay, because runs show the one they were asked with. */
export function insertDescription({ ids, clock }: CatalogParts, tx: Transaction, given: NewDescription): void {
  const { versionId, revision, body, changes, actor } = given;
  tx.insert(description)
    .values({
      id: ids.next('description'),
      versionId,
      revision,
      body,
      changes,
      createdAt: clock.now(),
      createdByKind: actor.kind,
      createdById: actor.id,
    })
    .run();
}

interface GivenAsk {
  actor: CheckedCandidate['viewer']['actor'];
  projectId: string;
  modelId: string;
  ask: Description['ask'];
}

/** Stores the ask where one is given and it is another one than before. */
export function keepAsk({ ledger, clock }: CatalogParts, tx: Transaction, given: GivenAsk): void {
  const { ask, actor, projectId, modelId } = given;
  if (!ask || !setAsk(tx, modelId, { ask, at: clock.now() })) return;
  ledger.append(tx, {
    kind: 'ask.changed',
    actor,
    projectId,
    modelId,
    subject: { type: 'model', id: modelId },
    payload: {},
  });
}

/** A model is called what the newest of its versions that says so says. */
function keepModel(parts: CatalogParts, tx: Transaction, given: LoadedVersion & { modelId: string }): void {
  const { modelId, projectId, candidate, described } = given;
  const { title } = described.description;
  if (given.model) {
    if (described.says.title) tx.update(model).set({ title }).where(eq(model.id, modelId)).run();
    return;
  }
  const createdAt = parts.clock.now();
  tx.insert(model).values({ id: modelId, name: candidate.modelName, title, projectId, createdAt }).run();
  const subject = { type: 'model', id: modelId };
  const { actor } = candidate.viewer;
  parts.ledger.append(tx, { kind: 'model.created', actor, projectId, modelId, subject, payload: {} });
}

/** By itself (design §4); asked for as `first`, only the first version is. */
function isAnnouncedAtOnce({ candidate, model: known }: LoadedVersion): boolean {
  const { announce } = candidate.fields;
  return announce === 'first' ? known === null : announce !== false;
}

function stateAt(readyAt: number, isAnnounced: boolean) {
  return isAnnounced
    ? ({ state: 'announced', announcedAt: readyAt } as const)
    : ({ state: 'ready', announcedAt: null } as const);
}

function factsOf({ candidate, described }: LoadedVersion) {
  const { check, digest, fields, files, receivedAt, viewer } = candidate;
  return {
    digest,
    sizeBytes: files.own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    receivedAt,
    publishedByKind: viewer.actor.kind,
    publishedById: viewer.actor.id,
    facts: check.facts,
    report: check.report,
    notices: [...files.notices, ...check.notices, ...described.notices],
    fixes: fields.fixes ?? [],
    isHotfix: fields.hotfix ?? false,
  };
}

function timingsOf({ clock }: CatalogParts, { candidate, loadedMs }: LoadedVersion): Record<string, number> {
  const { beganAtMs, lastByteAtMs, check } = candidate;
  const timings: PublishTimings = {
    receivedMs: rounded(lastByteAtMs - beganAtMs),
    checkedMs: rounded(check.timings.checkedMs),
    measuredMs: rounded(check.timings.measuredMs),
    loadedMs: rounded(loadedMs),
    // No cases yet.
    recheckedMs: 0,
    totalMs: rounded(clock.monotonicMs() - lastByteAtMs),
  };
  return { ...timings };
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

function filesOf({ files, check }: CheckedCandidate, versionId: string): (typeof versionFile.$inferInsert)[] {
  const rows = [
    ...files.own.map((file) => ({ versionId, ...file, role: 'model' as const })),
    ...files.sides.map((file) => ({ versionId, ...file, role: 'side' as const })),
  ];
  const { repaired } = check;
  return repaired ? [...rows, { versionId, path: files.own[0].path, ...repaired, role: 'served' as const }] : rows;
}
