import { eq } from 'drizzle-orm';
import type { Actor } from '#app/ledger/contract.ts';
import type { Transaction } from '#db/client.ts';
import { model } from '#db/schema/index.ts';
import type { VersionDetail } from '../contract.ts';
import type { CatalogParts } from '../deps.ts';
import { changesInWords } from '../describing/index.ts';
import type { Description } from '../description-format.ts';
import { nextNumber } from '../versions.query.ts';
import { insertDescription } from './record.ts';

interface Revision {
  /** As it was read in the same transaction, or under the model's turn. */
  version: VersionDetail;
  body: Description;
  actor: Actor;
  /** The title was said, not guessed. */
  saysTitle: boolean;
  /** What was done, before the sentences on what is different. */
  did?: string;
}

/** Adds a revision of a version's description, unless it says the same as the last one. */
export function reviseTo(
  parts: CatalogParts,
  tx: Transaction,
  { version, body, actor, saysTitle, did }: Revision,
): void {
  if (JSON.stringify(body) === JSON.stringify(version.description)) return;
  const { id, projectId, modelId, number } = version;
  const revision = version.descriptionRevision + 1;
  const changes = [...(did ? [did] : []), ...changesInWords(version.description, body)];
  insertDescription(parts, tx, { versionId: id, revision, body, changes, actor });
  parts.ledger.append(tx, {
    kind: 'description.revised',
    actor,
    projectId,
    modelId,
    versionId: id,
    subject: { type: 'version', id },
    payload: { revision },
  });
  const isNewest = number + 1 === nextNumber(tx, modelId);
  if (isNewest && saysTitle) tx.update(model).set({ title: body.title }).where(eq(model.id, modelId)).run();
}
