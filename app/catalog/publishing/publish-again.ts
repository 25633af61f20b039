import { eq } from 'drizzle-orm';
import { inTransaction, type Transaction } from '#db/client.ts';
import { upload, versionFile } from '#db/schema/index.ts';
import type { PublishResult, VersionDetail } from '../contract.ts';
import type { CatalogParts } from '../deps.ts';
import { announceVersion } from '../steering.ts';
import { filesOf, versionNumbered } from '../versions.query.ts';
import type { Candidate } from './candidate.ts';
import type { Described } from './describe-task.ts';
import { resultOf } from './publish-result.ts';
import { keepAsk } from './record.ts';
import { reviseTo } from './revise.ts';
import { SIDE_PARTS, SIDE_PATHS, type SideLocations, type SidePart } from './side-files.ts';
import type { FolderFile } from './version-folders.ts';

/**
 * The same bytes were published before: answers that version. Other files beside the model make a new revision of its
 * description, and announcing it when asked for is done; nothing else changes.
 */
export async function publishAgain(
  parts: CatalogParts,
  candidate: Candidate,
  known: VersionDetail,
): Promise<PublishResult> {
  const { db } = parts;
  const stored = sidesOf(parts, known.id);
  const changed = changedSides(candidate, stored);
  const saysMore = changed.length > 0 || candidate.fields.ask !== undefined;
  const described = saysMore ? await describeAgain(parts, candidate, known) : null;
  inTransaction(db, (tx) => {
    if (described) recordRevision(parts, tx, { candidate, known, described, changed });
    const ended = { state: 'ready', projectId: known.projectId, digest: known.digest, versionId: known.id } as const;
    tx.update(upload)
      .set({ ...ended, endedAt: parts.clock.now() })
      .where(eq(upload.id, candidate.uploadId))
      .run();
    if (candidate.fields.announce && known.state === 'ready') {
      announceVersion(parts, tx, { version: known, actor: candidate.viewer.actor });
    }
  });
  await moveFiles(parts, { known, stored, changed });
  const now = versionNumbered(db, known.modelId, known.number) ?? known;
  return resultOf(parts, now, { created: false });
}

type StoredSides = ReadonlyMap<SidePart, string>;

/** SHA-256 of the files beside a version, by part. */
function sidesOf({ db }: CatalogParts, versionId: string): StoredSides {
  const files = filesOf(db, versionId).filter(({ role }) => role === 'side');
  return new Map(
    SIDE_PARTS.flatMap((part) => {
      const file = files.find(({ path }) => path === SIDE_PATHS[part]);
      return file ? [[part, file.sha256]] : [];
    }),
  );
}

interface Change {
  part: SidePart;
  sha256: string;
  sizeBytes: number;
}

function changedSides({ files }: Candidate, stored: StoredSides): Change[] {
  return SIDE_PARTS.flatMap((part) => {
    const file = files.get(part);
    if (!file || file.sha256 === stored.get(part)) return [];
    return [{ part, sha256: file.sha256, sizeBytes: file.sizeBytes }];
  });
}

async function describeAgain(
  { db, blobs, describer }: CatalogParts,
  { files, fields }: Candidate,
  known: VersionDetail,
): Promise<Described> {
  const stored = filesOf(db, known.id);
  const locations: SideLocations = {};
  let sizeBytes = 0;
  for (const part of SIDE_PARTS) {
    const file = files.get(part) ?? stored.find(({ path, role }) => role === 'side' && path === SIDE_PATHS[part]);
    if (!file) continue;
    locations[part] = blobs.path(file.sha256);
    sizeBytes += file.sizeBytes;
  }
  const { modelName: model, facts, report, description: carried } = known;
  return describer.start({ locations, ask: fields.ask }, sizeBytes).complete({ model, facts, report, carried });
}

interface Again {
  candidate: Candidate;
  known: VersionDetail;
  described: Described;
  changed: Change[];
}

function recordRevision(parts: CatalogParts, tx: Transaction, { candidate, known, described, changed }: Again): void {
  for (const { part, sha256, sizeBytes } of changed) {
    const file = { versionId: known.id, path: SIDE_PATHS[part], role: 'side' } as const;
    const row = { ...file, sha256, sizeBytes };
    const target = [versionFile.versionId, versionFile.role, versionFile.path];
    tx.insert(versionFile).values(row).onConflictDoUpdate({ target, set: row }).run();
  }
  const { actor } = candidate.viewer;
  const { description, says } = described;
  reviseTo(parts, tx, { version: known, body: description, actor, saysTitle: says.title });
  const { projectId, modelId } = known;
  if (says.ask) keepAsk(parts, tx, { actor, projectId, modelId, ask: description.ask });
}

/** The folder follows the rows; a start finds and mends what a kill in between leaves. */
async function moveFiles(
  { folders, blobs }: CatalogParts,
  { known, stored, changed }: { known: VersionDetail; stored: StoredSides; changed: Change[] },
): Promise<void> {
  const files: FolderFile[] = changed.map(({ part, sha256 }) => ({ path: SIDE_PATHS[part], sha256 }));
  const place = { model: known.modelName, number: known.number };
  if (known.state !== 'retired') await folders.exchange(place, files);
  for (const { part } of changed) {
    const before = stored.get(part);
    if (before !== undefined) await blobs.removeUnused(before);
  }
}
