import { ERRORS, type ErrorCode } from '#app/core/error-catalogue.ts';
import { type AppError, appError } from '#app/core/errors.ts';
import type { CheckResult } from '#app/oip/control.ts';
import type { BlobHold } from '../blobs/blob-store.ts';
import type { CatalogDeps } from '../deps.ts';

/** Path of the main file, whatever it was called when it was uploaded (design §5). */
export const MAIN_FILE = 'model.onnx';

const ATTEMPTS = 3;
const RETRY_AFTER_S = 5;

/** Codes of the check that mean the same to whoever publishes; every other one is our own trouble. */
const PASSED_ON: ErrorCode[] = ['FL_SERVING_UNAVAILABLE', 'FL_SERVING_BUSY', 'FL_SERVING_DRAINING', 'FL_STORAGE_FULL'];

/**
 * Has serving examine the model file. A repaired file it made is held from here on.
 * @throws FL_CHECK_* when the file is refused; FL_SERVING_*, FL_STORAGE_FULL, FL_INTERNAL
 */
export async function checkCandidate(
  { control, log }: Pick<CatalogDeps, 'control' | 'log'>,
  hold: Pick<BlobHold, 'adopt'>,
  sha256: string,
): Promise<CheckResult> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const result = await control.check({ files: [{ path: MAIN_FILE, sha256 }], main: MAIN_FILE }).catch((thrown) => {
      throw asCheckError(thrown);
    });
    if (result.repaired === null || (await hold.adopt('served', result.repaired.sha256))) return result;
    // Another publish that made the same repaired file was refused in this moment and took it along.
    log.debug({ attempt }, 'a repaired file went away before it was held; checking again');
  }
  throw appError('FL_SERVING_UNAVAILABLE', { retryAfterS: RETRY_AFTER_S });
}

function asCheckError(thrown: unknown): AppError {
  const { code, message } = thrown as { code?: unknown; message?: unknown };
  if (typeof code !== 'string' || !Object.hasOwn(ERRORS, code)) return appError('FL_INTERNAL', { cause: thrown });
  const known = code as ErrorCode;
  if (known.startsWith('FL_CHECK_')) return appError(known, { message: String(message), cause: thrown });
  if (PASSED_ON.includes(known)) {
    const isFull = known === 'FL_STORAGE_FULL';
    return appError(known, { cause: thrown, ...(!isFull && { retryAfterS: RETRY_AFTER_S }) });
  }
  // The two processes do not know the same secret: nothing the publisher can do, and it may be put right soon.
  if (known === 'FL_ADMIN_TOKEN') return appError('FL_SERVING_UNAVAILABLE', { cause: thrown });
  return appError('FL_INTERNAL', { cause: thrown });
}
