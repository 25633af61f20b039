import { appError } from '#app/core/errors.ts';
import type { Notice } from '#app/oip/control.ts';
import type { BlobHold } from '../blobs/blob-store.ts';
import type { Received } from '../blobs/receive.ts';
import type { UploadPart } from '../contract.ts';
import type { CatalogDeps } from '../deps.ts';
import { arrangeFiles } from './arrange-files.ts';
import type { ArrangedFiles, StoredFile } from './candidate.ts';
import { MAIN_FILE } from './check-candidate.ts';
import { controlFailure } from './control-failure.ts';
import { sortLoose } from './loose-files.ts';
import { SIDE_PATHS } from './side-files.ts';

/** A file as it came: the part it was sent as, and what it was called. */
export interface GivenFile {
  part: UploadPart;
  /** With folders where the sender told them; null when nobody said. */
  name: string | null;
  received: Received;
}

interface Collecting {
  given: readonly GivenFile[];
  hold: Pick<BlobHold, 'adopt'>;
  onUnpacked: (unpacked: { ms: number; fileCount: number }) => void;
}

const ATTEMPTS = 3;
const RETRY_AFTER_S = 5;

/** Where the file of a part lies in the version's folder. */
const PLACES: Partial<Record<UploadPart, string>> = { model: MAIN_FILE, ...SIDE_PATHS };

/**
 * The files of one version, whatever way they came: part by part, one by one, or in an archive, which is unpacked.
 * A part of its own comes before a file of the same place from elsewhere.
 * @throws FL_UPLOAD_NO_MODEL, FL_UPLOAD_SEVERAL, FL_REQUEST_INVALID, FL_ARCHIVE_*, FL_SERVING_*, FL_STORAGE_FULL
 */
export async function collectFiles(deps: CatalogDeps, { given, hold, onUnpacked }: Collecting): Promise<ArrangedFiles> {
  const parts = given.filter(({ part }) => part !== 'files' && part !== 'bundle');
  const hasModel = parts.some(({ part }) => part === 'model');
  const loose = sortLoose(
    given.filter(({ part }) => part === 'files').map((file) => storedAs(file.name ?? '', file)),
    hasModel,
  );
  const bundles = [
    ...given.filter(({ part }) => part === 'bundle').map((file) => storedAs(file.name ?? 'bundle', file)),
    ...(loose.bundle ? [loose.bundle] : []),
  ];
  const [bundle] = bundles;
  const holdsModel = hasModel || loose.files.some(({ path }) => path === MAIN_FILE);
  if (bundles.length > 1 || (bundle && holdsModel)) throw appError('FL_UPLOAD_SEVERAL');

  const files = new Map<string, StoredFile>();
  const notices: Notice[] = [...loose.notices];
  if (bundle) {
    const unpacked = await unpack(deps, { bundle, hold, onUnpacked });
    notices.push(...unpacked.notices);
    for (const file of unpacked.files) files.set(file.path, file);
  }
  for (const file of loose.files) files.set(file.path, file);
  for (const file of parts) {
    const path = PLACES[file.part];
    if (path !== undefined) files.set(path, storedAs(path, file));
  }
  const arranged = arrangeFiles([...files.values()]);
  return { ...arranged, notices: [...notices, ...arranged.notices] };
}

function storedAs(path: string, { received: { sha256, sizeBytes } }: GivenFile): StoredFile {
  return { path, sha256, sizeBytes };
}

interface Unpacking extends Omit<Collecting, 'given'> {
  bundle: StoredFile;
}

/** Every file that comes out is held from here on. */
async function unpack(
  { control, clock, log }: CatalogDeps,
  { bundle, hold, onUnpacked }: Unpacking,
): Promise<{ files: StoredFile[]; notices: Notice[] }> {
  const startedAtMs = clock.monotonicMs();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const name = bundle.path.slice(bundle.path.lastIndexOf('/') + 1).slice(0, 255) || 'bundle';
    const { files, notices } = await control.unpack({ sha256: bundle.sha256, name }).catch((thrown) => {
      throw controlFailure(thrown, 'FL_ARCHIVE_');
    });
    const held = await Promise.all(files.map(({ sha256 }) => hold.adopt('unpacked', sha256)));
    if (held.every(Boolean)) {
      onUnpacked({ ms: clock.monotonicMs() - startedAtMs, fileCount: files.length });
      return { files, notices };
    }
    // Another upload that held the same file alone ended in this moment and took it along.
    log.debug({ attempt }, 'an unpacked file went away before it was held; unpacking again');
  }
  throw appError('FL_SERVING_UNAVAILABLE', { retryAfterS: RETRY_AFTER_S });
}
