import { open } from 'node:fs/promises';
import { appError } from '#app/core/errors.ts';
import type { VersionFiles } from './contract.ts';
import type { CatalogParts } from './deps.ts';
import { SIDE_PATHS } from './publishing/side-files.ts';
import { filesOf } from './versions.query.ts';

/** A card is text for people; what is beyond nobody reads. */
const LONGEST_CARD_BYTES = 65_536;

/** The own files of a version, and its card. Nobody's rights are looked at here. */
export async function versionFiles({ db, blobs }: CatalogParts, versionId: string): Promise<VersionFiles> {
  const files = filesOf(db, versionId);
  const card = files.find(({ role, path }) => role === 'side' && path === SIDE_PATHS.card);
  return {
    own: files.filter(({ role }) => role === 'model').map(({ path, sizeBytes }) => ({ path, sizeBytes })),
    card: card ? await beginningOf(blobs.path(card.sha256)) : null,
  };
}

/** Where an own file of a version lies. @throws FL_NOT_FOUND */
export function originalFile(
  { db, blobs }: CatalogParts,
  versionId: string,
  path: string,
): { path: string; location: string } {
  const file = filesOf(db, versionId).find((one) => one.role === 'model' && one.path === path);
  if (!file) throw appError('FL_NOT_FOUND');
  return { path, location: blobs.path(file.sha256) };
}

/** Null when it is gone from the disk: a retired version's files may be. */
async function beginningOf(location: string): Promise<string | null> {
  const file = await open(location).catch(() => null);
  if (!file) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_CARD_BYTES), 0, LONGEST_CARD_BYTES, 0);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}
