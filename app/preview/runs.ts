import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import { type FieldValue, isFileValue } from '#app/catalog/description-format.ts';
import type { Clock } from '#app/core/clock.ts';
import type { Ids } from '#app/core/ids.ts';
import type { Ledger } from '#app/ledger/index.ts';
import { type Database, inTransaction } from '#db/client.ts';
import { run, runFile } from '#db/schema/index.ts';
import type { Answered } from './asking.ts';
import type { Answer, RunView } from './contract.ts';

export type RunRow = typeof run.$inferSelect;

export interface RunDeps {
  db: Database;
  clock: Clock;
  ids: Ids;
  ledger: Ledger;
}

/** Keeps an answered question for ever; the row and its event are there together or not at all. */
export function storeRun(
  { db, clock, ids, ledger }: RunDeps,
  given: Answered & { viewer: Viewer; version: VersionDetail; source: RunView['source'] },
): RunRow {
  const { version, viewer, source, inputs, answer, tookMs } = given;
  const { actor } = viewer;
  const row: RunRow = {
    id: ids.next('run'),
    modelId: version.modelId,
    versionId: version.id,
    descriptionId: version.descriptionId,
    inputs,
    answer,
    tookMs,
    contentHash: contentHash(version.digest, inputs),
    source,
    actorKind: actor.kind,
    actorId: actor.id,
    createdAt: clock.now(),
  };
  return inTransaction(db, (tx) => {
    tx.insert(run).values(row).run();
    const files = filesIn(inputs).map((sha256) => ({ sha256, runId: row.id }));
    if (files.length > 0) tx.insert(runFile).values(files).run();
    ledger.append(tx, {
      kind: 'run.stored',
      actor,
      subject: { type: 'run', id: row.id },
      payload: { source },
      at: row.createdAt,
      projectId: version.projectId,
      modelId: version.modelId,
      versionId: version.id,
    });
    return row;
  });
}

/** The pictures among values. */
export function filesIn(inputs: Record<string, FieldValue> | null): string[] {
  const files = Object.values(inputs ?? {}).flatMap((value) => (isFileValue(value) ? [value.file] : []));
  return [...new Set(files)];
}

/** A stored run, whoever asks. */
export function findRun(db: Database, id: string): RunRow | undefined {
  return db.select().from(run).where(eq(run.id, id)).get();
}

/** A run with the names of its version. */
export function runView(row: RunRow, version: VersionDetail): RunView {
  return {
    id: row.id,
    modelId: row.modelId,
    modelName: version.modelName,
    modelTitle: version.description.title,
    projectId: version.projectId,
    versionId: row.versionId,
    versionNumber: version.number,
    descriptionId: row.descriptionId,
    inputs: row.inputs as Record<string, FieldValue> | null,
    answer: row.answer as Answer,
    tookMs: row.tookMs,
    source: row.source,
    actor: { kind: row.actorKind, id: row.actorId },
    createdAt: row.createdAt,
  };
}

/** SHA-256 (hex) of the version's digest and the inputs, their keys in order: the same question has the same one. */
export function contentHash(digest: string, inputs: Record<string, FieldValue>): string {
  const keys = Object.keys(inputs).sort();
  const canonical = JSON.stringify(keys.map((key) => [key, inputs[key]]));
  return createHash('sha256').update(digest).update('\n').update(canonical).digest('hex');
}
