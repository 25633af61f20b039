import { eq } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { appError } from '#app/core/errors.ts';
import type { Actor } from '#app/ledger/contract.ts';
import { inTransaction, type Transaction } from '#db/client.ts';
import { version } from '#db/schema/index.ts';
import { ownModel } from './access.ts';
import type { VersionDetail, VersionView } from './contract.ts';
import type { CatalogParts } from './deps.ts';
import { forgetVersion } from './publishing/load-version.ts';
import { hasServed, versionNumbered } from './versions.query.ts';

/** Which version someone wants to change. */
export interface Named {
  viewer: Viewer;
  model: string;
  number: number;
}

/**
 * Shows the version to everyone the model is shared with; one that is announced already stays as it is.
 * @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND, FL_VERSION_RETIRED
 */
export function announce(parts: CatalogParts, named: Named): VersionView {
  return inTransaction(parts.db, (tx) => {
    const found = ownVersion(parts, tx, named);
    if (found.state === 'retired') {
      throw appError('FL_VERSION_RETIRED', { message: 'This version is retired and cannot be announced.' });
    }
    if (found.state === 'ready') announceVersion(parts, tx, { version: found, actor: named.viewer.actor });
    return ownVersion(parts, tx, named);
  });
}

/** Announces a ready version because someone asked for it. */
export function announceVersion(
  { clock, ledger }: CatalogParts,
  tx: Transaction,
  { version: found, actor }: { version: VersionView; actor: Actor },
): void {
  tx.update(version).set({ state: 'announced', announcedAt: clock.now() }).where(eq(version.id, found.id)).run();
  ledger.append(tx, {
    kind: 'version.announced',
    actor,
    ...aboutVersion(found),
    payload: { number: found.number, automatic: false },
  });
}

/**
 * Takes the version out of use: its pages and runs stay, serving lets go of it. One that is retired already stays so.
 * @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND
 */
export async function retire(parts: CatalogParts, named: Named): Promise<VersionView> {
  const { db, clock, ledger, folders, turns } = parts;
  const retired = inTransaction(db, (tx) => {
    const found = ownVersion(parts, tx, named);
    if (found.state === 'retired') return found;
    tx.update(version).set({ state: 'retired', retiredAt: clock.now() }).where(eq(version.id, found.id)).run();
    const { actor } = named.viewer;
    ledger.append(tx, {
      kind: 'version.retired',
      actor,
      ...aboutVersion(found),
      payload: { number: found.number },
    });
    return ownVersion(parts, tx, named);
  });
  // From here on it is retired; a folder that is still there after a kill is removed at the next start.
  await turns.take(retired.modelName, async () => {
    await folders.remove({ model: retired.modelName, number: retired.number });
    await forgetVersion(parts, retired.modelName, hasServed(db, retired.modelId));
  });
  return retired;
}

/** A version that the viewer may change. @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND */
export function ownVersion(
  parts: CatalogParts,
  on: Transaction | CatalogParts['db'],
  { viewer, model: name, number }: Named,
): VersionDetail {
  const model = ownModel(parts, viewer, name);
  const found = Number.isSafeInteger(number) ? versionNumbered(on, model.id, number) : null;
  if (!found) throw appError('FL_VERSION_NOT_FOUND');
  return found;
}

/** What ledger events about a version hold. */
export function aboutVersion({ id, modelId, projectId }: VersionView) {
  return { projectId, modelId, versionId: id, subject: { type: 'version', id } };
}
