import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import type { Clock } from '#app/core/clock.ts';
import { type AppError, appError } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import type { OipClient } from '#app/oip/client.ts';
import { isOipError, type OipError } from '#app/oip/oip-error.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import { readAnswer } from './answers/read-answer.ts';
import type { Answer } from './contract.ts';
import { absenceFailure, runFailure } from './failures.ts';
import type { Preparing } from './preparing/preparing.ts';
import type { Studies } from './study/studies.ts';
import { withStudy } from './study/with-study.ts';

export interface AskingDeps {
  oip: Pick<OipClient, 'infer' | 'serverReady' | 'index'>;
  log: Log;
  clock: Pick<Clock, 'monotonicMs'>;
  preparing: Pick<Preparing, 'read'>;
  /** What is known of versions; answers come without it where that is left out. */
  studies?: Pick<Studies, 'of'>;
}

/** An answer that nobody has kept yet. */
export interface Answered {
  inputs: Record<string, FieldValue>;
  answer: Answer;
  /** From sending the question to the whole answer, ms. */
  tookMs: number;
}

export interface AskOptions {
  /** Ends the question; what it was aborted with is thrown as it is. */
  signal?: AbortSignal | undefined;
}

/** Asks a version. @throws FL_VERSION_RETIRED, FL_INPUT_INVALID with fields, FL_RUN_*, FL_SERVING_*, FL_MODEL_CANNOT_LOAD */
export async function ask(
  deps: AskingDeps,
  question: { version: VersionDetail; inputs: Readonly<Record<string, unknown>> },
  options: AskOptions = {},
): Promise<Answered> {
  const { version, inputs } = question;
  if (version.state === 'retired') throw appError('FL_VERSION_RETIRED');
  const { clock } = deps;
  const beganAt = clock.monotonicMs();
  const { values, tensors, notices, prepareMs } = await deps.preparing.read(version, inputs);
  const readAt = clock.monotonicMs();
  // Read while the model works; null where there is none.
  const known = deps.studies?.of(version);
  const { outputs, ms } = await send(deps, { version, tensors }, options);
  const study = (await known) ?? null;
  const askedAt = clock.monotonicMs();
  const answer = withStudy(readAnswer(version, outputs, notices), { version, study, values });
  const timings = {
    readMs: rounded(readAt - beganAt - prepareMs),
    prepareMs: rounded(prepareMs),
    askMs: rounded(ms),
    shapeMs: rounded(clock.monotonicMs() - askedAt),
  };
  return { inputs: values, answer: { ...answer, timings }, tookMs: Math.round(ms) };
}

/** To hundredths of a millisecond. */
function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}

async function send(
  { oip, log }: AskingDeps,
  { version, tensors }: { version: VersionDetail; tensors: Tensor[] },
  { signal }: AskOptions,
): Promise<{ outputs: Tensor[]; ms: number }> {
  const question = { model: version.modelName, version: version.number, inputs: tensors };
  try {
    return await oip.infer(question, signal ? { signal } : {});
  } catch (error) {
    if (!isOipError(error)) throw error;
    log.debug({ status: error.status, model: version.modelName, version: version.number }, error.message);
    const isAbsent = error.status === 404 || error.status === 410;
    throw isAbsent ? await whyAbsent(oip, { version, error }) : runFailure(error);
  }
}

async function whyAbsent(
  oip: AskingDeps['oip'],
  { version, error }: { version: VersionDetail; error: OipError },
): Promise<AppError> {
  // A server that is still starting does not know its models yet.
  if (!(await oip.serverReady())) return appError('FL_SERVING_UNAVAILABLE', { cause: error, retryAfterS: 2 });
  const entries = await oip.index().catch(() => []);
  const isIt = (entry: { name: string; version?: string }): boolean =>
    entry.name === version.modelName && entry.version === String(version.number);
  return absenceFailure(error, entries.find(isIt));
}
