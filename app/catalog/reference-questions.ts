import { appError } from '#app/core/errors.ts';
import type { ReferenceQuestions, ReferenceRow, VersionDetail } from './contract.ts';
import type { CatalogParts } from './deps.ts';
import { readReferenceRows, referenceInputs, referenceQuestions } from './describing/index.ts';
import { SIDE_PATHS } from './publishing/side-files.ts';
import { filesOf, versionWithId } from './versions.query.ts';

/** SHA-256 of the reference rows of a version; null without any. */
export function referenceOf({ db }: CatalogParts, versionId: string): string | null {
  const file = filesOf(db, versionId).find(({ role, path }) => role === 'side' && path === SIDE_PATHS.reference);
  return file?.sha256 ?? null;
}

/**
 * The reference rows of a version as questions with their true answers, `limit` at most. Takes its time: for a job.
 * @throws FL_VERSION_NOT_FOUND, FL_DESCRIPTION_INVALID when the file cannot be read
 */
export async function readQuestions(
  parts: CatalogParts,
  versionId: string,
  limit: number,
): Promise<{ version: VersionDetail; reference: ReferenceQuestions | null }> {
  const version = versionWithId(parts.db, versionId);
  if (!version) throw appError('FL_VERSION_NOT_FOUND');
  const sha256 = referenceOf(parts, versionId);
  if (sha256 === null) return { version, reference: null };
  const rows = await readReferenceRows(parts.blobs.path(sha256));
  const { facts, description } = version;
  const questions = referenceQuestions(rows, { facts, inputs: description.inputs }, limit);
  return { version, reference: { sha256, questions } };
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
  return { version, sha256, rows: referenceInputs(table, { facts, inputs: description.inputs }, limit) };
}
