import { appError } from '#app/core/errors.ts';
import { inTransaction, type Transaction } from '#db/client.ts';
import type { DescriptionDifferences, RevisionView, VersionDetail } from './contract.ts';
import type { CatalogParts } from './deps.ts';
import { changesInWords, confirmRenames, ORDER_KEY, orderInputs, reviseDescription } from './describing/index.ts';
import type { DescribedOutput, Description } from './description-format.ts';
import { keepAsk, tellOfReference } from './publishing/record.ts';
import { reviseTo } from './publishing/revise.ts';
import { aboutVersion, type Named, ownVersion } from './steering.ts';
import { bodyOfRevision, filesOf, revisionsOf, versionBefore } from './versions.query.ts';

/** Reserved among the changes of a description: the revision they were made on. */
const REVISION_KEY = 'descriptionRevision';

/**
 * Corrects what the portal knows of a version: a new revision; stored runs keep theirs. With `descriptionRevision` among
 * the changes they are refused once somebody else has changed the description.
 * @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND, FL_DESCRIPTION_STALE, FL_DESCRIPTION_INVALID with
 *   fields
 */
export function describeVersion(
  parts: CatalogParts,
  named: Named,
  changes: Record<string, unknown>,
): Promise<VersionDetail> {
  return inTurn(parts, named, (tx, found) => {
    refuseStale(found, changes[REVISION_KEY]);
    const body = revised(tx, { found, changes });
    keepRevision(parts, tx, { found, body, named, saysTitle: Object.hasOwn(changes, 'title') });
    if (!Object.hasOwn(changes, 'ask')) return;
    keepAsk(parts, tx, { ...aboutVersion(found), actor: named.viewer.actor, ask: body.ask });
  });
}

/**
 * What the description would be with these changes; nothing is kept.
 * @throws what `describeVersion` throws, but for a stale revision
 */
export function tryDescription(parts: CatalogParts, named: Named, changes: Record<string, unknown>): Description {
  return revised(parts.db, { found: ownVersion(parts, parts.db, named), changes });
}

/**
 * A new revision that says what an older one says.
 * @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND, FL_DESCRIPTION_STALE, FL_DESCRIPTION_NO_REVISION
 */
export function restoreDescription(
  parts: CatalogParts,
  named: Named,
  { revision, from }: { revision: number; from?: number | undefined },
): Promise<VersionDetail> {
  return inTurn(parts, named, (tx, found) => {
    refuseStale(found, from);
    const body = Number.isSafeInteger(revision) ? bodyOfRevision(tx, found.id, revision) : null;
    if (!body) throw appError('FL_DESCRIPTION_NO_REVISION');
    const saysTitle = body.title !== found.description.title;
    keepRevision(parts, tx, { found, body, named, saysTitle, did: `Went back to revision ${revision}` });
    keepAsk(parts, tx, { ...aboutVersion(found), actor: named.viewer.actor, ask: body.ask });
  });
}

/** Revisions of a description, the newest first. @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND */
export function listRevisions(
  parts: CatalogParts,
  named: Named,
  page: { limit: number; before?: number | undefined },
): RevisionView[] {
  return revisionsOf(parts.db, ownVersion(parts, parts.db, named).id, page);
}

/** What a certain revision says. @throws what `listRevisions` throws, FL_DESCRIPTION_NO_REVISION */
export function revisionBody(parts: CatalogParts, named: Named, revision: number): Description {
  const { id } = ownVersion(parts, parts.db, named);
  const body = Number.isSafeInteger(revision) ? bodyOfRevision(parts.db, id, revision) : null;
  if (!body) throw appError('FL_DESCRIPTION_NO_REVISION');
  return body;
}

/** What is different since the version before; null of the first. @throws what `listRevisions` throws */
export function differencesSinceBefore(parts: CatalogParts, named: Named): DescriptionDifferences | null {
  const { modelId, number, description } = ownVersion(parts, parts.db, named);
  const before = versionBefore(parts.db, modelId, number);
  return before && { since: before.number, words: changesInWords(before.description, description) };
}

/** Whether the viewer may is said at once; then no publish of the model may revise the same description meanwhile. */
async function inTurn(
  parts: CatalogParts,
  named: Named,
  work: (tx: Transaction, found: VersionDetail) => void,
): Promise<VersionDetail> {
  ownVersion(parts, parts.db, named);
  return parts.turns.take(named.model, async () =>
    inTransaction(parts.db, (tx) => {
      work(tx, ownVersion(parts, tx, named));
      return ownVersion(parts, tx, named);
    }),
  );
}

/** @throws FL_DESCRIPTION_STALE, FL_DESCRIPTION_INVALID when it is no number */
function refuseStale({ descriptionRevision }: VersionDetail, from: unknown): void {
  if (from === undefined || from === descriptionRevision) return;
  if (Number.isSafeInteger(from)) throw appError('FL_DESCRIPTION_STALE');
  const message = 'descriptionRevision must be the number of the revision you began with.';
  throw appError('FL_DESCRIPTION_INVALID', { message, fields: { [REVISION_KEY]: 'must be a whole number' } });
}

/** @throws FL_DESCRIPTION_INVALID with fields */
function revised(
  on: Transaction | CatalogParts['db'],
  { found, changes }: { found: VersionDetail; changes: Record<string, unknown> },
): Description {
  const { facts, modelId, number } = found;
  const { [REVISION_KEY]: _, [ORDER_KEY]: order, ...given } = changes;
  const before = versionBefore(on, modelId, number)?.description ?? null;
  const confirmed = confirmRenames(found.description, given, { facts, before });
  return orderInputs(reviseDescription(confirmed.description, confirmed.changes, facts), order);
}

interface NewRevision {
  found: VersionDetail;
  body: Description;
  named: Named;
  saysTitle: boolean;
  did?: string;
}

function keepRevision(parts: CatalogParts, tx: Transaction, given: NewRevision): void {
  const { found, body, named, saysTitle, did } = given;
  reviseTo(parts, tx, { version: found, body, actor: named.viewer.actor, saysTitle, ...(did && { did }) });
  if (namesOfAnswers(body) === namesOfAnswers(found.description)) return;
  tellOfReference(parts, tx, { versionId: found.id, sides: filesOf(tx, found.id) });
}

/** What decides how often a version is right: bands that a team sets over its answers do not. */
function namesOfAnswers({ outputs }: Description): string {
  const parts = ({ name, kind, classes, favourable, threshold }: DescribedOutput) =>
    [name, kind, classes, favourable, threshold] as const;
  return JSON.stringify(outputs.map(parts));
}
