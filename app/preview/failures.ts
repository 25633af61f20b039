import { ERRORS } from '#app/core/error-catalogue.ts';
import { type AppError, appError } from '#app/core/errors.ts';
import type { OipError } from '#app/oip/oip-error.ts';

const RETRY_AFTER_S = 2;

/** Codes that serving answers with 422 and, as the protocol has no codes, only the catalogue's sentence. */
const BY_SENTENCE = (['FL_RUN_CRASHED', 'FL_MODEL_CANNOT_LOAD'] as const).map((code) => ({
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
      return appError(isBusy(error) ? 'FL_SERVING_BUSY' : 'FL_SERVING_UNAVAILABLE', { cause, retryAfterS });
    case 422:
      return appError(codeOfSentence(error.message), { cause });
    case 400:
      return appError('FL_RUN_FAILED', { cause });
    default:
      return appError('FL_SERVING_UNAVAILABLE', { cause, retryAfterS });
  }
}

function codeOfSentence(sentence: string): 'FL_RUN_FAILED' | (typeof BY_SENTENCE)[number]['code'] {
  const known = BY_SENTENCE.find((entry) => entry.sentence === sentence);
  if (known) return known.code;
  return sentence.startsWith('Loading the model crashed') ? 'FL_MODEL_CANNOT_LOAD' : 'FL_RUN_FAILED';
}

function isBusy({ message }: OipError): boolean {
  return message === ERRORS.FL_SERVING_BUSY.message;
}
