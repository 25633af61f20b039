import { appError } from '#app/core/errors.ts';
import type { CheckResult } from '#app/oip/control.ts';
import type { BlobHold } from '../blobs/blob-store.ts';
import type { CatalogDeps } from '../deps.ts';
import type { StoredFile } from './candidate.ts';
import { controlFailure } from './control-failure.ts';

/** Path of the main file, whatever it was called when it was uploaded (design §5). */
export const MAIN_FILE = 'model.onnx';

const ATTEMPTS = 3;
const RETRY_AFTER_S = 5;

/**
 * Has serving examine the model's own files. A repaired file it made is held from here on.
 * @throws FL_CHECK_* when the file is refused; FL_SERVING_*, FL_STORAGE_FULL, FL_INTERNAL
 */
export async function checkCandidate(
  { control, log }: Pick<CatalogDeps, 'control' | 'log'>,
  hold: Pick<BlobHold, 'adopt'>,
  files: readonly StoredFile[],
): Promise<CheckResult> {
  const request = { files: files.map(({ path, sha256 }) => ({ path, sha256 })), main: MAIN_FILE };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const result = await control.check(request).catch((thrown) => {
      throw controlFailure(thrown, 'FL_CHECK_');
    });
    if (result.repaired === null || (await hold.adopt('served', result.repaired.sha256))) return result;
    // Another publish that made the same repaired file was refused in this moment and took it along.
    log.debug({ attempt }, 'a repaired file went away before it was held; checking again');
  }
  throw appError('FL_SERVING_UNAVAILABLE', { retryAfterS: RETRY_AFTER_S });
}
