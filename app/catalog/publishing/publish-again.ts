import { eq } from 'drizzle-orm';
import { inTransaction, type Transaction } from '#db/client.ts';
import { upload, versionFile } from '#db/schema/index.ts';
import type { PublishResult, VersionDetail } from '../contract.ts';
import type { CatalogParts } from '../deps.ts';
import { announceVersion } from '../steering.ts';
import { filesOf, versionNumbered } from '../versions.query.ts';
import type { Candidate, StoredFile } from './candidate.ts';
import type { Described } from './describe-task.ts';
import { resultOf } from './publish-result.ts';
import { keepAsk, tellOfReference } from './record.ts';
import { reviseTo } from './revise.ts';
import { givenSides } from './side-files.ts';

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
  await holdReplaced(candidate, { stored, changed });
  inTransaction(db, (tx) => {
    if (described) recordRevision(parts, tx, { candidate, known, described, changed });
    const ended = { state: 'ready', projectId: known.projectId, digest: known.digest, versionId: known.id } as const;
    tx.update(upload)
      .set({ ...ended, endedAt: parts.clock.now() })
      .where(eq(upload.id, candidate.uploadId))
      .run();
    if (candidate.fields.announce === true && known.state === 'ready') {
      announceVersion(parts, tx, { version: known, actor: candidate.viewer.actor });
    }
  });
  const place = { model: known.modelName, number: known.number };
  // The folder follows the rows; a start finds and mends what a kill in between leaves.
  if (known.state !== 'retired') await parts.folders.exchange(place, changed);
  const now = versionNumbered(db, known.modelId, known.number) ?? known;
  return resultOf(parts, now, { created: false });
}

/** Files beside a version, by path. */
type StoredSides = ReadonlyMap<string, StoredFile>;

function sidesOf({ db }: CatalogParts, versionId: string): StoredSides {
  const files = filesOf(db, versionId).filter(({ role }) => role === 'side');
  return new Map(files.map(({ path, sha256, sizeBytes }) => [path, { path, sha256, sizeBytes }]));
}

function changedSides({ files }: Candidate, stored: StoredSides): StoredFile[] {
  return files.sides.filter(({ path, sha256 }) => stored.get(path)?.sha256 !== sha256);
}

async function describeAgain(
  { db, blobs, describer }: CatalogParts,
  { files, fields }: Candidate,
  known: VersionDetail,
): Promise<Described> {
  const stored = filesOf(db, known.id);
  const beside = new Map([...stored, ...files.sides].map((file) => [file.path, file]));
  const { sizeBytes, ...given } = givenSides([...beside.values()], blobs.path);
  const { modelName: model, facts, report, description: carried } = known;
  return describer.start({ ...given, ask: fields.ask }, sizeBytes).complete({ model, facts, report, carried });
}

interface Again {
  candidate: Candidate;
  known: VersionDetail;
  described: Described;
  changed: StoredFile[];
}

function recordRevision(parts: CatalogParts, tx: Transaction, { candidate, known, described, changed }: Again): void {
  for (const file of changed) {
    const row = { versionId: known.id, ...file, role: 'side' as const };
    const target = [versionFile.versionId, versionFile.role, versionFile.path];
    tx.insert(versionFile).values(row).onConflictDoUpdate({ target, set: row }).run();
  }
  tellOfReference(parts, tx, { versionId: known.id, sides: changed });
  const { actor } = candidate.viewer;
  const { description, says } = described;
  reviseTo(parts, tx, { version: known, body: description, actor, saysTitle: says.title });
  const { projectId, modelId } = known;
  if (says.ask) keepAsk(parts, tx, { actor, projectId, modelId, ask: description.ask });
}

/** Files that no row refers to any more go with the upload's hold, and by what it left when it is killed before that. */
async function holdReplaced(
  { hold }: Candidate,
  { stored, changed }: { stored: StoredSides; changed: StoredFile[] },
): Promise<void> {
  for (const { path } of changed) {
    const before = stored.get(path);
    if (before !== undefined) await hold.adopt('replaced', before.sha256);
  }
}
