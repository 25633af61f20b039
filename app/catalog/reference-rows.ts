import { appError } from '#app/core/errors.ts';
import type { ReferenceRow, VersionDetail } from './contract.ts';
import type { CatalogParts } from './deps.ts';
import { readReferenceRows, referenceInputs } from './describing/index.ts';
import { SIDE_PATHS } from './publishing/side-files.ts';
import { filesOf, picturesOf, versionWithId } from './versions.query.ts';

/** SHA-256 of the reference rows of a version; null without any. */
export function referenceOf({ db }: CatalogParts, versionId: string): string | null {
  const file = filesOf(db, versionId).find(({ role, path }) => role === 'side' && path === SIDE_PATHS.reference);
  return file?.sha256 ?? null;
}

/**
 * The reference rows of a version by field key, `limit` at most, with their true answers where they are known. Takes
 * its time: for a job.
 * @throws FL_VERSION_NOT_FOUND, FL_DESCRIPTION_INVALID when the file cannot be read
 */
export async function readRows(
  parts: CatalogParts,
  versionId: string,
  limit: number,
): Promise<{ version: VersionDetail; sha256: string | null; rows: ReferenceRow[] }> {
  const version = versionWithId(parts.db, versionId);
  if (!version) throw appError('FL_VERSION_NOT_FOUND');
  const sha256 = referenceOf(parts, versionId);
  if (sha256 === null) return { version, sha256, rows: [] };
  const table = await readReferenceRows(parts.blobs.path(sha256));
  const { facts, description } = version;
  const known = { facts, inputs: description.inputs, pictures: picturesOf(parts.db, versionId) };
  return { version, sha256, rows: referenceInputs(table, known, limit) };
}
