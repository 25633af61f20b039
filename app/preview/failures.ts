import { ERRORS } from '#app/core/error-catalogue.ts';
import { type AppError, appError } from '#app/core/errors.ts';
import type { OipError } from '#app/oip/oip-error.ts';

const RETRY_AFTER_S = 2;

/** Codes that serving answers with 422 and, as the protocol has no codes, only the catalogue's sentence. */
const BY_SENTENCE = (['FL_RUN_CRASHED', 'FL_RUN_QUARANTINED', 'FL_MODEL_CANNOT_LOAD'] as const).map((code) => ({
  code,
  sentence: ERRORS[code].message as string,
}));

/**
 * A refusal of the server of the models as a coded failure. Its own texts may hold paths: they are kept as the cause,
 * for the log, and never shown.
 */
export function runFailure(error: OipError): AppError {
  const { status, retryAfterS = RETRY_AFTER_S } = error;
  const cause = error;
  switch (status) {
    case 404:
    case 410:
      // It answers, and it does not have this version.
      return appError('FL_MODEL_CANNOT_LOAD', { cause });
    case 413:
      return appError('FL_RUN_FAILED', { message: 'This input is too large to be sent. Try a smaller one.', cause });
    case 408:
    case 504:
      return appError('FL_RUN_TIMEOUT', { cause });
    case 429:
      return appError('FL_SERVING_BUSY', { cause, retryAfterS });
    case 503:
      if (PAUSED.test(error.message)) return appError('FL_MODEL_PAUSED', { cause, retryAfterS });
      return appError(isBusy(error) ? 'FL_SERVING_BUSY' : 'FL_SERVING_UNAVAILABLE', { cause, retryAfterS });
    case 422:
      return unprocessable(error);
    case 400:
      return appError('FL_RUN_FAILED', { cause });
    default:
      return appError('FL_SERVING_UNAVAILABLE', { cause, retryAfterS });
  }
}

/** Sentences of serving about one version, by how they begin or end; what else a server says is never shown. */
const PAUSED = /^This version crashed or ran over its time/;
const LOAD_CRASHED = 'Loading the model crashed, twice.';
const LOAD_GIVEN_UP = / Loading it failed \d+ times; it is tried again at \S+\.$/;

function unprocessable(error: OipError): AppError {
  const { message } = error;
  const known = BY_SENTENCE.find((entry) => entry.sentence === message);
  if (known) return appError(known.code, { cause: error });
  if (message.startsWith(LOAD_CRASHED) || LOAD_GIVEN_UP.test(message)) {
    const isCrash = message.startsWith(LOAD_CRASHED);
    return appError('FL_MODEL_CANNOT_LOAD', {
      cause: error,
      ...(isCrash && { message: `${LOAD_CRASHED} Publish the model again.` }),
    });
  }
  return appError('FL_RUN_FAILED', { cause: error });
}

/**
 * Why a server that answers does not have a version, from its index: it may be on its way, or have been let go of.
 * @param entry its line in the index; undefined when it has none
 */
export function absenceFailure(error: OipError, entry: { state?: string } | undefined): AppError {
  const cause = error;
  if (entry?.state === 'LOADING') return appError('FL_SERVING_UNAVAILABLE', { cause, retryAfterS: 1 });
  const message = entry
    ? 'The server of the models has let go of this version. Load it there again, or publish the model again.'
    : 'The server of the models does not have this version. Publish the model again.';
  return appError('FL_MODEL_CANNOT_LOAD', { cause, message });
}

function isBusy({ message }: OipError): boolean {
  return message === ERRORS.FL_SERVING_BUSY.message;
}
