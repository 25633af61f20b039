import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { appError } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import type { OipClient } from '#app/oip/client.ts';
import { isOipError } from '#app/oip/oip-error.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import { readAnswer } from './answers/read-answer.ts';
import type { Answer } from './contract.ts';
import { runFailure } from './failures.ts';
import type { Preparing } from './preparing/preparing.ts';

export interface AskingDeps {
  oip: Pick<OipClient, 'infer' | 'serverReady'>;
  log: Log;
  preparing: Pick<Preparing, 'read'>;
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
  const { values, tensors, notices } = await deps.preparing.read(version, inputs);
  const { outputs, ms } = await send(deps, { version, tensors }, options);
  return { inputs: values, answer: readAnswer(version, outputs, notices), tookMs: Math.round(ms) };
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
    // A server that is still starting does not know its models yet.
    const isStarting = (error.status === 404 || error.status === 410) && !(await oip.serverReady());
    throw isStarting ? appError('FL_SERVING_UNAVAILABLE', { cause: error, retryAfterS: 2 }) : runFailure(error);
  }
}
