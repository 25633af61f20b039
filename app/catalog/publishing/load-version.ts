import { setTimeout } from 'node:timers/promises';
import { type AppError, appError } from '#app/core/errors.ts';
import { isOipError } from '#app/oip/oip-error.ts';
import type { CatalogDeps } from '../deps.ts';
import type { FolderPlace } from './version-folders.ts';

const RETRY_AFTER_S = 5;
/** How long serving may take to come up beside the portal. */
const START_ATTEMPTS = 15;
const START_PAUSE_MS = 1000;

/**
 * Has serving load the version that lies in its folder.
 * @throws FL_MODEL_CANNOT_LOAD, FL_SERVING_UNAVAILABLE, FL_INTERNAL
 */
export async function loadVersion({ oip, log }: CatalogDeps, { model, number }: FolderPlace): Promise<void> {
  try {
    await oip.load(model);
  } catch (thrown) {
    const error = asLoadError(thrown);
    // A load takes up every version of the model: an older one that is broken must not hold this one up.
    if (error.code !== 'FL_MODEL_CANNOT_LOAD' || !(await isReady(oip, { model, number }))) throw error;
    log.warn({ model, err: thrown }, 'another version of this model could not be loaded');
  }
}

/**
 * Tells serving that a version folder went away, and waits for it. Never rejects: serving also finds out by itself.
 * @param hasOthers the model still has versions to answer from
 */
export async function forgetVersion({ oip, log }: CatalogDeps, model: string, hasOthers: boolean): Promise<void> {
  try {
    await (hasOthers ? oip.load(model) : oip.unload(model));
  } catch (error) {
    log.debug({ model, err: error }, 'serving was not told that a version is gone');
  }
}

/** After folders were made again at the start: a serving that is already up looks at them. Does not hold up anyone. */
export async function loadOnceUp({ oip, log }: CatalogDeps, model: string): Promise<void> {
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    try {
      return await oip.load(model);
    } catch (error) {
      log.debug({ model, attempt, err: error }, 'serving did not take up a version that was made again');
      await setTimeout(START_PAUSE_MS, undefined, { ref: false });
    }
  }
}

const isReady = (oip: CatalogDeps['oip'], { model, number }: FolderPlace): Promise<boolean> =>
  oip.modelReady(model, number).catch(() => false);

function asLoadError(thrown: unknown): AppError {
  if (!isOipError(thrown)) return appError('FL_INTERNAL', { cause: thrown });
  if (thrown.status >= 500 || thrown.status === 429) {
    return appError('FL_SERVING_UNAVAILABLE', { cause: thrown, retryAfterS: thrown.retryAfterS ?? RETRY_AFTER_S });
  }
  if (thrown.status === 401 || thrown.status === 403) return appError('FL_SERVING_UNAVAILABLE', { cause: thrown });
  return appError('FL_MODEL_CANNOT_LOAD', { cause: thrown });
}
